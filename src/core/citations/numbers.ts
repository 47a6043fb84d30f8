import { englishNumerals, englishScales } from './english-numerals';
import { hanNumeral, hanPlaces, hanValue } from './han-numerals';

/**
 * The numbers that a statement gives, as values: 1,160,000, 1.16 million and 116万 are one number. Words count where
 * they can be nothing else: "one" and "second" can, and so can 一 and a lone numeral without what it counts.
 * A source that supports the statement must hold each of them.
 */
export function statedNumbers(text: string): Set<number> {
  const { values, rest } = digitNumbers(text);
  const stated = new Set(values);
  for (const { text: words, value, start } of englishNumerals(rest)) {
    if (ambiguousWords.has(words)) continue;
    // "Several million" is no number, and "a million" is one.
    if (words in englishScales && !/(?<!\b(?:half|of)\s)\ba\s$/i.test(rest.slice(0, start))) continue;
    stated.add(value);
  }
  for (const { 0: run, index } of rest.matchAll(hanNumeral)) {
    const before = rest.charAt(index - 1);
    const after = rest.charAt(index + run.length);
    if (/[\d.]/.test(before) || /\d/.test(after)) continue;
    if (
      run.length > 1 ? /[二三四五六七八九]/.test(run) : !/[一〇零]/.test(run) && isCounted(run, before, after)
    )
      stated.add(hanValue(run));
  }
  return stated;
}

/** Every number that a source can be read to hold. */
export function heldNumbers(text: string): Set<number> {
  const { values, rest } = digitNumbers(text);
  const numbers = new Set(values);
  for (const { value } of englishNumerals(rest)) numbers.add(value);
  for (const { 0: run, index } of rest.matchAll(hanNumeral)) {
    // 四川 holds no 4.
    if (run.length > 1 || !partOfWord.test(rest.charAt(index + 1))) numbers.add(hanValue(run));
  }
  return numbers;
}

const scales: Readonly<Record<string, number>> = { ...englishScales, ...hanPlaces };
const digits = String.raw`\d+(?:,\d{3})*(?:\.\d+)?`;
const englishScale = `(?:${Object.keys(englishScales).join('|')})`;
/** 20多万 is read as 20万. */
const hanScale = '(?:[多余餘]?[百千万萬亿億]+)';
const digitNumber = new RegExp(
  String.raw`(${digits})(?:[\s-]?(${englishScale}(?:\s${englishScale})*)(?![a-z])|\s?(${hanScale}(?:${digits}${hanScale})*))?`,
  'gi',
);

/** The numbers in digits with their scales as values, and the text with a digit in place of each character of them. */
function digitNumbers(text: string): { readonly values: readonly number[]; readonly rest: string } {
  const values: number[] = [];
  const rest = text
    .normalize('NFKC')
    .replace(digitNumber, (whole: string, first: string, english?: string, han?: string) => {
      const amount = Number(first.replaceAll(',', ''));
      const value =
        han === undefined ? scaledBy(amount, english?.split(/\s/) ?? []) : withHanScales(amount, han);
      // Rounded, because 2.3 × 1,000,000 is not exactly 2,300,000.
      values.push(Number(value.toPrecision(12)));
      return '0'.repeat(whole.length);
    });
  return { values, rest };
}

/** 3亿5千万: what follows a scale is added. */
function withHanScales(amount: number, following: string): number {
  const groups = `${String(amount)}${following.replace(/[多余餘,]/g, '')}`.matchAll(/([\d.]+)(\D+)/g);
  return Array.from(groups).reduce(
    (sum, [, number = '', places = '']) => sum + scaledBy(Number(number), Array.from(places)),
    0,
  );
}

function scaledBy(amount: number, names: readonly string[]): number {
  return names.reduce((value, name) => value * (scales[name.toLowerCase()] ?? 1), amount);
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
