import type { Citation } from './citation';
import type { AnswerMessage } from './conversation';
import { answerMarkdown, type PlaceWords } from './conversation-markdown';
import { markdownQuote } from './markdown-quote';
import { oneLine } from './one-line';
import { sourceLink } from './source-link';
import type { TextRange } from './text-range';

/** An answer as a note: the question is its heading, and each footnote leads back to the quoted words. */
export function answerNote(
  question: string,
  answer: Pick<AnswerMessage, 'text' | 'citations' | 'engine'>,
  placeOf: PlaceWords,
): string {
  const { text, footnotes } = answerMarkdown(answer, String, (citation) => linkedPlace(citation, placeOf));
  const parts = [`# ${oneLine(question)}`, text, footnotes.join('\n')];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** Words of a document as a quote, with a link back to them below. */
export interface NotedQuote {
  /** Paragraphs are parted by a blank line. */
  readonly text: string;
  readonly documentId: string;
  /** The document's name, with the page where there is one. */
  readonly place: string;
  /** Where the words stand in the document's text, where that is known. */
  readonly words?: TextRange & { readonly quote: string };
}

export function quoteNote({ text, documentId, place, words }: NotedQuote): string {
  return markdownQuote(text, link(place, sourceLink(documentId, words)));
}

/** A note with more below what it holds, and room to write on. */
export function appended(note: string, more: string): string {
  const before = note.trimEnd();
  return before === '' ? `${more}\n\n` : `${before}\n\n${more}\n\n`;
}

function linkedPlace(citation: Citation, placeOf: PlaceWords): string {
  return link(placeOf(citation), sourceLink(citation.documentId, citation));
}

function link(words: string, address: string): string {
  return `[${oneLine(words).replace(/[\\[\]`*_<]/g, '\\$&')}](${address})`;
}
