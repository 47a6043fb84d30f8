import { Sha256 } from '../sha256';
import type { StoredModel } from './stored-model';

const scheme = 'installed:';
const form = /^installed:(?:([0-9a-f]{16}):)?(.+)$/su;

/** A model that is kept on this device, as a path names it. */
export interface InstalledModel {
  readonly id: string;
  /** See `revisionOf`; paths of older versions of the app have none. */
  readonly revision?: string;
}

/** The path of a model whose files are kept on this device, as the embedder is told it. */
export function installedPath(model: Pick<StoredModel, 'id' | 'files'>): string {
  return `${scheme}${revisionOf(model)}:${model.id}`;
}

/** Undefined for a path on this origin's host. */
export function readInstalledPath(modelPath: string): InstalledModel | undefined {
  const [, revision, id] = form.exec(modelPath) ?? [];
  if (id === undefined) return undefined;
  return revision === undefined ? { id } : { id, revision };
}

/** Other for other bytes under the same id, whose vectors must not meet: 16 hexadecimal digits. */
export function revisionOf({ files }: Pick<StoredModel, 'files'>): string {
  const hash = new Sha256();
  const lines = files.map(({ path, sha256 }) => `${path} ${sha256}\n`).sort();
  hash.update(new TextEncoder().encode(lines.join('')));
  return hash.digest().slice(0, 16);
}
