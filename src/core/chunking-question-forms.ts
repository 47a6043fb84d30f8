import { splitSentences } from './sentences';

/** A question as it stands at the beginning of a text. */
export interface FoundQuestion {
  /** The question alone, without its label. */
  readonly question: string;
  /** Whether the same text goes on with the answer. */
  readonly isAnswered: boolean;
}

/** "Q:", "Q1.", "Question 3:", "问：", "问题一：". */
const questionLabel =
  /^(?:(?:Q|Question)\s?\d{0,3}(?:\s?[:：]|[.)](?=\s))|(?:问|問|问题|問題|提问|提問)\s?[\d一二三四五六七八九十百]{0,4}\s?[:：])\s*/i;
const answerLabel =
  /(?:^|[\n\s.。?？!！”"」)）])(?:(?:A|Answer)\s?\d{0,3}(?:\s?[:：]|[.)](?=\s))|(?:答|回答|解答|答案)\s?[\d一二三四五六七八九十百]{0,4}\s?[:：])/i;
const number = /^[（(]?(?:\d{1,3}|[一二三四五六七八九十百]{1,4})[.)、．）]\s*(?=\S)/;
/** Who speaks: a short name before a colon. */
const speaker = /^[^\s:：。，,.?？!！][^:：。，,.?？!！\n]{0,23}[:：]\s*(?=\S)/;
const questionEnd = /[?？]["'”’」』）)】\]*\s]*$/;
const headingOfQuestion =
  /^(?:how|what|why|when|where|who|which|can|does|do|should)\s|^(?:如何|怎么|怎样|怎麼|怎樣|什么是|什麼是|为什么|為什麼|为何|為何|是否|能否|哪些|谁|誰)|[吗嗎呢]$/i;

/** A question's words are looked for at the beginning only. */
const longestQuestion = 600;

/** The question that a block begins with; `strongLength` is how much of its beginning is bold. */
export function questionAtStart(
  text: string,
  { isNumbered, strongLength }: { readonly isNumbered: boolean; readonly strongLength: number },
): FoundQuestion | undefined {
  const beginning = text.slice(0, longestQuestion);
  const label = questionLabel.exec(beginning);
  if (label) return labelled(text.slice(label[0].length));
  const bold = text.slice(0, strongLength).trim();
  if (bold !== '' && questionEnd.test(bold)) {
    return { question: bold, isAnswered: text.slice(strongLength).trim() !== '' };
  }
  const numbering = number.exec(beginning);
  if (isNumbered || numbering) return firstSentence(text.slice(numbering?.[0].length ?? 0));
  const named = speaker.exec(beginning);
  if (named && text.length <= longestQuestion && questionEnd.test(text)) {
    return { question: text.slice(named[0].length).trim(), isAnswered: false };
  }
  return undefined;
}

export function isQuestionHeading(text: string): boolean {
  const words = text.replace(number, '').trim();
  return questionEnd.test(words) || questionLabel.test(words) || headingOfQuestion.test(words);
}

/** Whether a question with a label of its own stands at the beginning. */
export function isLabelledQuestion(text: string): boolean {
  return questionLabel.test(text.slice(0, 32));
}

/** Where further questions begin inside a text: a label after a sentence, or any form at the beginning of a line. */
export function laterQuestions(text: string): number[] {
  const starts: number[] = [];
  for (const { index, 0: edge } of text.matchAll(/\n\s*|[.。?？!！”"」)）]\s*/g)) {
    const at = index + edge.length;
    if (at >= text.length) continue;
    const isLine = edge.startsWith('\n');
    if (isLabelledQuestion(text.slice(at, at + 32)) || (isLine && isQuestionLine(text, at))) starts.push(at);
  }
  return starts;
}

function isQuestionLine(text: string, at: number): boolean {
  const end = text.indexOf('\n', at);
  const line = text.slice(at, Math.min(end === -1 ? text.length : end, at + longestQuestion));
  return questionEnd.test(line) && (number.test(line) || speaker.test(line));
}

function labelled(rest: string): FoundQuestion {
  const answer = answerLabel.exec(rest);
  if (answer) return { question: rest.slice(0, answer.index + 1).trim(), isAnswered: true };
  return firstSentence(rest) ?? { question: rest.slice(0, longestQuestion).trim(), isAnswered: false };
}

/** The first sentence, when it asks. */
function firstSentence(text: string): FoundQuestion | undefined {
  const [first] = splitSentences(text.slice(0, longestQuestion));
  const sentence = first ? text.slice(first.start, first.end) : '';
  if (!first || !questionEnd.test(sentence)) return undefined;
  return { question: sentence, isAnswered: text.slice(first.end).trim() !== '' };
}
