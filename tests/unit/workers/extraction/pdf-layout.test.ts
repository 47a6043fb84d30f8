import { describe, expect, it } from 'vitest';
import { blocksOf } from '../../../../workers/engines/extraction/pdf-blocks';
import { headingLevels } from '../../../../workers/engines/extraction/pdf-headings';
import { joinRuns, type TextRun } from '../../../../workers/engines/extraction/pdf-lines';
import { withNotes } from '../../../../workers/engines/extraction/pdf-notes-in-lines';
import { inReadingOrder } from '../../../../workers/engines/extraction/pdf-reading-order';

/** Characters half as wide as high. */
function run(text: string, x: number, y: number, more: Partial<TextRun> = {}): TextRun {
  return { text, x, y, width: text.length * 5, fontSize: 10, angle: 0, endsLine: false, ...more };
}

const ended = { endsLine: true };
const left = Array.from({ length: 8 }, (_, index) => `left column, line number ${index} of it`);
const right = Array.from({ length: 8 }, (_, index) => `right column, line number ${index} too`);
const y = (index: number) => 700 - 12 * index;
const textsOf = (runs: readonly TextRun[]) => inReadingOrder(joinRuns(runs)).map(({ text }) => text);

describe('a page of two columns', () => {
  it('is read column by column where the file draws it row by row', () => {
    const runs = [
      run('A title over both of the columns of this page, which is long', 72, 740, ended),
      ...left.flatMap((text, index) => [
        run(text, 72, y(index)),
        run(right[index] ?? '', 300, y(index), ended),
      ]),
    ];
    expect(textsOf(runs)).toEqual([
      'A title over both of the columns of this page, which is long',
      ...left,
      ...right,
    ]);
  });

  it('is read column by column where the file draws one line here and one there', () => {
    const runs = left.flatMap((text, index) => [
      run(text, 72, y(index), ended),
      run(right[index] ?? '', 300, y(index) - 5, ended),
    ]);
    expect(textsOf(runs)).toEqual([...left, ...right]);
  });

  it('is read column by column where the labels of a drawing jump up and down', () => {
    const bars = [0, 1, 2, 3, 4, 5].flatMap((bar) =>
      [0, 1, 2].map((mark) => run(`${bar}${mark}%`, 80 + 30 * bar, 500 + 14 * mark, ended)),
    );
    const runs = [
      ...left.map((text, index) => run(text, 72, y(index) - 250, ended)),
      ...bars,
      ...right.map((text, index) => run(text, 300, y(index) - 250, ended)),
    ];
    expect(textsOf(runs).filter((text) => text.includes('column'))).toEqual([...left, ...right]);
  });

  it('is none where narrow cells stand beside wide ones, whose rows are kept', () => {
    const cells = ['1', 'a risk that is written here', 'Ann', 'what is done about it here', 'May', '3'];
    const places = [40, 60, 220, 260, 420, 460];
    const rows = left.map((_, index) => cells.map((cell) => (cell.length > 5 ? `${cell} ${index}` : cell)));
    const runs = rows.flatMap((row, index) =>
      row.map((cell, column) => run(cell, places[column] ?? 0, y(index), ended)),
    );
    expect(textsOf(runs)).toEqual(rows.flat());
  });

  it('keeps the order of a file that draws the columns one after another', () => {
    const runs = [
      ...left.map((text, index) => run(text, 72, y(index), ended)),
      ...right.map((text, index) => run(text, 300, y(index), ended)),
      run('a note at the foot', 72, 100, ended),
      run('a header drawn last', 72, 760, ended),
    ];
    expect(textsOf(runs)).toEqual([...left, ...right, 'a note at the foot', 'a header drawn last']);
  });
});

it('a page drawn from its foot to its head is read from the head', () => {
  const runs = left.map((text, index) => run(text, 72, y(index), ended)).reverse();
  expect(textsOf(runs)).toEqual(left);
});

it('lines read from the right keep their words in order, with what is read from the left inside', () => {
  const rtl = { isRightToLeft: true };
  const runs = [
    run('العربية', 72, 700, rtl),
    run('PDF', 120, 700),
    run('2.0', 140, 700),
    run('أنواع', 170, 700, rtl),
  ];
  expect(textsOf(runs)).toEqual(['أنواع PDF 2.0 العربية']);
});

describe('rows parted at the same places', () => {
  const row = (cells: readonly string[], line: number) =>
    cells.map((text, column) =>
      run(text, 72 + 120 * column, y(line), { endsLine: column === cells.length - 1 }),
    );

  it('are a table', () => {
    const rows = [
      ['Stone', 'Origin', 'Price'],
      ['Duan', 'Zhaoqing', '120'],
      ['She', 'Wuyuan', '90'],
    ];
    const lines = joinRuns([run('Stones and where they come from.', 72, 720, ended), ...rows.flatMap(row)]);
    const [paragraph, table, ...rest] = blocksOf(lines);
    expect(paragraph).toMatchObject({ text: 'Stones and where they come from.' });
    expect(table && 'rows' in table ? table.rows.map((cells) => cells.map(({ text }) => text)) : []).toEqual(
      rows,
    );
    expect(rest).toEqual([]);
  });

  it('are none where they are a list with its markers, or a table of contents', () => {
    const list = [1, 2, 3].flatMap((number, line) => row([`${number}.`, `point ${number}`], line));
    const contents = ['Ink', 'Paper', 'Stone'].flatMap((title, line) => row([title, `${line + 3}`], line));
    for (const runs of [list, contents]) {
      expect(blocksOf(joinRuns(runs)).some((block) => 'rows' in block)).toBe(false);
    }
  });
});

describe('what is written over a page', () => {
  const lines = joinRuns([run('Name:', 72, 700, ended), run('Signed below', 72, 600, ended)]);

  it('stands behind its label, and is none of the words of the page', () => {
    const field = { kind: 'field' as const, text: 'Li Bai', left: 110, bottom: 696, top: 712 };
    const [first] = blocksOf(withNotes(lines, [field]));
    expect(first).toMatchObject({
      text: 'Name: Li Bai',
      edits: [{ kind: 'annotation', start: 5, end: 12, original: '' }],
    });
  });

  it('comes last where it has no label', () => {
    const note = { kind: 'note' as const, text: 'Ask again', left: 400, bottom: 300, top: 320 };
    expect(blocksOf(withNotes(lines, [note])).at(-1)).toMatchObject({ text: 'Ask again' });
  });
});

it('short paragraphs in bold are headings below those that are larger', () => {
  const style = { lineCount: 1, isListItem: false };
  const body = { ...style, text: 'Body text. '.repeat(60), fontSize: 10 };
  const paragraphs = [
    { ...style, text: 'Title', fontSize: 18 },
    { ...style, text: 'A bold line', fontSize: 10, isBold: true },
    body,
    { ...style, text: 'Bold, but a sentence.', fontSize: 10, isBold: true },
  ];
  expect(paragraphs.map(headingLevels(paragraphs))).toEqual([1, 2, undefined, undefined]);
});
