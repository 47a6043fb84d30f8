import type { PlainSentence } from './plain-sentences';
import { pick, type Random } from './made-statement';

const digits = /(?<![\p{Script=Latin}\d.,-])\d[\d,]*(?:\.\d+)?(?![\d\p{Script=Latin}-])/gu;
const words = 'two three four five six seven eight nine ten eleven twelve'.split(' ');
const months = 'January February March April May June July August September October November December'.split(
  ' ',
);
const englishWord = new RegExp(`(?<![-\\p{L}])(?:${[...words, ...months].join('|')})(?![-\\p{L}])`, 'gu');
const hanNumeral =
  /(?<![第〇一二三四五六七八九十百千万萬亿億几幾数數])[〇一二三四五六七八九十百千]{1,6}(?=[年月日个個人位次座岁歲公米亿億万萬种種世所名届屆条條部])/gu;
const hanDigits = '二三四五六七八九';

/** One number of the sentence, in digits or in words, becomes another that the sentence does not hold. */
export function changeNumber({ text, isChinese }: PlainSentence, random: Random): string | undefined {
  const patterns = isChinese ? [digits, hanNumeral] : [digits, englishWord];
  const places = patterns
    .flatMap((pattern) => Array.from(text.matchAll(pattern), ({ 0: found, index }) => ({ found, index })))
    // An article in Chinese, and mostly one in English.
    .filter(({ found }) => found !== '一' && found !== 'May');
  const place = pick(places, random);
  if (!place) return undefined;
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const other = otherNumber(place.found, random);
    if (other === place.found || text.includes(other)) continue;
    return text.slice(0, place.index) + other + text.slice(place.index + place.found.length);
  }
  return undefined;
}

function otherNumber(number: string, random: Random): string {
  if (words.includes(number)) return pick(words, random) ?? number;
  if (months.includes(number)) return pick(months, random) ?? number;
  if (/\d/.test(number)) return withOtherDigit(number, /\d/g, '123456789', random);
  if (/[二三四五六七八九]/.test(number))
    return withOtherDigit(number, /[二三四五六七八九]/g, hanDigits, random);
  return `${pick(Array.from(hanDigits), random) ?? ''}${number.replace(/^一/, '')}`;
}

/** Of a year the century stays, so that the change is one that a reader could miss. */
function withOtherDigit(number: string, digit: RegExp, choices: string, random: Random): string {
  const places = Array.from(number.matchAll(digit), ({ index }) => index);
  const isYear = /^[12]\d{3}$/.test(number);
  const at = pick(isYear ? places.slice(2) : places, random) ?? 0;
  const others = Array.from(choices).filter((choice) => choice !== number.charAt(at));
  return number.slice(0, at) + (pick(others, random) ?? '') + number.slice(at + 1);
}
