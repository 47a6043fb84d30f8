import type { ModelPackage } from '../core/models/model-package';
import type { ModelBases, WantedModel } from '../core/models/wanted-model';
import type { Call } from '../rpc/protocol';

export interface InstallProgress {
  readonly stage: 'downloading' | 'copying' | 'verifying';
  /** Verified bytes and those that have arrived of files in progress. */
  readonly loadedBytes: number;
  /** Zero until the size of every file is known. */
  readonly totalBytes: number;
  /** Of the last seconds; absent at first and while nothing arrives. */
  readonly bytesPerSecond?: number;
  /** Set while a request is being repeated after a failure: when the next attempt begins, as `Date.now()` tells time. */
  readonly retryAt?: number;
}

/** A file that is not as it was installed, or of which no model can be made. */
export interface DamagedFile {
  readonly path: string;
  /** `cut-short`: it is as it came, and shorter than it says itself; `no-model`: it is not what its name says. */
  readonly problem: 'missing' | 'length' | 'hash' | 'cut-short' | 'no-model';
}

/**
 * The files of models on this device. One tab at a time writes to a model (a Web Lock); another that asks for the same
 * waits for it, hears its progress, and finds it done.
 */
export type ModelStoreContract = {
  /**
   * Asks the hub, its mirror or another host which files make up a model, as far as they tell with sizes and hashes.
   * Errors: `offline`, `model-not-found`, `model-gated`, `not-a-model-host`, `too-many-requests`,
   * `model-download-failed`, `model-incompatible`, `model-damaged`, `invalid-input`.
   */
  resolve: Call<{ wanted: WantedModel; bases: ModelBases }, ModelPackage>;
  /**
   * Fetches what is missing of a package, verifies every byte, and shows the model as installed in one transaction.
   * Aborting pauses it: what has arrived is kept, and the next call goes on from there. Errors: `offline`,
   * `model-download-failed`, `model-damaged` (bytes that do not verify), `storage-full`.
   */
  install: Call<{ package: ModelPackage }, void, InstallProgress>;
  /**
   * The same from files that a person has picked; `blobs` by the paths of the package. A model that is here under the
   * same id is repaired or finished where it is the same byte for byte, and is let be otherwise (`duplicate`).
   */
  copyIn: Call<{ package: ModelPackage; blobs: ReadonlyMap<string, Blob> }, void, InstallProgress>;
  /** Reads every byte again. Resolves with what is wrong. */
  verify: Call<{ modelId: string }, DamagedFile[], InstallProgress>;
  /** Deletes every byte of it, installed or in part. */
  remove: Call<{ modelId: string }, void>;
  /**
   * Writes an installed model's files into a new folder in the one that the person chose, with its description
   * (`inkstone-model.json`). The folder has the model's name, with a number where there is something of that name.
   */
  copyOut: Call<{ modelId: string; directory: FileSystemDirectoryHandle }, void, InstallProgress>;
};
