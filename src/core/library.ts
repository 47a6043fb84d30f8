import type { ErrorCode } from './app-error';
import type { DocumentFormat, ExtractionWarning, UnreadKind } from './extracted-document';
import type { Page } from './rich-text';
import type { SplittingStrategy } from './splitting';

/** A knowledge base: documents that are searched together. */
export interface Library {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970, as every time in the store. */
  readonly createdAt: number;
  /** How its documents are split, when not by default. */
  readonly splitting?: SplittingStrategy;
}

/** `unread`: kept, with nothing to search until its words are recognised; see `UnreadKind`. */
export type DocumentStatus = 'queued' | 'ready' | 'unread' | 'failed';

/** How a person wants a document to be read, against what would be chosen for it. */
export interface ReadingChoice {
  /** As `decodeText` names it. */
  readonly encoding?: string;
  readonly splitting?: SplittingStrategy;
}

/** A version of a document that is to take the place of the one it has: a changed file, or the same read otherwise. */
export interface PendingVersion {
  readonly contentId: string;
  readonly fileId: string;
  readonly hash: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly lastModified?: number;
  readonly reading?: ReadingChoice;
  readonly status: 'queued' | 'failed';
  readonly error?: { readonly code: ErrorCode; readonly message: string };
}

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
  /** Set when status is `ready` or `unread`. */
  readonly content?: DocumentContent;
  /** When the file was last changed, as its folder says. */
  readonly lastModified?: number;
  /** Written in the app: its Markdown can be edited. */
  readonly isNote?: boolean;
  /** What its text, chunks and vectors are stored under, when not its own id: each version has an id of its own. */
  readonly contentId?: string;
  /** What its bytes are stored under, when not its own id. */
  readonly fileId?: string;
  readonly reading?: ReadingChoice;
  /** What a person sorts it under, and what it came with; see `readTags`. */
  readonly tags?: readonly string[];
  /** Only a document that is `ready` or `unread` has one; it stays as it is until this is stored. */
  readonly pending?: PendingVersion;
}

export interface DocumentContent {
  readonly format: DocumentFormat;
  readonly title?: string;
  readonly encoding?: string;
  readonly coverage: number;
  readonly warnings: readonly ExtractionWarning[];
  readonly unread?: UnreadKind;
  readonly characters: number;
  readonly pages: readonly Page[];
  readonly chunkCount: number;
  /** Those that this version of the file itself names: what a later version adds are those that are not among them. */
  readonly tags?: readonly string[];
}

/** What the text, chunks and vectors of the version that is shown are stored under, and named by in the index. */
export function contentIdOf({ id, contentId = id }: Pick<StoredDocument, 'id' | 'contentId'>): string {
  return contentId;
}

/** What the bytes of the version that is shown are stored under. */
export function fileIdOf({ id, fileId = id }: Pick<StoredDocument, 'id' | 'fileId'>): string {
  return fileId;
}

/** The version of a document that an import is about: the one to come, or else its first. */
export interface ImportedVersion {
  readonly contentId: string;
  readonly fileId: string;
  /** Empty until the bytes are stored. */
  readonly hash: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly lastModified?: number | undefined;
  readonly reading?: ReadingChoice | undefined;
  readonly status: DocumentStatus;
}

export function importedVersion(document: StoredDocument): ImportedVersion {
  const { pending } = document;
  return pending ?? { ...document, contentId: contentIdOf(document), fileId: fileIdOf(document) };
}

/** Whether an import of the document is waiting or running. */
export function isUnfinished(document: StoredDocument): boolean {
  return importedVersion(document).status === 'queued';
}

/** Whether a version of the document can be opened now. */
export function isStored({ status }: Pick<StoredDocument, 'status'>): boolean {
  return status === 'ready' || status === 'unread';
}

/** What programs write where nobody gave a title: the name of another file, an address, or nothing that says anything. */
const noTitle =
  /^(?:microsoft (?:word|powerpoint|excel) - |untitled(?: document)?[\s\d-]*$|document ?\d*$|无标题(?:文档)?\s*\d*$|about:|https?:|file:)|\.(?:docx?|dvi|html?|indd|md|od[tps]|pages|pdf|pptx?|rtf|tex|tmp|txt|xlsx?)$/iu;

/** What a document is called in the index: its own title, else its file name without the extension. */
export function documentTitle(
  document: Pick<StoredDocument, 'name'>,
  content: { readonly title?: string } | undefined,
): string {
  const title = content?.title?.trim() ?? '';
  return title !== '' && !noTitle.test(title) ? title : document.name.replace(/\.[^.]{1,10}$/, '');
}
