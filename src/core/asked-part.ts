import { beginningOf } from './beginning-of';
import { detectLanguage } from './language';
import { isFraming } from './search/question-terms';
import { splitSentences, type SentenceSpan } from './sentences';
import { leansOnHistory } from './standalone-question';

/**
 * In columns. With this much beside what is asked, the words of the question are too few among the others to be found,
 * and no sentence of a document holds enough of them to pass for an answer.
 */
const longestSearched = 240;
const hanColumns = 2.5;

/**
 * What a question asks, to search by: a pasted page is left out around the sentences that ask, at its end or else at
 * its beginning, with the sentence before them where they lean on it. Of a sentence that is too long itself it is the end;
 * where nothing asks, it is what comes first. A question of usual length is left as it is.
 */
export function askedPart(text: string): string {
  const question = text.trim();
  if (fits(question)) return text;
  const sentences = splitSentences(question);
  const asked = askedAmong(question, sentences);
  if (!asked) return endThatAsks(question, sentences) ?? beginningThatFits(question, sentences);
  const words = question.slice(asked.start, asked.end);
  const before = sentences.findLast(({ end }) => end <= asked.start);
  if (before && leansOnHistory(words, [{ question: question.slice(before.start, before.end) }])) {
    const both = question.slice(before.start, asked.end);
    if (fits(both)) return both;
  }
  return words;
}

function askedAmong(question: string, sentences: readonly SentenceSpan[]): SentenceSpan | undefined {
  const asking = sentences.filter((sentence) => fits(textOf(sentence)) && !isFraming(textOf(sentence)));
  const marked = asking.filter((sentence) => endsAsking.test(textOf(sentence)));
  const lastLineStart = question.lastIndexOf('\n') + 1;
  const firstLineEnd = question.indexOf('\n');
  return (
    stretchOf(marked.filter(({ start }) => start >= lastLineStart)) ??
    stretchOf(marked.filter(({ end }) => end <= firstLineEnd)) ??
    asking.findLast((sentence) => isAtEdge(sentence) && requests.test(textOf(sentence))) ??
    marked.at(-1)
  );

  function textOf({ start, end }: SentenceSpan): string {
    return question.slice(start, end);
  }

  function isAtEdge(sentence: SentenceSpan): boolean {
    return sentence === sentences[0] || sentence === sentences.at(-1);
  }

  /** From the first to the last of them, or the last alone. */
  function stretchOf(among: readonly SentenceSpan[]): SentenceSpan | undefined {
    const [first, last] = [among[0], among.at(-1)];
    if (!first || !last) return undefined;
    const whole = { start: first.start, end: last.end };
    return fits(textOf(whole)) ? whole : last;
  }
}

const endsAsking = /[?？][\s"'”’」』）)]*$|(?:吗|呢|是什么|有哪些|是谁)[。\s]*$/u;
const requests =
  /^(?:please\s+)?(?:what|when|where|which|who|whom|whose|why|how|tell|explain|describe|list|find|show|name|compare|give)\b|^请|告诉我|[什甚][么麼]|哪|谁|誰|多少|怎[么麼样樣]|如何|为何|為何/iu;

const asksFirst =
  /^(?:what|when|where|which|who|whom|whose|why|how|is|are|was|were|do|does|did|can|could)\b/iu;

/** The last clauses of a long question, unless it begins with what it asks. */
function endThatAsks(question: string, sentences: readonly SentenceSpan[]): string | undefined {
  const last = sentences.at(-1);
  const text = question.slice(last?.start, last?.end);
  if (!endsAsking.test(text) || asksFirst.test(text)) return undefined;
  const end = text.slice(-longestSearched);
  const clauses = Array.from(end.matchAll(/[,;:，；：、]\s*/gu), ({ 0: mark, index }) =>
    end.slice(index + mark.length),
  );
  return clauses.find(fits);
}

/** Whole sentences, or as much of the first one as may be. */
function beginningThatFits(question: string, sentences: readonly SentenceSpan[]): string {
  const start = sentences[0]?.start ?? 0;
  const end = sentences.findLast((sentence) => fits(question.slice(start, sentence.end)))?.end;
  if (end !== undefined) return question.slice(start, end);
  const most = detectLanguage(question) === 'zh' ? longestSearched / hanColumns : longestSearched;
  return beginningOf(question.slice(start), most).replace(/\s+\S*$/, '');
}

function fits(text: string): boolean {
  if (text.length > longestSearched) return false;
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return text.length + han * (hanColumns - 1) <= longestSearched;
}
