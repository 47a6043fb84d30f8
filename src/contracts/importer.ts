import type { ExtractedDocument } from '../core/extracted-document';
import type { Call } from '../rpc/protocol';

export type ImportStage = 'reading' | 'splitting' | 'embedding' | 'storing';

export interface ImportProgress {
  readonly stage: ImportStage;
  /** Pages, chunks or bytes, as the stage counts; total 0 where unknown. */
  readonly loaded: number;
  readonly total: number;
}

/** Reads files and carries them through splitting, embedding and storing. */
export type ImporterContract = {
  /** Writes the file's bytes to the store in parts. Returns their SHA-256. */
  store: Call<{ documentId: string; file: Blob }, { hash: string; sizeBytes: number }>;
  /** Imports a document whose bytes are stored. Ends with the document `ready`, or throws. */
  import: Call<
    { documentId: string; modelPath: string },
    { characters: number; chunkCount: number },
    ImportProgress
  >;
  /** Only reads: nothing is stored. */
  extract: Call<{ file: Blob; name: string }, ExtractedDocument>;
};
