import { beginningOf } from '../../core/beginning-of';
import { lineJoint } from '../../core/cjk';
import { escapeMarkdown } from '../../core/answering/escape-markdown';
import { markdownQuote } from '../../core/markdown-quote';
import { oneLine } from '../../core/one-line';
import { unifyHan } from '../../core/unified-han';

/** Words that a person selected in a document. */
export interface Quotation {
  /** Paragraphs are parted by a blank line. */
  readonly text: string;
  readonly documentName: string;
  /** Which page they stand on, in words, where the document has pages. */
  readonly page?: string;
}

/** A question needs to say what it is about, and not to repeat a chapter. */
const longestInQuestion = 1000;

/** What was selected on a drawn page, whose lines end where the page does: one paragraph. */
export function joinPageLines(selected: string): string {
  const lines = unifyHan(selected).split('\n').map(oneLine);
  return lines.reduce((joined, line) => {
    const isHyphenated = /\p{Ll}-$/u.test(joined) && /^\p{Ll}/u.test(line);
    if (isHyphenated) return joined.slice(0, -1) + line;
    return joined + lineJoint(joined, line) + line;
  }, '');
}

/** What was selected in the text: its paragraphs, without the space around them. */
export function tidyParagraphs(selected: string): string {
  const paragraphs = selected
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/[ \t]*\n[ \t]*/g, '\n').trim());
  return paragraphs.filter((paragraph) => paragraph !== '').join('\n\n');
}

/** Put before what was already written of the question. */
export function quoteInQuestion(
  { text, documentName, page }: Quotation,
  draft: string,
  words: {
    readonly about: (quote: string, source: string) => string;
    readonly source: (name: string, page: string) => string;
  },
): string {
  const whole = text.replace(/\s*\n\s*/g, ' ');
  const quote = whole.length > longestInQuestion ? `${beginningOf(whole, longestInQuestion)}…` : whole;
  const source = page === undefined ? documentName : words.source(documentName, page);
  return `${words.about(quote, source)}\n${draft}`;
}

/** A quote in Markdown with where it is from below it. */
export function quoteAsMarkdown(
  { text, documentName, page }: Quotation,
  source: (name: string, page: string) => string,
): string {
  const from = page === undefined ? documentName : source(documentName, page);
  return markdownQuote(text, escapeMarkdown(from));
}
