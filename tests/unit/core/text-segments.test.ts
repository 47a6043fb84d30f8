import { describe, expect, it } from 'vitest';
import type { Mark } from '../../../src/core/rich-text';
import { assignToRanges, splitIntoSegments, type Highlight } from '../../../src/core/text-segments';

const text = 'Ink is ground on stone with water.';
const strong: Mark = { kind: 'strong', start: 0, end: 13 };
const emphasis: Mark = { kind: 'emphasis', start: 7, end: 22 };
const cited: Highlight = { n: 1, start: 10, end: 16, isCurrent: true };

function words(marks: readonly Mark[], highlights: readonly Highlight[]) {
  return splitIntoSegments({ start: 0, end: text.length }, marks, highlights).map((segment) => [
    text.slice(segment.start, segment.end),
    segment.marks.map((mark) => mark.kind).join('+'),
    segment.highlight?.n,
  ]);
}

describe('splitIntoSegments', () => {
  it('leaves text without marks in one piece', () => {
    expect(words([], [])).toEqual([[text, '', undefined]]);
  });

  it('cuts where marks and a highlight cross each other', () => {
    expect(words([strong, emphasis], [cited])).toEqual([
      ['Ink is ', 'strong', undefined],
      ['gro', 'strong+emphasis', undefined],
      ['und', 'strong+emphasis', 1],
      [' on', 'emphasis', 1],
      [' stone', 'emphasis', undefined],
      [' with water.', '', undefined],
    ]);
  });

  it('joins to the whole range without gaps', () => {
    const segments = splitIntoSegments({ start: 3, end: 20 }, [strong, emphasis], [cited]);
    expect(segments.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text.slice(3, 20));
  });

  it('shows the opened citation where another one overlaps it', () => {
    const other: Highlight = { n: 2, start: 0, end: text.length, isCurrent: false };
    expect(words([], [other, cited])).toEqual([
      ['Ink is gro', '', 2],
      ['und on', '', 1],
      [text.slice(16), '', 2],
    ]);
  });

  it('gives nothing for an empty range', () => {
    expect(splitIntoSegments({ start: 4, end: 4 }, [strong], [cited])).toEqual([]);
  });
});

describe('assignToRanges', () => {
  it('gives a span to every range that it reaches into', () => {
    const ranges = [
      { start: 0, end: 10 },
      { start: 12, end: 20 },
      { start: 22, end: 30 },
    ];
    const long = { start: 4, end: 24 };
    const short = { start: 13, end: 15 };
    const between = { start: 20, end: 22 };
    expect(assignToRanges(ranges, [long, short, between])).toEqual([[long], [long, short], [long]]);
  });
});
