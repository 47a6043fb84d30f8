import type { AnswerSpan } from './answer-span';
import { headNounOf } from './question-head';

/** What fills the place of a question's asking word; `sides` says how much of the question stands beside it. */
export interface GapSpan extends AnswerSpan {
  /** One when only the words before or after the asking word are there too. */
  readonly sides: 1 | 2;
  /** Characters of the question that stand beside the span. */
  readonly anchored: number;
}

const asking =
  /[是为為]?(?:什[么麼甚]样的?|哪些|哪一?[个個位座条條种種家部所项項支名款类類场場次间間]?|[什甚][么麼]|谁|誰|何[时時处處人]|哪[里裡兒儿]|多少|[几幾])/u;

const longestAnchor = 8;
const longestGap = 24;
/** With one side only, the other end is where the clause ends. */
const longestOpenGap = 12;

/**
 * A Chinese question has its asking word where the answer stands: "劉曜建立了前趙" answers "誰建立了前趙？". So what
 * stands in a sentence between the words that stand around the asking word fills its place.
 */
export function gapSpans(question: string, sentence: string): GapSpan[] {
  const found = asking.exec(question);
  if (!found) return [];
  const before = question.slice(0, found.index).replace(/[，。,\s]+$/u, '');
  const after = question.slice(found.index + found[0].length).replace(/[?？呢\s]+$/u, '');
  const head = headNounOf(question);
  const left = anchorsOf(sentence, before, (length) => before.slice(-length));
  const right = anchorsOf(sentence, after, (length) => after.slice(0, length));
  const between = left.flatMap((opening) =>
    right.flatMap((closing) => {
      const end = closing.start + (head !== undefined && closing.text.startsWith(head) ? head.length : 0);
      const isNear = closing.start > opening.end && end - opening.end <= longestGap;
      return isNear ? spanOf(sentence, opening.end, end, 2, opening.text.length + closing.text.length) : [];
    }),
  );
  const beforeRight = right.flatMap(({ start, text }) => {
    const clause = /[^，。、；：,;:（）()「」“”《》\s]*$/u.exec(sentence.slice(0, start))?.[0] ?? '';
    return clause.length <= longestOpenGap
      ? spanOf(sentence, start - clause.length, start, 1, text.length)
      : [];
  });
  const afterLeft = left.flatMap(({ end, text }) => {
    const clause = /^[^，。、；：,;:（）()「」“”《》\s]*/u.exec(sentence.slice(end))?.[0] ?? '';
    const isList = sentence.charAt(end + clause.length) === '、';
    return clause.length <= longestOpenGap && !isList
      ? spanOf(sentence, end, end + clause.length, 1, text.length)
      : [];
  });
  return [...between, ...beforeRight, ...afterLeft];
}

/** Where the longest end of a part of the question stands in the sentence; two characters at least. */
function anchorsOf(sentence: string, part: string, endOf: (length: number) => string): AnswerSpan[] {
  for (let length = Math.min(longestAnchor, part.length); length >= 2; length -= 1) {
    const text = endOf(length);
    const found: AnswerSpan[] = [];
    for (let at = sentence.indexOf(text); at >= 0; at = sentence.indexOf(text, at + 1)) {
      found.push({ start: at, end: at + length, text });
    }
    if (found.length > 0) return found;
  }
  return [];
}

/** More than a phrase, a quotation cut in two, or a word that only points at something. */
const noFiller =
  /^(?:这|這|那(?!不)|此|该|該|同样|同樣|许多|許多|很多|大多|大部|以下|下列|如下|上述|某|各种|各種|几[个種种家]|幾|哪|其他|不同)|[，。；]|[「“《（(][^」”》）)]*$|^[^「“《（(]*[」”》）)]|^(?:之一|[这這那此](?:些|个|個|种|種|是|样|樣|里|裡)?|其中?|他们?|他們|它们?|她|不断|不斷|一[个個些种種]|[着著过過]|也|又|就|都|会|會|可以?)$/u;

/** Without the words and signs that only join it to the rest. */
function spanOf(sentence: string, from: number, to: number, sides: 1 | 2, anchored: number): GapSpan[] {
  const whole = sentence.slice(from, to);
  const lead = /^[\s，：,是為为在於于由被了的「“]*/u.exec(whole)?.[0].length ?? 0;
  const text = whole.slice(lead).replace(/[\s，,的了」”所]*$/u, '');
  if (text.length === 0 || noFiller.test(text)) return [];
  const start = from + lead;
  return [{ start, end: start + text.length, text, sides, anchored }];
}
