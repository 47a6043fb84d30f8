import type { ErrorCode } from './app-error';
import type { DocumentFormat, ExtractionWarning } from './extracted-document';
import type { Page } from './rich-text';

/** A knowledge base: documents that are searched together. */
export interface Library {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970, as every time in the store. */
  readonly createdAt: number;
}

export type DocumentStatus = 'queued' | 'importing' | 'ready' | 'failed';

/** A file that a person added. Its bytes, text and chunks are stored beside it. */
export interface StoredDocument {
  readonly id: string;
  readonly libraryId: string;
  /** The file name, without folders. */
  readonly name: string;
  /** Folders and name as dropped, parted by `/`; the name alone for a single file. */
  readonly path: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** SHA-256 of the bytes, lower-case hexadecimal; empty until they are stored. */
  readonly hash: string;
  readonly addedAt: number;
  readonly status: DocumentStatus;
  /** The tab that imports it, or did last. */
  readonly importer?: string;
  /** Set when status is `failed`. */
  readonly error?: { readonly code: ErrorCode; readonly message: string };
  /** Set when status is `ready`. */
  readonly content?: DocumentContent;
}

export interface DocumentContent {
  readonly format: DocumentFormat;
  readonly title?: string;
  readonly encoding?: string;
  readonly coverage: number;
  readonly warnings: readonly ExtractionWarning[];
  readonly characters: number;
  readonly pages: readonly Page[];
  readonly chunkCount: number;
}

/** What a document is called in the index: its own title, else its file name without the extension. */
export function documentTitle(
  document: Pick<StoredDocument, 'name'>,
  content: { readonly title?: string } | undefined,
): string {
  return content?.title?.trim() || document.name.replace(/\.[^.]{1,10}$/, '');
}
