import type { ExtractedDocument } from '../../../src/core/extracted-document';

export interface ExtractionContext {
  /** The file's name, with its extension. */
  readonly name: string;
  /** The character encoding, where a person chose it. */
  readonly encoding?: string | undefined;
  readonly password?: string | undefined;
  /** What reading found so far, kept over a restart; absent where reading is not part of an import. */
  readonly kept?: KeptWork | undefined;
  readonly signal: AbortSignal;
  /** In pages or bytes, as the format counts. */
  readonly onProgress: (progress: { readonly loaded: number; readonly total: number }) => void;
}

/** Results of long reading in order, of whatever plain data the extractor needs, such as the lines of each page. */
export interface KeptWork {
  read(): Promise<readonly unknown[]>;
  append(items: readonly unknown[]): Promise<void>;
}

/**
 * Reads one format. Throws AppError: `corrupt`, `encrypted`, `wrong-password`, `no-text`, `unsupported-format`, `too-large` or
 * `too-complex`
 * for what is wrong with the file; the signal's reason when cancelled.
 */
export type Extractor = (file: Blob, context: ExtractionContext) => Promise<ExtractedDocument>;
