import { beginningOf } from './beginning-of';
import { quoteNow } from './quote-now';
import type { TextRange } from './text-range';

/** A place in a document of the same store, as a link of a note names it. */
export interface SourceLink {
  readonly documentId: string;
  /** Where the words stood when the link was written. */
  readonly span?: TextRange;
  /** How the words begin, to find them again in a later version of the document. */
  readonly beginning?: string;
}

const scheme = 'inkstone:';
const prefix = `${scheme}source/`;

/** Enough to tell a place from others, and short enough to read past in the Markdown of a note. */
const beginningCharacters = 16;

/** The address of words in a document, or of the document alone. Only Inkstone itself can open it. */
export function sourceLink(documentId: string, words?: TextRange & { readonly quote: string }): string {
  const address = prefix + escaped(documentId);
  if (!words) return address;
  const beginning = beginningOf(words.quote, beginningCharacters);
  return `${address}?at=${words.start}-${words.end}&text=${escaped(beginning)}`;
}

/** What such an address names; undefined for any other, and for one that is not as this app writes them. */
export function parseSourceLink(href: string): SourceLink | undefined {
  if (!href.startsWith(prefix) || !URL.canParse(href)) return undefined;
  const { pathname, searchParams } = new URL(href);
  const [, path = ''] = /^source\/([^/]+)$/.exec(pathname) ?? [];
  const documentId = decoded(path);
  if (documentId === '') return undefined;
  const [, start, end] = /^(\d{1,12})-(\d{1,12})$/.exec(searchParams.get('at') ?? '') ?? [];
  const beginning = searchParams.get('text') ?? '';
  return {
    documentId,
    ...(Number(start) < Number(end) ? { span: { start: Number(start), end: Number(end) } } : {}),
    ...(beginning === '' ? {} : { beginning }),
  };
}

/**
 * The words that a link means in a text: where they stood when they still stand there, else the nearest place with
 * their beginning. Undefined where there is none.
 */
export function findLinkedWords(text: string, { span, beginning }: SourceLink): TextRange | undefined {
  if (!span || beginning === undefined) return undefined;
  const { start } = span;
  const found = quoteNow(text, { start, end: start + beginning.length, quote: beginning });
  return found && { start: found.start, end: Math.min(text.length, found.start + span.end - start) };
}

/** A bracket would end the address in Markdown. */
function escaped(text: string): string {
  return encodeURIComponent(text).replace(/[()!'*~_]/g, (sign) => {
    const code = sign.charCodeAt(0).toString(16).toUpperCase();
    return `%${code}`;
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
