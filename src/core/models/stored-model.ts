import type { Language } from '../language';
import type { ComputingDevice } from './computing-device';
import type { FileHash, ModelFormat, ModelOrigin, ModelPackage, ModelTask } from './model-package';

/** A model on this device, whole or in part. The bytes lie in the private file system under its id and the file's path. */
export interface StoredModel {
  readonly id: string;
  readonly format: ModelFormat;
  readonly task: ModelTask;
  readonly name: string;
  readonly origin: ModelOrigin;
  /** `partial`: a download that is paused or was cut off; `damaged`: a check found bytes that are not as they were. */
  readonly state: 'partial' | 'installed' | 'damaged';
  /** Of a partial model: those that are whole and verified. */
  readonly files: readonly StoredModelFile[];
  /** Of a partial model: what it is to become, so that the download can go on after a restart. */
  readonly package?: ModelPackage;
  /** Of a partial model: bytes that had come when it was last written to, those of unfinished files too. */
  readonly arrivedBytes?: number;
  /** Of a partial model: bytes of all its files, where their servers have told them. */
  readonly totalBytes?: number;
  readonly addedAt: number;
  readonly verifiedAt?: number;
  /** What is known of it beyond its files, as far as it is. */
  readonly facts?: StoredModelFacts;
}

/**
 * Whether it is a copy of the person's own files that is not whole: when nobody is at it any more, nothing can go on
 * from it.
 */
export function isRemnant({ state, origin }: Pick<StoredModel, 'state' | 'origin'>): boolean {
  return state === 'partial' && origin.kind === 'files';
}

export interface StoredModelFile {
  readonly path: string;
  readonly bytes: number;
  /** Of its bytes, as they were when it was installed; lower-case hexadecimal. */
  readonly sha256: string;
  /** The hash that it was published with, where that is another. */
  readonly published?: FileHash;
}

export interface StoredModelFacts {
  readonly contextTokens?: number;
  readonly memoryBytes?: number;
  readonly languages?: readonly Language[];
  readonly licence?: string;
}

/** What running a model on this device has shown: kept as a history. */
export interface ModelRun {
  readonly id?: number;
  readonly modelId: string;
  readonly at: number;
  /** The processor or graphics adapter, as the browser names it. */
  readonly device: string;
  /** Of a benchmark: what computed the model, which may be less than the device has. */
  readonly ranOn?: ComputingDevice;
  readonly kind: 'benchmark' | 'self-test';
  readonly benchmark?: BenchmarkFigures;
  readonly selfTest?: { readonly passed: boolean; readonly reason?: string };
}

export interface BenchmarkFigures {
  readonly loadMs: number;
  readonly promptTokens: number;
  readonly promptTokensPerSecond: number;
  readonly answerTokens: number;
  readonly answerTokensPerSecond: number;
  /** Where the browser tells it. */
  readonly memoryBytes?: number;
}
