import type {
  ChatCompletionChunk,
  ChatCompletionRequestStreaming,
  Completion,
  CompletionCreateParamsStreaming,
  InitProgressReport,
  ModelRecord,
} from '@mlc-ai/web-llm';
import type { ChatTemplate } from '../../../src/core/prompt/chat-template';

/** The part of MLCEngine that is used. */
export interface WebLlmEngine {
  reload(modelId: string): Promise<void>;
  interruptGenerate(): Promise<void>;
  readonly chat: {
    readonly completions: {
      create(request: ChatCompletionRequestStreaming): Promise<AsyncIterable<ChatCompletionChunk>>;
    };
  };
  /** Goes on after a text as it stands, without a template around it. */
  readonly completions: {
    create(request: CompletionCreateParamsStreaming): Promise<AsyncIterable<Completion>>;
  };
  /** Frees the GPU, and aborts a reload that is under way. */
  unload(): Promise<void>;
}

export interface EngineOptions {
  /** The one model that it is to load. */
  readonly record: ModelRecord;
  /** By the path that follows the record's address. */
  readonly files: ReadonlyMap<string, File>;
  /** Whatever it throws ends the reload. */
  readonly onProgress: (report: InitProgressReport) => void;
  /** Told when a GPU device of this engine is lost, also by its own unloading. */
  readonly onDeviceLost: (loss: LibraryDeviceLoss) => void;
}

export interface LibraryDeviceLoss {
  /** `destroyed` by a program, which the library also does when a buffer cannot be had; else `unknown`. */
  readonly reason: 'destroyed' | 'unknown';
  readonly message: string;
}

/** The conversation whose keys and values the engine still holds. */
export interface KeptConversation {
  readonly system: string | undefined;
  /** As the library keeps them: the role, how the role is written, and the text. */
  readonly messages: readonly (readonly [role: string, written: string, content: string])[];
  /** Tokens that need not be read anew by a call that goes on from here. */
  readonly tokens: number;
}

/** What is needed of a loaded model to know the exact length of a prompt. */
export interface LoadedModel {
  readonly contextTokens: number;
  readonly template: ChatTemplate;
  /** The text of the tokens that every prompt begins with. */
  readonly openingText: string;
  /** With the engine's own tokenizer. */
  countTokens(text: string): number;
  /** Undefined where the last reply was cut off, or was no conversation. */
  keptConversation(): KeptConversation | undefined;
}

/** The part of the library that is used; the tests have a scripted twin. */
export interface WebLlmLibrary {
  readonly models: readonly ModelRecord[];
  createEngine(options: EngineOptions): WebLlmEngine;
  /** Throws `model-incompatible` when the model is not of the expected shape. */
  loadedModel(engine: WebLlmEngine, modelId: string): LoadedModel;
}
