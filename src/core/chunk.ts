import { beginningOf } from './beginning-of';

/** A piece of a document small enough to embed; `text` is the document's text from start to end. */
export interface Chunk {
  /** Position in the document, from 0. */
  readonly ordinal: number;
  /** UTF-16 offsets into the document's text, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The page of `start`, as the reader counts, where the format has pages. */
  readonly page?: number;
  /** The headings above the chunk, outermost first. */
  readonly headingPath: readonly string[];
  /** The header rows of the table that the chunk begins inside: its cells would say nothing without them. */
  readonly tableHeader?: string;
  /** Length of what is embedded, in the embedding model's own tokens. */
  readonly tokens: number;
}

/** UTF-16 units of title and headings put before a chunk: they must leave the model room for the text itself. */
const longestContext = 400;

/** What is embedded and indexed for a chunk: its headings first, so that it can be found by its place. */
export function indexedText(
  title: string | undefined,
  chunk: Pick<Chunk, 'headingPath' | 'text' | 'tableHeader'>,
): string {
  const context = [title, ...chunk.headingPath].filter((part, i, all) => part && all.indexOf(part) === i);
  // A chunk that already begins with its heading does not need it twice.
  const missing = context.filter((part) => part !== undefined && !chunk.text.startsWith(part));
  const lines = [textWithHeader(chunk)];
  if (missing.length > 0) lines.unshift(clipped(missing.join(' › ')));
  return lines.join('\n');
}

/** A chunk's text below the header of the table that it goes on with. */
export function textWithHeader({ tableHeader, text }: Pick<Chunk, 'text' | 'tableHeader'>): string {
  return tableHeader === undefined ? text : `${tableHeader}\n${text}`;
}

function clipped(context: string): string {
  if (context.length <= longestContext) return context;
  return beginningOf(context, longestContext);
}
