import type { RichText } from './rich-text';

export type DocumentFormat = 'markdown' | 'text' | 'html' | 'pdf';

/** What an extractor makes of a file. */
export interface ExtractedDocument extends RichText {
  readonly format: DocumentFormat;
  /** From the file itself (front matter, `<title>`, PDF metadata), when it has one. */
  readonly title?: string;
  /** The character encoding that the bytes were decoded with, for text formats. */
  readonly encoding?: string;
  /** How much of the file was understood, 0 to 1: for a PDF, the share of pages with text. */
  readonly coverage: number;
  readonly warnings: readonly ExtractionWarning[];
}

export type ExtractionWarning =
  | { readonly code: 'pages-without-text'; readonly pages: readonly number[] }
  | { readonly code: 'page-failed'; readonly page: number; readonly message: string }
  | { readonly code: 'undecodable-bytes'; readonly count: number }
  | { readonly code: 'main-content-not-found' };
