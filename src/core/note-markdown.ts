import type { Citation } from './citation';
import type { AnswerMessage } from './conversation';
import { answerMarkdown, type PlaceWords } from './conversation-markdown';
import { markdownQuote } from './markdown-quote';
import { linkToSource, sourceLines, withRoom, withSources } from './note-sources';
import { oneLine } from './one-line';
import { sourceLink } from './source-link';
import type { TextRange } from './text-range';

/** An answer as a note: the question is its heading, and each footnote leads back to the quoted words. */
export function answerNote(
  question: string,
  answer: Pick<AnswerMessage, 'text' | 'citations' | 'engine'>,
  placeOf: PlaceWords,
): string {
  const addresses: string[] = [];
  const linkedPlace = (citation: Citation): string => {
    addresses.push(sourceLink(citation.documentId, citation));
    return linkToSource(plainWords(placeOf(citation)), addresses.length);
  };
  const { text, footnotes } = answerMarkdown(answer, String, linkedPlace);
  const heading = `# ${oneLine(question)}`;
  const words = text === '' ? heading : `${heading}\n\n${text}`;
  return withRoom(words, footnotes.join('\n'), sourceLines(addresses));
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
  const quote = markdownQuote(text, linkToSource(plainWords(place), 1));
  return withSources(quote, [sourceLink(documentId, words)]);
}

/** Words that can stand in the brackets of a link. */
function plainWords(words: string): string {
  return oneLine(words).replace(/[\\[\]`*_<]/g, '\\$&');
}
