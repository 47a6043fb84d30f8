import type { StoredDocument } from '../core/library';

/** Waiting for an import or in one, of the document itself or of a version that is to take its place. */
export function isUnfinished({ status, pending }: StoredDocument): boolean {
  return status === 'queued' || pending?.status === 'queued';
}

/** Its import failed, or that of a version that was to take its place. */
export function hasFailed({ status, pending }: StoredDocument): boolean {
  return status === 'failed' || pending?.status === 'failed';
}
