import { overlap, type AnswerSpan } from './answer-span';
import type { AnswerCandidate } from './answer-candidates';
import { isYearAt } from './fits-role';
import { isLabelNumber } from './label-number';
import { nameSpans, titleSpans } from './name-spans';
import { numberSpans } from './number-spans';
import type { WeighedPlaces } from './span-nearness';
import { timeSpans } from './time-spans';

/**
 * Whether the numbers and names that a question is limited to stand in the sentence, in the same role, or in what
 * stands above it: what is said of number 161 answers no question about number 603.
 */
export function holdsLimits(question: string, sentence: string, above: string): boolean {
  const numbersAbove = numbersIn(above);
  const numbers = numbersIn(sentence);
  const hasNumbers = numbersIn(question).every(
    (asked) =>
      numbersAbove.some(
        (one) => one.text === asked.text && isLabelNumber(one, above) === isLabelNumber(asked, question),
      ) || numbers.some((one) => one.text === asked.text && hasSameRole(asked, question, one, sentence)),
  );
  const said = `${sentence}\n${above}`.toLowerCase();
  return hasNumbers && namesAskedOf(question).every((name) => isNamedIn(name, said));
}

function numbersIn(text: string): AnswerSpan[] {
  return Array.from(text.matchAll(/\d+(?:[.,:]\d+)*/g), ({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
    text: found.replaceAll(',', ''),
  }));
}

function hasSameRole(asked: AnswerSpan, question: string, said: AnswerSpan, sentence: string): boolean {
  if (isLabelNumber(asked, question) !== isLabelNumber(said, sentence)) return false;
  const isYear = /^(?:1\d|20)\d\d$/.test(asked.text) && isYearAt(asked, question);
  return !isYear || isYearAt(said, sentence);
}

/** The first word of a question has its capital from there. */
function namesAskedOf(question: string): string[] {
  const names = nameSpans(question).filter(({ start }) => start > 0);
  return [...names, ...titleSpans(question)].map(({ text }) => text);
}

/** A name may be shortened: one of its words is enough, and of Han half of the pairs. */
function isNamedIn(name: string, said: string): boolean {
  const han = name.match(/\p{Script=Han}+/gu)?.join('') ?? '';
  const pairs = Array.from({ length: Math.max(0, han.length - 1) }, (_, at) => han.slice(at, at + 2));
  if (pairs.length > 0) return pairs.filter((pair) => said.includes(pair)).length * 2 >= pairs.length;
  const words = name.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? [];
  return words.length === 0 || words.some((word) => said.includes(word.replace(/s$/, '')));
}

const order =
  /\b(before|prior to|until|till|after|since|from)\s+(?:the\s+year\s+)?((?:1\d|20)\d\d)\b|((?:1\d|20)\d\d)\s*年?(?:之|以)?([前后後])/iu;

/** "Before 2019": a time must be earlier, and of anything else the sentence must say so itself. */
export function keepsOrder(question: string, { source, text }: AnswerCandidate, sentence: string): boolean {
  const asked = order.exec(question);
  if (!asked) return true;
  const year = Number(asked[2] ?? asked[3]);
  const isBefore = /^(?:before|prior|until|till|前)/i.test(asked[1] ?? asked[4] ?? '');
  const found = source === 'time' ? /(?:1\d|20)\d\d/.exec(text)?.[0] : undefined;
  if (found !== undefined) return isBefore ? Number(found) <= year : Number(found) >= year;
  const said = order.exec(sentence);
  return (
    said !== null &&
    Number(said[2] ?? said[3]) === year &&
    /^(?:before|prior|until|till|前)/i.test(said[1] ?? said[4] ?? '') === isBefore
  );
}

const clauseBorders =
  /(?<!\d),|,(?!\d)|[;，；。!?！？]|\b(?:and|but|while|whereas|including|of (?:which|whom))\b|其中|[但而并]/gu;

/**
 * "112 spaces, of which 15 are kept for visitors" says nothing of 112 spaces for visitors: a word of the question stands
 * only in a later clause, which has a number or time of its own. "In 2014, …" is said of all that follows.
 */
export function isSaidOfAnother(
  span: AnswerCandidate,
  sentence: string,
  { places, weights }: WeighedPlaces,
): boolean {
  if (span.source !== 'number' && span.source !== 'time') return false;
  const borders = Array.from(sentence.matchAll(clauseBorders), ({ index }) => index);
  const border = borders.find((index) => index >= span.end);
  if (border === undefined || (span.source === 'time' && opensSentence(span, sentence, border))) return false;
  const others = span.source === 'time' ? timeSpans(sentence) : numberSpans(sentence);
  return weights.some((_, unit) => {
    const own = places.filter((place) => place.unit === unit && (place.match > 0.9 || place.isPart));
    const first = Math.min(...own.map(({ start }) => start));
    if (own.length === 0 || first < border) return false;
    const from = borders.findLast((index) => index <= first) ?? border;
    const to = borders.find((index) => index > first) ?? sentence.length;
    return others.some(
      (other) => other.start >= from && other.end <= to && !places.some((place) => overlap(place, other)),
    );
  });
}

const mostWordsOfOpening = 3;

function opensSentence({ start, end }: AnswerSpan, sentence: string, border: number): boolean {
  const rest = sentence.slice(0, start) + sentence.slice(end, border);
  const han = rest.match(/\p{Script=Han}/gu)?.length ?? 0;
  return (rest.match(/[\p{Script=Latin}\d]+/gu)?.length ?? 0) + han / 2 <= mostWordsOfOpening;
}
