import type { TokenUsage, Turn } from '../core/answer-engine';
import type { TracedPrompt } from '../core/answer-trace';
import type { Language } from '../core/language';
import type { BenchmarkFigures } from '../core/models/stored-model';
import type { Passage } from '../core/passage';
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
  /** The machine's memory as the browser rounds it; absent where it does not tell. */
  readonly machineBytes?: number;
}

/** A chat model that WebLLM has a compiled library for, as its own list has it. */
export interface MlcRecord {
  readonly id: string;
  /** `owner/name` on the hub; a whole address where it lies elsewhere. */
  readonly repository: string;
  /** Its compiled library, relative to the base address of model libraries; a whole address where it lies elsewhere. */
  readonly library: string;
  /** GPU memory with the whole window in use. */
  readonly vramBytes: number;
  readonly contextTokens: number;
  /** WebGPU features that its maker names. */
  readonly features: readonly string[];
  /** Meant for devices of little memory as well. */
  readonly lowResource: boolean;
  /** The largest single buffer that it binds, where known. */
  readonly bindingBytes?: number;
  /** What of its `mlc-chat-config.json` holds otherwise here. */
  readonly overrides: Readonly<Record<string, unknown>>;
}

export interface LoadInput {
  readonly modelId: string;
  /** The window to open it with, where less than the model offers is wanted. */
  readonly contextTokens?: number;
  /** `known`: it has passed on this device before. */
  readonly selfTest: 'run' | 'known';
}

export interface LoadedModelInfo {
  readonly engine: 'webllm' | 'wllama' | 'built-in';
  readonly contextTokens: number;
  /** The graphics adapter or processor, as the browser names it. */
  readonly device: string;
  /** Whether the self-test was run now, and so passed; when it fails the load throws `model-unsound`. */
  readonly isTested: boolean;
}

export interface LoadProgress {
  /** 0 to 1. */
  readonly fraction: number;
}

export interface GenerateInput {
  readonly modelId: string;
  readonly question: string;
  readonly language: Language;
  readonly passages: readonly Passage[];
  readonly history: readonly Turn[];
  readonly maxAnswerTokens: number;
}

export interface RewriteInput {
  readonly modelId: string;
  readonly question: string;
  readonly language: Language;
  readonly history: readonly Turn[];
}

export type GenerateEvent =
  /**
   * First: the exact prompt, and how many passages and turns fitted into the window. Once more when the model had to be
   * opened with a smaller window in the middle of the answer.
   */
  | ({ readonly kind: 'packed' } & TracedPrompt)
  /** What a thinking model writes to itself. */
  | { readonly kind: 'thought'; readonly text: string }
  | { readonly kind: 'token'; readonly text: string }
  /** The device was lost; the model is being opened again, and the answer goes on where it was. */
  | { readonly kind: 'recovered'; readonly attempt: number }
  | {
      readonly kind: 'finish';
      readonly reason: 'complete' | 'length';
      readonly usage: TokenUsage & {
        /** Of the prompt's tokens those that were not read anew, where the engine tells. */
        readonly cachedTokens?: number;
      };
    };

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

/** A model as the screen of models shows it. */
export interface CatalogueEntry {
  readonly id: string;
  /** A reader's name: family and size. */
  readonly name: string;
  readonly downloadBytes: number;
  readonly memoryBytes: number;
  readonly contextTokens: number;
  readonly languages: readonly Language[];
  readonly isInstalled: boolean;
  readonly verdict:
    | { readonly runs: true }
    | { readonly runs: false; readonly reason: 'needs-f16' | 'needs-memory' | 'needs-feature' };
}

export interface ModelLoadProgress {
  readonly stage: 'downloading' | 'starting';
  /** 0 to 1. */
  readonly fraction: number;
  readonly loadedBytes: number;
  readonly totalBytes: number;
}
