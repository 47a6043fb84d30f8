/** What of the Prompt API is used here, with the names it had before where browsers still have those. */
export interface PromptApi {
  availability(options?: ExpectedLanguages): Promise<string>;
  create(options: CreateOptions): Promise<PromptSession>;
}

/** What is read and written. A browser that is not told warns, and one that writes others may refuse. */
export interface ExpectedLanguages {
  readonly expectedInputs?: readonly ExpectedText[];
  readonly expectedOutputs?: readonly ExpectedText[];
}

export interface ExpectedText {
  readonly type: 'text';
  readonly languages: readonly string[];
}

/** The browsers attest to no Chinese so far, and refuse where it is asked for. */
const text = [{ type: 'text', languages: ['en'] }] as const;
export const expectedLanguages: ExpectedLanguages = { expectedInputs: text, expectedOutputs: text };

export interface CreateOptions extends ExpectedLanguages {
  readonly initialPrompts?: readonly PromptMessage[];
  readonly signal?: AbortSignal;
  readonly monitor?: (monitor: EventTarget) => void;
}

export interface PromptMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
  /** Of the last one, an assistant's: the reply goes on from it. */
  readonly prefix?: boolean;
}

export interface PromptSession {
  readonly contextWindow?: number;
  /** The name before. */
  readonly inputQuota?: number;
  measureContextUsage?(input: readonly PromptMessage[]): Promise<number>;
  /** The name before. */
  measureInputUsage?(input: readonly PromptMessage[]): Promise<number>;
  append?(input: readonly PromptMessage[], options: { readonly signal?: AbortSignal }): Promise<void>;
  clone(options?: { readonly signal?: AbortSignal }): Promise<PromptSession>;
  promptStreaming(
    input: readonly PromptMessage[],
    options: { readonly signal?: AbortSignal },
  ): ReadableStream<string>;
  destroy(): void;
}

/** Undefined where the browser has none. */
export function findPromptApi(scope: object = globalThis): PromptApi | undefined {
  const found: unknown = Reflect.get(scope, 'LanguageModel');
  return isPromptApi(found) ? found : undefined;
}

function isPromptApi(value: unknown): value is PromptApi {
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
    'availability' in value &&
    'create' in value
  );
}
