import { hanValue } from './han-numerals';

const names = 'january february march april may june july august september october november december'.split(
  ' ',
);
/** "May" and "March" are words too: only the capital makes them months. */
const english =
  /\b(January|February|March|April|May|June|July|August|September|October|November|December)\b/g;
const chinese = /(\d{1,2}|[一二三四五六七八九十]{1,3})\s?月/gu;

/** The months that a text names, from 1. How long something took, 三个月, is none. */
export function monthsOf(text: string): Set<number> {
  const months = new Set<number>();
  for (const [, name = ''] of text.matchAll(english)) months.add(names.indexOf(name.toLowerCase()) + 1);
  for (const [, written = ''] of text.normalize('NFKC').matchAll(chinese)) {
    months.add(/\d/.test(written) ? Number(written) : hanValue(written));
  }
  return months;
}
