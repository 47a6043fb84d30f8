import { isStored, isUnfinished, type StoredDocument } from './library';

/** What is known of a file before it is read. */
export interface FileFacts {
  readonly name: string;
  readonly path: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly lastModified?: number | undefined;
}

/**
 * What a file is to the document that has its path: the same, another version of it, or the first that can be read, and
 * `unknown` where only its hash can tell whether it is the same.
 */
export type FileComparison = 'unchanged' | 'changed' | 'unknown' | 'first';

export function compareFile(document: StoredDocument, file: FileFacts): FileComparison {
  if (!isStored(document) && !isUnfinished(document)) return 'first';
  const { sizeBytes, lastModified, hash } = newestVersion(document);
  const other = isStored(document) ? 'changed' : 'first';
  if (sizeBytes !== file.sizeBytes) return other;
  if (lastModified !== undefined && lastModified === file.lastModified) return 'unchanged';
  return hash === '' ? other : 'unknown';
}

/** The hash that a file must have to be the same, where `compareFile` does not know. */
export function newestHash(document: StoredDocument): string {
  return newestVersion(document).hash;
}

/** The row of a file that its library does not have yet. */
export function newDocument(
  { lastModified, ...facts }: FileFacts,
  owner: Pick<StoredDocument, 'libraryId' | 'addedAt' | 'importer'>,
): StoredDocument {
  return {
    id: crypto.randomUUID(),
    ...facts,
    ...owner,
    ...(lastModified === undefined ? {} : { lastModified }),
    hash: '',
    status: 'queued',
  };
}

/** The document with a file that is to take its place: at once where it has nothing to show, else once it is read. */
export function withFile(document: StoredDocument, file: FileFacts, importer: string): StoredDocument {
  const { mediaType, sizeBytes, lastModified } = file;
  const version = {
    contentId: crypto.randomUUID(),
    fileId: crypto.randomUUID(),
    hash: '',
    mediaType,
    sizeBytes,
    ...(lastModified === undefined ? {} : { lastModified }),
  } as const;
  const { pending: _, error: __, lastModified: ___, ...row } = document;
  if (!isStored(document)) return { ...row, ...version, importer, status: 'queued' };
  const { reading, lastModified: shownModified } = document;
  return {
    ...row,
    ...(shownModified === undefined ? {} : { lastModified: shownModified }),
    importer,
    pending: { ...version, ...(reading === undefined ? {} : { reading }), status: 'queued' },
  };
}

/** Changes how the import of a document stands: of its version to come, or of the document where there is none. */
export function withImportStatus(
  document: StoredDocument,
  change:
    | { readonly status: 'queued' }
    | { readonly status: 'failed'; readonly error: NonNullable<StoredDocument['error']> },
): StoredDocument | undefined {
  if (document.pending) {
    const { error: _, ...pending } = document.pending;
    return { ...document, pending: { ...pending, ...change } };
  }
  if (isStored(document)) return undefined;
  const { error: _, ...row } = document;
  return { ...row, ...change };
}

/** The document as it is shown, without the version that was to come; undefined where that is not there any more. */
export function withoutPending(
  { pending, ...document }: StoredDocument,
  contentId = pending?.contentId,
): StoredDocument | undefined {
  return pending && pending.contentId === contentId ? document : undefined;
}

/** A path that is not taken: with a number before the extension where it is. */
export function freePath(path: string, isTaken: (path: string) => boolean): string {
  if (!isTaken(path)) return path;
  const [, stem = path, extension = ''] = /^(.*?[^/])(\.[^./]{1,10})?$/s.exec(path) ?? [];
  for (let n = 2; ; n += 1) {
    const candidate = `${stem} (${n})${extension}`;
    if (!isTaken(candidate)) return candidate;
  }
}

function newestVersion(
  document: StoredDocument,
): Pick<StoredDocument, 'hash' | 'sizeBytes' | 'lastModified'> {
  return document.pending && isUnfinished(document) ? document.pending : document;
}
