import type { StoredModel } from '../../core/models/stored-model';

export function bytesOf({ files }: Pick<StoredModel, 'files'>): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
