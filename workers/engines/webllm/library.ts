import type {
  ChatCompletionChunk,
  ChatCompletionRequestStreaming,
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
  /** Frees the GPU, and aborts a reload that is under way. */
  unload(): Promise<void>;
}

export interface EngineOptions {
  /** Whatever it throws ends the reload. */
  readonly onProgress: (report: InitProgressReport) => void;
  /** Told when a GPU device of this engine is lost, also by its own unloading. */
  readonly onDeviceLost: (loss: DeviceLoss) => void;
}

export interface DeviceLoss {
  /** `destroyed` by a program, which the library also does when a buffer cannot be had; else `unknown`. */
  readonly reason: 'destroyed' | 'unknown';
  readonly message: string;
}

/** What is needed of a loaded model to know the exact length of a prompt. */
export interface LoadedModel {
  readonly contextTokens: number;
  readonly template: ChatTemplate;
  /** With the engine's own tokenizer. */
  countTokens(text: string): number;
}

/** The part of the library that is used; the tests have a scripted twin. */
export interface WebLlmLibrary {
  readonly models: readonly ModelRecord[];
  createEngine(options: EngineOptions): WebLlmEngine;
  /** Throws `model-incompatible` when the model is not of the expected shape. */
  loadedModel(engine: WebLlmEngine, modelId: string): LoadedModel;
  /** Ids of the models whose every file is on this device. */
  installedModels(): Promise<ReadonlySet<string>>;
  /** Deletes a model's files, complete or not, and leaves those that another installed model shares. */
  remove(modelId: string): Promise<void>;
}
