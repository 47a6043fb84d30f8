import { isQuestionHeading, questionAtStart } from '../chunking-question-forms';
import type { Language } from '../language';

const number = /^[（(]?(?:\d{1,3}(?:\.\d{1,3})*|[一二三四五六七八九十]{1,3})(?:[.)、．）]\s*|\s+)/;
const howTo = /^how to:?\s+(?=\p{L})/iu;
/** A question word with its verb: only so does a heading ask, and not merely name ("Why paper matters"). */
const inverted =
  /^(?:what|why|when|where|who|how|which \p{L}+)(?: (?:many|much|long|often))?(?: \p{L}+)? (?:is|are|was|were|do|does|did|can|should|will|has|have)\s|^(?:is|are|can|does|do|should)\s/iu;
const chineseAsking =
  /^(?:如何|怎么|怎样|什么是|为什么|为何|哪些|是否|能否)|(?:是什么|有哪些|怎么办|吗|呢)$/u;

/** A heading as the question that it asks; undefined for one that asks nothing by itself. */
export function askedByHeading(heading: string, language: Language): string | undefined {
  const words = heading.replace(number, '').trim();
  if (!isQuestionHeading(words) && !chineseAsking.test(words)) return undefined;
  const asked = words.replace(/[\s?？。.]+$/u, '');
  const hasMark = /[?？]\s*$/.test(words);
  if (language === 'zh') return hasMark || chineseAsking.test(asked) ? `${asked}？` : undefined;
  if (howTo.test(asked)) return `How do I ${lowerFirst(asked.replace(howTo, ''))}?`;
  return hasMark || inverted.test(`${asked} `) ? `${upperFirst(asked)}?` : undefined;
}

/** The question that a paragraph begins with and goes on to answer. */
export function askedByParagraph(paragraph: string): string | undefined {
  const found = questionAtStart(paragraph, { isNumbered: false, strongLength: 0 });
  return found?.isAnswered ? found.question : undefined;
}

function upperFirst(text: string): string {
  return text.replace(/^\p{Ll}/u, (first) => first.toUpperCase());
}

/** Not what is written in capitals: "CSV files". */
function lowerFirst(text: string): string {
  return text.replace(/^\p{Lu}(?=\p{Ll}+(?:\s|$))/u, (first) => first.toLowerCase());
}
