import type { ExtractedDocument } from '../core/extracted-document';
import type { Call } from '../rpc/protocol';

export type ImportStage = 'copying' | 'reading' | 'splitting' | 'embedding' | 'storing';

export interface ImportProgress {
  readonly stage: ImportStage;
  /** Pages, chunks or bytes, as the stage counts; total 0 where unknown. */
  readonly loaded: number;
  readonly total: number;
}

export interface ReadingOptions {
  /** Chosen by hand, as `decodeText` names it. */
  readonly encoding?: string;
  /** Given by the person for this one time; never stored. */
  readonly password?: string;
}

/** Reads files and carries them through splitting, embedding and storing. */
export type ImporterContract = {
  /**
   * Writes the file's bytes to the store in parts and returns their SHA-256. A file that cannot be read by its size
   * or first bytes is refused before.
   */
  store: Call<{ documentId: string; name: string; file: Blob }, { hash: string }>;
  /** Imports a document whose bytes are stored. Ends with the document `ready`, or throws. */
  import: Call<
    { documentId: string; modelPath: string },
    { characters: number; chunkCount: number },
    ImportProgress
  >;
  /** Only reads: nothing is stored. */
  extract: Call<{ file: Blob; name: string; options?: ReadingOptions }, ExtractedDocument>;
};
