import { describe, expect, it } from 'vitest';
import { headingLevels } from '../../../../workers/engines/extraction/pdf-headings';
import { joinRuns, type TextRun } from '../../../../workers/engines/extraction/pdf-lines';
import { joinLines } from '../../../../workers/engines/extraction/pdf-paragraphs';

/** Characters half as wide as high, and full-width ones as wide. */
function run(text: string, { x = 72, y = 700, size = 10, endsLine = false, angle = 0 } = {}): TextRun {
  const width = Array.from(text).reduce(
    (sum, character) => sum + (character > '\u2E80' ? size : size / 2),
    0,
  );
  return { text, x, y, width, fontSize: size, angle, endsLine };
}

/** A column of lines, each a step below the one before. */
function column(
  lines: readonly (string | { text: string; x?: number; size?: number; gap?: number })[],
): TextRun[] {
  let y = 700;
  return lines.map((entry) => {
    const { text, gap = 12, ...style } = typeof entry === 'string' ? { text: entry } : entry;
    y -= gap;
    return run(text, { ...style, y, endsLine: true });
  });
}

const texts = (runs: readonly TextRun[]) => joinLines(joinRuns(runs)).map(({ text }) => text);
const full = 'A line that is as wide as the column it is in, word for word';

describe('runs of a line', () => {
  it('are parted by a space where a gap stands between Latin words', () => {
    expect(texts([run('ink', { x: 0 }), run('stone', { x: 15 }), run('is', { x: 45 })])).toEqual([
      'inkstone is',
    ]);
  });

  it('are not parted by a space between Chinese characters set apart', () => {
    expect(texts([run('砚', { x: 0 }), run(' ', { x: 10 }), run('台', { x: 14 })])).toEqual(['砚台']);
    expect(texts([run('砚 台 是 文 房')])).toEqual(['砚台是文房']);
    expect(texts([run('第一章 总则与范围')])).toEqual(['第一章 总则与范围']);
  });

  it('end where the text turns', () => {
    expect(joinRuns([run('level'), run('upright', { angle: Math.PI / 2 })])).toHaveLength(2);
  });
});

describe('lines of a paragraph', () => {
  it('are joined with a space, and without one in Chinese', () => {
    expect(texts(column([full, 'and the rest.']))).toEqual([`${full} and the rest.`]);
    const wide = '砚台是中国传统的文房用具用来研磨墨锭';
    expect(texts(column([wide, '端砚最为有名。']))).toEqual([`${wide}端砚最为有名。`]);
  });

  it('are parted from the next paragraph by a wider gap', () => {
    expect(texts(column([full, 'end', { text: full, gap: 24 }, 'end']))).toHaveLength(2);
  });

  it('are parted from the next paragraph by its indent', () => {
    expect(
      texts(column([{ text: full, x: 92 }, full, `${full}.`, { text: full, x: 92 }, full])),
    ).toHaveLength(2);
  });

  it('are parted by a change of size and by list markers', () => {
    expect(texts(column([{ text: 'Heading', size: 16 }, full, '• one', '• two', '1. three']))).toEqual([
      'Heading',
      full,
      'one',
      'two',
      '1. three',
    ]);
  });

  it('keep a line end that was made on purpose', () => {
    expect(texts(column(['Name', 'Street 1', full]))).toEqual([`Name\nStreet 1\n${full}`]);
  });

  it('go on in the next column where the sentence does', () => {
    const right = run('goes on at the top.', { x: 400, y: 700, endsLine: true });
    const [first, ...rest] = texts([...column([full, full]), right]);
    expect(first).toBe(`${full} ${full} goes on at the top.`);
    expect(rest).toEqual([]);
  });
});

describe('words broken at a line end', () => {
  const ending = (word: string) => full.slice(0, -word.length) + word;

  it('are joined', () => {
    expect(texts(column([ending(' recon-'), 'ciles them']))[0]).toMatch(/ reconciles them$/);
    expect(texts(column([ending(' recon\u00AD'), 'ciles them']))[0]).toMatch(/ reconciles them$/);
  });

  it('keep the hyphen of a compound that is written with one elsewhere', () => {
    expect(texts(column([ending(' mixed-'), `mode and ${full.slice(9)}`, 'a mixed-mode one']))[0]).toMatch(
      / mixed-mode and /,
    );
  });

  it('keep the hyphen before a capital', () => {
    expect(texts(column([ending(' Trace-'), 'Monkey runs']))[0]).toMatch(/ Trace-Monkey runs$/);
  });
});

describe('headings', () => {
  const body = { text: 'Body text. '.repeat(60), fontSize: 10, lineCount: 9, isListItem: false };
  const heading = (text: string, fontSize: number) => ({ text, fontSize, lineCount: 1, isListItem: false });

  it('are short paragraphs set larger than the body, the largest first', () => {
    const paragraphs = [heading('Title', 20), heading('Section', 14), body, heading('Page 3', 8)];
    expect(paragraphs.map(headingLevels(paragraphs))).toEqual([1, 2, undefined, undefined]);
  });

  it('are not told in a document with hardly any text', () => {
    const paragraphs = [heading('Title', 20), heading('Body', 10)];
    expect(paragraphs.map(headingLevels(paragraphs))).toEqual([undefined, undefined]);
  });
});
