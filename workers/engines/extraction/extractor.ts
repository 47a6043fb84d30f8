import type { ExtractedDocument } from '../../../src/core/extracted-document';

export interface ExtractionContext {
  /** The file's name, with its extension. */
  readonly name: string;
  readonly signal: AbortSignal;
  /** In pages or bytes, as the format counts. */
  readonly onProgress: (progress: { readonly loaded: number; readonly total: number }) => void;
}

/**
 * Reads one format. Throws AppError: `corrupt`, `encrypted`, `no-text`, `unsupported-format` or `too-large`
 * for what is wrong with the file; the signal's reason when cancelled.
 */
export type Extractor = (file: Blob, context: ExtractionContext) => Promise<ExtractedDocument>;
