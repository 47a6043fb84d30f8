import type { TokenUsage, Turn } from '../core/answer-engine';
import type { TracedPrompt } from '../core/answer-trace';
import type { Language } from '../core/language';
import type { OpenedAs } from '../core/models/computing-device';
import type { MlcRecord } from '../core/models/mlc-record';
import type { BenchmarkFigures } from '../core/models/stored-model';
import type { Passage } from '../core/passage';
import type { Source } from '../core/prompt/answer-prompt';
import type { Call, Stream } from '../rpc/protocol';

/** What a graphics processor can do, as the adapter reports it. */
export type GpuSupport =
  | { readonly status: 'absent'; readonly reason: 'no-webgpu' | 'no-adapter' }
  | {
      readonly status: 'present';
      readonly description: string;
      readonly features: readonly string[];
      readonly maxBufferBytes: number;
      readonly maxStorageBindingBytes: number;
      readonly maxWorkgroupStorageBytes: number;
      readonly maxWorkgroupInvocations: number;
    };

/** What this device can run models with. */
export interface DeviceSupport {
  readonly gpu: GpuSupport;
  /** Of the processor. */
  readonly threads: number;
  /** Whether the page may share memory between threads. */
  readonly isIsolated: boolean;
}

export interface LoadInput {
  readonly modelId: string;
  /** The window to open it with, where less than the model offers is wanted. */
  readonly contextTokens?: number;
  /** `known`: it has passed on this device before. */
  readonly selfTest: 'run' | 'known';
}

/** The model that was open is not any more, without anybody having asked for it. */
export interface LostModel {
  readonly modelId: string;
  readonly code: 'device-lost' | 'out-of-memory';
  readonly message: string;
}

export interface LoadedModelInfo extends OpenedAs {
  readonly engine: 'webllm' | 'wllama' | 'built-in';
  /** Whether it can think before it answers, and can be asked not to. */
  readonly canThink: boolean;
  /** Whether the self-test was run now, and so passed; when it fails the load throws `model-unsound`. */
  readonly isTested: boolean;
}

export interface LoadProgress {
  /** 0 to 1. */
  readonly fraction: number;
}

export interface GenerateInput {
  readonly modelId: string;
  /** Follow-ups of one conversation go on from what the model has read of it. */
  readonly conversationId?: string;
  /** Of the answer that is to be written. */
  readonly answerId?: string;
  readonly question: string;
  readonly language: Language;
  readonly passages: readonly Passage[];
  readonly history: readonly Turn[];
  readonly maxAnswerTokens: number;
  /** Lets a model that can choose think before it answers. */
  readonly thinks?: boolean;
}

export interface RewriteInput {
  readonly modelId: string;
  readonly conversationId?: string;
  readonly question: string;
  readonly language: Language;
  readonly history: readonly Turn[];
}

export type GenerateEvent =
  /**
   * First: the exact prompt, how many passages and turns fitted into the window, and all sources that stand in it. Once
   * more when the model had to be opened with a smaller window in the middle of the answer.
   */
  | ({ readonly kind: 'packed'; readonly sources: readonly Source[] } & TracedPrompt)
  /** What a thinking model writes to itself. */
  | { readonly kind: 'thought'; readonly text: string }
  | { readonly kind: 'token'; readonly text: string }
  /**
   * The device was lost, for the so-manieth time in this answer. The model is opened again, and the answer goes on where it
   * was; where that is not worth trying any more, the call fails next.
   */
  | { readonly kind: 'lost'; readonly losses: number }
  /** It is open again, with a smaller window or on another device where it had to be. */
  | ({ readonly kind: 'reopened' } & OpenedAs)
  | { readonly kind: 'finish'; readonly reason: 'complete' | 'length'; readonly usage: TokenUsage };

export type LanguageModelContract = {
  support: Call<void, DeviceSupport>;
  mlcRecords: Call<void, MlcRecord[]>;
  /**
   * Opens a model that is installed, or the browser's own; never downloads. Another one that is open is closed first.
   * Errors: `not-found`, `model-damaged`, `model-unsound`, `webgpu-unavailable`, `model-incompatible`, `out-of-memory`,
   * `device-lost`, `model-load-failed`.
   */
  load: Call<LoadInput, LoadedModelInfo, LoadProgress>;
  unload: Call<void, void>;
  /**
   * Tells of every model that is gone by itself outside of an answer; the next `load` really loads.
   * Ends with the caller alone, or with `worker-crashed`, when whatever was open is gone too.
   */
  losses: Stream<void, LostModel>;
  /** Opens the model where it is not open. Errors: those of `load`, and `context-overflow`. */
  generate: Stream<GenerateInput, GenerateEvent>;
  /**
   * The question as it would be asked without the conversation, as the model words it; whoever uses it checks it.
   * Never loads a model: throws `model-load-failed` when it is not there.
   */
  rewrite: Call<RewriteInput, { question: string }>;
  /** Measures the model that is loaded; throws `model-load-failed` when it is not. */
  benchmark: Call<{ modelId: string }, BenchmarkFigures>;
};
