export interface PageNumber {
  readonly value: number;
  readonly style: 'arabic' | 'roman';
}

const edges = '[-–—―·•|*~\\s.()\\[\\]【】]*';
const digits = '\\d{1,5}';
const arabic = new RegExp(
  `^${edges}(?:(?:page|pag\\.?|seite|p\\.?|第|页码[:：]?)\\s*)?(${digits})\\s*(?:页|頁|ページ)?` +
    `(?:\\s*(?:/|of|de|von|,|，|共)\\s*(?:共|总|第)?\\s*${digits}\\s*(?:页|頁)?)?${edges}$`,
  'i',
);
const roman = new RegExp(`^${edges}(?=[ivxlc])(c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3}))${edges}$`, 'i');
const chinese = /^[-–—\s]*第\s*([一二三四五六七八九十百零〇]{1,6})\s*[页頁][-–—\s]*$/;

/** The number of a line that is a page number and nothing else: 3, iv, - 3 -, Page 3 of 10, 3 / 10, 第 3 页. */
export function pageNumberOf(line: string): PageNumber | undefined {
  const text = line.normalize('NFKC').trim();
  if (text.length > 24) return undefined;
  const number = arabic.exec(text)?.[1];
  if (number !== undefined) return { value: Number(number), style: 'arabic' };
  const han = chinese.exec(text)?.[1];
  if (han !== undefined) return { value: valueOfHan(han), style: 'arabic' };
  const numeral = roman.exec(text)?.[1];
  return numeral ? { value: valueOfRoman(numeral.toLowerCase()), style: 'roman' } : undefined;
}

const romanValues: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10, l: 50, c: 100 };

function valueOfRoman(numeral: string): number {
  let value = 0;
  let previous = 0;
  for (const letter of Array.from(numeral).reverse()) {
    const worth = romanValues[letter] ?? 0;
    value += worth < previous ? -worth : worth;
    previous = Math.max(previous, worth);
  }
  return value;
}

function valueOfHan(text: string): number {
  let value = 0;
  let digit = 0;
  for (const character of text) {
    if (character === '百' || character === '十') {
      value += (digit || 1) * (character === '百' ? 100 : 10);
      digit = 0;
    } else digit = Math.max(0, '零一二三四五六七八九'.indexOf(character));
  }
  return value + digit;
}
