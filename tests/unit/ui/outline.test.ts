import { describe, expect, it } from 'vitest';
import type { Block, RichText } from '../../../src/core/rich-text';
import { entryAt, outlineOf, outlineOfPdf } from '../../../src/ui/source/outline';

const text = 'Front\nOne\nwords\nTwo\n \nEnd';
const heading = (title: string, level: number): Block => {
  const start = text.indexOf(title);
  return { kind: 'heading', level, start, end: start + title.length };
};
const content: RichText = {
  text,
  blocks: [heading('One', 2), { kind: 'paragraph', start: 10, end: 15 }, heading('Two', 3)],
  marks: [],
  pages: [
    { number: 1, start: 0, end: 15 },
    { number: 2, start: 16, end: text.length },
  ],
};

describe('an outline', () => {
  it('holds the headings with their pages, indented from the highest one', () => {
    expect(outlineOf(content).map(({ title, level, page }) => [title, level, page])).toEqual([
      ['One', 1, 1],
      ['Two', 2, 2],
    ]);
  });

  it('leaves out headings without words', () => {
    const blank: Block = { kind: 'heading', level: 1, start: 19, end: 21 };
    expect(outlineOf({ ...content, blocks: [blank] })).toEqual([]);
  });

  it('of a PDF itself leads to the beginnings of its pages', () => {
    const own = [{ title: 'Second', level: 1, page: 2 }];
    expect(outlineOfPdf(own, content)).toEqual([{ title: 'Second', level: 1, page: 2, start: 16 }]);
  });

  it('tells the section that a place belongs to', () => {
    const entries = outlineOf(content);
    expect([0, 6, 12, 16, 24].map((offset) => entryAt(entries, offset))).toEqual([-1, 0, 0, 1, 1]);
  });
});
