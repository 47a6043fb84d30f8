import type { ModelFormat } from '../../src/core/models/model-package';
import type { ChatMessage } from '../../src/core/prompt/answer-prompt';

export type TextEngineId = 'webllm' | 'wllama' | 'built-in';

/** A model whose files are on this device. */
export interface ModelToOpen {
  readonly id: string;
  /** By path; lies on the disk, not in memory. Empty for a model that the browser keeps itself. */
  readonly files: ReadonlyMap<string, File>;
  /** The window to open it with, where less than the model offers is wanted. */
  readonly contextTokens?: number;
  /** True where the graphics processor has failed with it before, and another can compute it. */
  readonly avoidsGpu?: boolean;
}

export interface OpenOptions {
  /** Aborting ends the opening and leaves nothing loaded. */
  readonly signal: AbortSignal;
  /** 0 to 1. */
  readonly onProgress: (fraction: number) => void;
}

/** One way to run language models: a file in `workers/engines/<id>` and a line in the registry. */
export interface TextEngine {
  readonly id: TextEngineId;
  /** Undefined for the one that has no files. */
  readonly format: ModelFormat | undefined;
  /** The window it opens at most where none is asked for; absent where the model alone decides. */
  readonly usualContextTokens?: number;
  /** Errors: `webgpu-unavailable`, `model-incompatible`, `out-of-memory`, `model-load-failed`. */
  open(model: ModelToOpen, options: OpenOptions): Promise<OpenModel>;
}

/** A model that is ready to write. Calls on it never overlap; whoever holds it sees to that. */
export interface OpenModel {
  /** Prompt and answer together. */
  readonly contextTokens: number;
  /** Of the processor, that compute it; absent where something else does. */
  readonly threads?: number;
  /** True where it computes on the graphics processor and could do without: `avoidsGpu` opens it so. */
  readonly mayAvoidGpu?: boolean;
  /** True where the graphics processor was tried first, in vain. */
  readonly hasGpuFailed?: boolean;
  /** Exact length of the whole prompt in the model's own tokens, with its template and the beginning of the reply. */
  countTokens(messages: readonly ChatMessage[], options?: PromptOptions): Promise<number>;
  /** Whether it can think before it answers, and can be asked not to; absent where its files do not tell. */
  readonly canThink?: boolean;
  /**
   * True when what it has read is of use only for going on from its very last reply: any other prompt between makes it
   * read everything again.
   */
  readonly onlyContinues?: boolean;
  /**
   * The reply's raw text as it comes, thoughts and their marks included, then one `end`. Aborting or leaving the loop
   * stops the engine and returns at once; the next call, and closing, wait for what it may still compute.
   * Errors: `device-lost`, `out-of-memory`, `context-overflow`, `internal`.
   */
  stream(request: TextRequest, signal: AbortSignal): AsyncIterable<TextEvent>;
  /** Settles when the device under it is lost; the model is of no use from then on. Never rejects. */
  readonly lost: Promise<DeviceLoss>;
  /** Frees all memory; also after a loss. */
  close(): Promise<void>;
}

export interface DeviceLoss {
  /** `memory`: it was lost because memory ran out. */
  readonly reason: 'memory' | 'device';
  /** True where what was lost computes nothing on the graphics processor. */
  readonly sparesGpu?: boolean;
  readonly message: string;
}

export interface PromptOptions {
  /** Asks a model that can think to answer at once. */
  readonly skipsThinking?: boolean;
  /** The raw text that the reply has already: the model goes on after it. */
  readonly replySoFar?: string;
}

export interface TextRequest extends PromptOptions {
  readonly messages: readonly ChatMessage[];
  readonly maxTokens: number;
  readonly temperature: number;
  readonly topP: number;
}

export type TextEvent =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'end';
      readonly reason: 'complete' | 'length';
      /** Tokens of the prompt, of them those that were still there from the call before, and of the reply. */
      readonly usage: {
        readonly promptTokens: number;
        readonly cachedTokens?: number;
        readonly completionTokens: number;
      };
    };
