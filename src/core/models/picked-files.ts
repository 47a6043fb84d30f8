import type { MlcRecord } from './mlc-record';
import type { ModelPackage } from './model-package';

export interface PickedFile {
  readonly path: string;
  readonly blob: Blob;
}

export type PickedProblem =
  | 'nothing-known'
  | 'missing-files'
  | 'missing-library'
  | 'damaged-description'
  | 'damaged-file'
  | 'no-template'
  | 'several-models';

export type PickedModel =
  | { readonly kind: 'model'; readonly package: ModelPackage; readonly blobs: ReadonlyMap<string, Blob> }
  | { readonly kind: 'unusable'; readonly problem: PickedProblem; readonly missing: readonly string[] };

export function readPickedFiles(
  files: readonly PickedFile[],
  libraries: readonly MlcRecord[] = [],
): Promise<PickedModel> {
  const missing = [...files.map(({ path }) => path), ...libraries.map(({ id }) => id)];
  return Promise.resolve({ kind: 'unusable', problem: 'nothing-known', missing });
}
