import type { StoredDocument } from '../../../src/core/library';

/** A document of a library, ready unless told otherwise. */
export function storedDocument(path: string, change: Partial<StoredDocument> = {}): StoredDocument {
  return {
    id: path,
    libraryId: 'library',
    name: path.slice(path.lastIndexOf('/') + 1),
    path,
    mediaType: '',
    sizeBytes: 1_000_000,
    hash: path,
    addedAt: 0,
    status: 'ready',
    ...change,
  };
}

export const pendingVersion: NonNullable<StoredDocument['pending']> = {
  contentId: 'content',
  fileId: 'file',
  hash: 'new',
  mediaType: '',
  sizeBytes: 1_000_000,
  status: 'queued',
};
