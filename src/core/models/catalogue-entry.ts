import type { Language } from '../language';
import type { ModelFormat, ModelTask } from './model-package';

/** Where a model's files are to be had. */
export type ModelSource =
  | {
      readonly kind: 'hub';
      /** `owner/name` on the hub, or on a mirror of it. */
      readonly repository: string;
      readonly revision: string;
      /** The files of it that are wanted; absent for all that the format needs. */
      readonly paths?: readonly string[];
      /** Of an MLC model: its compiled library, relative to the base address of model libraries. */
      readonly library?: string;
    }
  /** A file, or a folder with an `inkstone-model.json`, by its address. */
  | { readonly kind: 'address'; readonly url: string }
  /** A folder beside the app. */
  | { readonly kind: 'hosted'; readonly path: string }
  /** It came from the person's own files and cannot be fetched again. */
  | { readonly kind: 'files' }
  /** The browser brings and keeps it. */
  | { readonly kind: 'browser' };

export type UnsuitableReason =
  'needs-webgpu' | 'needs-f16' | 'needs-memory' | 'needs-feature' | 'needs-storage' | 'failed-self-test';

export type ModelVerdict =
  | { readonly runs: true; readonly caution?: 'slow' | 'tight-memory' | 'slow-and-tight' }
  | { readonly runs: false; readonly reason: UnsuitableReason };

/** A model as the catalogue shows it, judged for this device. */
export interface CatalogueEntry {
  readonly id: string;
  readonly task: ModelTask;
  /** `built-in` for the browser's own. */
  readonly engine: 'webllm' | 'wllama' | 'transformers' | 'built-in';
  readonly format: ModelFormat | undefined;
  readonly source: ModelSource;
  /** A reader's name: family and size. */
  readonly name: string;
  readonly family: string;
  /** As the maker names it: `Apache-2.0`, `Gemma`, `Llama 3.2 Community`. */
  readonly licence: string;
  readonly languages: readonly Language[];
  /** Of an embedding model or reranker: the longest text that it sees. */
  readonly contextTokens: number;
  /** An estimate until the files are listed. */
  readonly downloadBytes: number;
  /** With its window in use. */
  readonly memoryBytes: number;
  readonly state: 'available' | 'partial' | 'installed' | 'damaged';
  readonly verdict: ModelVerdict;
  /** The one to take on this device for its task. */
  readonly isRecommended: boolean;
}
