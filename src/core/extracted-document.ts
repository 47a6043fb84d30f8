import type { RichText } from './rich-text';

export type DocumentFormat =
  | 'pdf'
  | 'markdown'
  | 'text'
  | 'html'
  | 'docx'
  | 'pptx'
  | 'xlsx'
  | 'csv'
  | 'odt'
  | 'ods'
  | 'odp'
  | 'rtf'
  | 'epub'
  | 'json'
  | 'subtitles'
  | 'email'
  | 'notebook'
  | 'code'
  | 'image'
  | 'audio'
  | 'video';

/** What the pages of a document are. */
export type PageUnit = 'page' | 'sheet' | 'slide' | 'section';

export function pageUnitOf(format: DocumentFormat): PageUnit {
  if (format === 'xlsx' || format === 'ods') return 'sheet';
  if (format === 'pptx' || format === 'odp') return 'slide';
  return format === 'epub' ? 'section' : 'page';
}

/** What the pages of a file are by its name alone, which a citation keeps when the document is gone. */
export function pageUnitOfName(fileName: string): PageUnit {
  const ending = /\.([a-z]+)$/i.exec(fileName)?.[1]?.toLowerCase();
  if (ending !== undefined && /^(?:xl[st][xm]|ods|ots|fods)$/.test(ending)) return 'sheet';
  if (ending !== undefined && /^(?:p(?:pt|ps|ot)[xm]|odp|otp|fodp|odg|fodg)$/.test(ending)) return 'slide';
  return ending === 'epub' ? 'section' : 'page';
}

/** What a document is whose words are still to be recognised: it is kept, and a recogniser can take it up later. */
export type UnreadKind = 'scan' | 'image' | 'audio' | 'video';

/** What an extractor makes of a file. */
export interface ExtractedDocument extends RichText {
  readonly format: DocumentFormat;
  /** From the file itself (front matter, `<title>`, PDF metadata), when it has one. */
  readonly title?: string;
  /** Those that the file itself names (front matter); see `readTags`. */
  readonly tags?: readonly string[];
  /** The character encoding that the bytes were decoded with, for text formats. */
  readonly encoding?: string;
  /** How much of the file was understood, 0 to 1: for a PDF, the share of pages with text. */
  readonly coverage: number;
  readonly warnings: readonly ExtractionWarning[];
  /** Set, with empty text, when all that the file says is still to be recognised. */
  readonly unread?: UnreadKind;
}

export type ExtractionWarning =
  | { readonly code: 'pages-without-text'; readonly pages: readonly number[] }
  | { readonly code: 'page-failed'; readonly page: number; readonly message: string }
  | { readonly code: 'undecodable-bytes'; readonly count: number }
  | { readonly code: 'main-content-not-found' }
  /** Pictures among the text, whose words were not read. */
  | { readonly code: 'images-skipped'; readonly count: number }
  /** Files inside the file that were not read, by name. */
  | { readonly code: 'attachments-skipped'; readonly names: readonly string[] }
  /** A chapter, sheet, slide or mail that could not be read. */
  | { readonly code: 'part-failed'; readonly name: string; readonly message: string }
  /** The file holds more than is read of one; `what` is counted. */
  | {
      readonly code: 'cut-short';
      readonly what: 'pages' | 'sheets' | 'rows' | 'cells' | 'entries' | 'characters';
      readonly kept: number;
    };

/** The share of a text that the bytes gave, where `undecodable` of its characters stand for bytes that mean nothing. */
export function decodedShare(characters: number, undecodable: number): number {
  return characters === 0 ? 1 : Math.max(0, 1 - undecodable / characters);
}
