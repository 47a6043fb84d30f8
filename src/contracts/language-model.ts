import type { TokenUsage, Turn } from '../core/answer-engine';
import type { TracedPrompt } from '../core/answer-trace';
import type { Language } from '../core/language';
import type { Passage } from '../core/passage';
import type { Source } from '../core/prompt/answer-prompt';
import type { Call, Stream } from '../rpc/protocol';

/** What a device can do, as the adapter reports it. */
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
  /** The device was lost; the model is being opened again, and the answer goes on where it was. */
  | { readonly kind: 'recovered'; readonly attempt: number }
  | { readonly kind: 'finish'; readonly reason: 'complete' | 'length'; readonly usage: TokenUsage };

export type LanguageModelContract = {
  support: Call<void, GpuSupport>;
  catalogue: Call<void, CatalogueEntry[]>;
  /** Downloads what is missing and loads it onto the GPU. Aborting leaves nothing half installed. */
  load: Call<{ modelId: string }, void, ModelLoadProgress>;
  unload: Call<void, void>;
  remove: Call<{ modelId: string }, void>;
  generate: Stream<GenerateInput, GenerateEvent>;
  /**
   * The question as it would be asked without the conversation, as the model words it; whoever uses it checks it.
   * Never loads a model: throws `model-load-failed` when it is not there.
   */
  rewrite: Call<RewriteInput, { question: string }>;
};
