import { describe, expect, it } from 'vitest';
import type { TextLine } from '../../../../workers/engines/extraction/pdf-lines';
import { pageNumberOf } from '../../../../workers/engines/extraction/pdf-page-numbers';
import { findRunningLines, type PageLines } from '../../../../workers/engines/extraction/pdf-running-lines';

const view = { left: 0, bottom: 0, right: 595, top: 842 };

function line(text: string, baseline: number, { start = 72, fontSize = 10 } = {}): TextLine {
  return { text, start, end: start + text.length * 5, baseline, fontSize, angle: 0 };
}

/** A page with its own text in the middle. */
function pageWith(number: number, ...edge: readonly TextLine[]): PageLines {
  const body = Array.from({ length: 6 }, (_, index) =>
    line(`Text of page ${'abcdefghij'[number] ?? ''} that goes on`, 600 - 14 * index, { fontSize: 11 }),
  );
  return { number, view, lines: [...edge, ...body] };
}

/** The kinds that were found, page by page, with the words of the lines. */
function found(pages: readonly PageLines[]): string[][] {
  return findRunningLines(pages).map((kinds, page) =>
    [...kinds].map(([index, kind]) => `${kind}: ${pages[page]?.lines[index]?.text}`),
  );
}

const numbers = [1, 2, 3, 4, 5, 6];

describe('headers and footers', () => {
  it('are found left and right, with the number of the page in them', () => {
    const pages = numbers.map((number) =>
      pageWith(number, line(`Annals of Ink ${number}`, 800, { start: number % 2 === 0 ? 72 : 400 })),
    );
    expect(found(pages)).toEqual(numbers.map((number) => [`running-header: Annals of Ink ${number}`]));
  });

  it('are found where the chapter changes at the place of one that repeats', () => {
    const chapters = ['On Ink', 'On Ink', 'On Ink', 'On Ink', 'On Paper', 'On Stone'];
    const pages = chapters.map((chapter, index) => pageWith(index + 1, line(chapter, 800)));
    expect(found(pages)).toEqual(chapters.map((chapter) => [`running-header: ${chapter}`]));
  });

  it('are not what stands there on one page, such as a heading', () => {
    const pages = numbers.map((number) => pageWith(number, line(`Chapter of ${'abcdefgh'[number]}`, 800)));
    expect(found(pages)).toEqual(numbers.map(() => []));
  });

  it('are not titles set larger than the text that a few pages share', () => {
    const pages = numbers.map((number) =>
      pageWith(number, ...(number < 4 ? [line('Results', 800, { fontSize: 20 })] : [])),
    );
    expect(found(pages)).toEqual(numbers.map(() => []));
  });

  it('stay where a page has nothing else', () => {
    const pages = numbers.map((number) => pageWith(number, line('Annals of Ink', 800)));
    pages[2] = { number: 3, view, lines: [line('Annals of Ink', 800)] };
    expect(found(pages)[2]).toEqual([]);
    expect(found(pages)[1]).toEqual(['running-header: Annals of Ink']);
  });
});

describe('page numbers', () => {
  it.each([
    ['arabic', (number: number) => String(number)],
    ['with dashes', (number: number) => `- ${number} -`],
    ['of how many', (number: number) => `${number} / 10`],
    ['in words', (number: number) => `Page ${number} of 10`],
    ['in Chinese', (number: number) => `第 ${number} 页`],
    ['full-width', (number: number) => String.fromCharCode(0xff10 + number)],
    ['roman', (number: number) => ['', 'i', 'ii', 'iii', 'iv', 'v', 'vi'][number] ?? ''],
  ])('are found: %s', (_, write) => {
    const pages = numbers.map((number) => pageWith(number, line(write(number), 40)));
    expect(found(pages)).toEqual(numbers.map((number) => [`page-number: ${write(number)}`]));
  });

  it('are none where they do not count with the pages', () => {
    const pages = [14, 3, 250, 8, 77, 12].map((number, index) =>
      pageWith(index + 1, line(String(number), 40)),
    );
    expect(found(pages)).toEqual(numbers.map(() => []));
  });

  it('have the value that they are written for', () => {
    expect(pageNumberOf('第 十二 页')).toEqual({ value: 12, style: 'arabic' });
    expect(pageNumberOf('xiv')).toEqual({ value: 14, style: 'roman' });
    expect(pageNumberOf('共 10 页')).toBeUndefined();
    expect(pageNumberOf('Chapter 3')).toBeUndefined();
    expect(pageNumberOf('mix')).toBeUndefined();
  });
});
