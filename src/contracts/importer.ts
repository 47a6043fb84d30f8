import type { ErrorCode } from '../core/app-error';
import type { ExtractedDocument } from '../core/extracted-document';
import type { Call } from '../rpc/protocol';

export type ImportStage = 'copying' | 'reading' | 'splitting' | 'embedding' | 'storing';

export interface ImportProgress {
  readonly stage: ImportStage;
  /** Pages, chunks, characters or bytes, as the stage counts; total 0 where unknown. */
  readonly loaded: number;
  readonly total: number;
}

export interface ReadingOptions {
  /** Chosen by hand, as `decodeText` names it. */
  readonly encoding?: string;
  /** Given by the person for this one time; never stored. */
  readonly password?: string;
}

export interface FileToStore {
  readonly documentId: string;
  /** See `fileIdOf`. */
  readonly fileId: string;
  readonly name: string;
  readonly file: Blob;
}

/** Bytes of a large file that are copied. */
export interface CopyProgress {
  readonly documentId: string;
  readonly loaded: number;
  readonly total: number;
}

/** What became of a file; see `StoreOutcome`. */
export type FileOutcome =
  | { readonly kind: 'stored' | 'unchanged' | 'gone' }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string };

export type ImportOutcome =
  /** `gone`: the document was removed, is imported already, or has another version to come by now. */
  | { readonly kind: 'stored' | 'gone' }
  /** It was an archive: its files are documents now, those that are given with their bytes stored and waiting. */
  | { readonly kind: 'expanded'; readonly documentIds: readonly string[] };

/** A file of an archive, or why it could not be read. */
export type UnpackedFile =
  | { readonly path: string; readonly file: File }
  | { readonly path: string; readonly code: ErrorCode; readonly message: string };

/** Reads files and carries them through splitting, embedding and storing. */
export type ImporterContract = {
  /**
   * Writes the bytes of files to the store, small ones in one transaction, and notes their SHA-256 with their
   * documents. A file that cannot be read by its size or first bytes is refused before. One outcome a file.
   */
  store: Call<{ files: readonly FileToStore[] }, readonly FileOutcome[], CopyProgress>;
  /** SHA-256, lower-case hexadecimal. */
  hash: Call<{ file: Blob }, string>;
  /**
   * Imports the version of a document whose bytes are stored. Ends with it shown, or throws; what was done of a long
   * one is kept and taken up by the next call.
   */
  import: Call<
    { documentId: string; contentId: string; modelPath: string; password?: string },
    ImportOutcome,
    ImportProgress
  >;
  /** Answers at once, unless the thread is caught in one document. */
  ping: Call<void, void>;
  /** Only reads: nothing is stored. */
  extract: Call<{ file: Blob; name: string; options?: ReadingOptions }, ExtractedDocument>;
  /** For the lab: reads a file as nothing but characters: in the encoding chosen, or else the one that it seems to be in. */
  decode: Call<{ file: Blob; encoding?: string }, { text: string; encoding: string; undecodable: number }>;
  /** For the lab: the files of an archive in its order; undefined for a file that is none. */
  unpack: Call<{ file: Blob; name: string }, readonly UnpackedFile[] | undefined>;
};
