import { hanNumeral, hanValue, hanPlaces } from './han-numerals';

/**
 * The numbers that a statement gives, as values: 1,160,000, 1.16 million and 116万 are one number. Words count where
 * they can be nothing else: "one" and "second" can, and so can 一 and a lone numeral without what it counts.
 * A source that supports the statement must hold each of them.
 */
export function statedNumbers(text: string): Set<number> {
  const stated = new Set(digitNumbers(text).map(({ scaled }) => scaled));
  for (const [word] of text.toLowerCase().matchAll(/(?<![\p{L}-])[a-z]+(?![\p{L}-])/gu)) {
    const value = wordValues.get(word);
    if (value !== undefined && !ambiguousWords.has(word)) stated.add(value);
  }
  for (const { 0: run, index } of text.matchAll(hanNumeral)) {
    const before = text.charAt(index - 1);
    const after = text.slice(index + run.length, index + run.length + 1);
    // What follows digits is their scale.
    if (/[\d.]/.test(before) || /[\d]/.test(after)) continue;
    if (
      run.length > 1 ? /[二三四五六七八九]/.test(run) : !/[一〇零]/.test(run) && isCounted(run, before, after)
    )
      stated.add(hanValue(run));
  }
  return stated;
}

/** Every number that a source can be read to hold: digits with and without their scale, words, 三百. */
export function heldNumbers(text: string): Set<number> {
  const numbers = new Set(digitNumbers(text).flatMap(({ plain, scaled }) => [plain, scaled]));
  for (const [word] of text.toLowerCase().matchAll(/[a-z]+/g)) {
    const value = wordValues.get(word);
    if (value !== undefined) numbers.add(value);
  }
  for (const { 0: run, index } of text.matchAll(hanNumeral)) {
    // 四川 holds no 4.
    if (run.length > 1 || !partOfWord.test(text.charAt(index + 1))) numbers.add(hanValue(run));
  }
  return numbers;
}

const scales: Readonly<Record<string, number>> = {
  hundred: 1e2,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
  ...hanPlaces,
};

function digitNumbers(text: string): { plain: number; scaled: number }[] {
  const found = text
    .normalize('NFKC')
    .matchAll(/(\d+(?:,\d{3})*(?:\.\d+)?)\s?(hundred|thousand|million|billion|trillion|[百千万萬亿億])?/gi);
  return Array.from(found, ([, digits = '', scale = '']) => {
    const plain = Number(digits.replaceAll(',', ''));
    // Rounded, because 2.3 × 1,000,000 is not exactly 2,300,000.
    const scaled = Number((plain * (scales[scale.toLowerCase()] ?? 1)).toPrecision(12));
    return { plain, scaled };
  });
}

const wordValues = new Map<string, number>(
  [
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty',
    'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth',
  ].flatMap((list) => list.split(' ').map((word, value): [string, number] => [word, value])),
);
for (const [i, word] of 'thirty forty fifty sixty seventy eighty ninety hundred'.split(' ').entries()) {
  wordValues.set(word, 10 * (i + 3));
}

const ambiguousWords = new Set(['zero', 'one', 'zeroth', 'first', 'second', 'hundred']);

/** After a lone numeral these make a word of it: 四川, 四处, 三峡. */
const partOfWord = /[川处處周方面角洋峡峽亚亞]/u;

/** A numeral alone is a number before what it counts, and after 第. */
function isCounted(numeral: string, before: string, after: string): boolean {
  if (/\d/.test(before)) return false;
  return before === '第' || (counter.test(after) && !(numeral === '十' && after === '分'));
}

const counter =
  /[、至到个個班位名年月日天次座岁歲公米所种種世届屆条條部人家支间間件本章项項场場只隻类類级級层層代任艘枚号號度倍分成者国國省市县縣大兄弟周週小时時点點元块塊千百万萬亿億]/u;
