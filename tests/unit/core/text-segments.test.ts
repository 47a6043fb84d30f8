import { describe, expect, it } from 'vitest';
import type { Mark } from '../../../src/core/rich-text';
import { marksBetween, segmentsOf } from '../../../src/core/text-segments';

const text = 'Ink is ground slowly.';
const strong: Mark = { kind: 'strong', start: 0, end: 13 };
const emphasis: Mark = { kind: 'emphasis', start: 4, end: 13 };

describe('segments', () => {
  it('join to the whole span without gaps', () => {
    const segments = segmentsOf({ start: 0, end: 21 }, [strong, emphasis], [{ n: 1, start: 7, end: 20 }]);
    expect(segments.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
  });

  it('carry a highlight across the marks that it crosses, to the letter', () => {
    const segments = segmentsOf({ start: 0, end: 21 }, [strong, emphasis], [{ n: 1, start: 7, end: 20 }]);
    const marked = segments.filter(({ highlights }) => highlights.length > 0);
    expect(marked.map(({ start, end }) => text.slice(start, end))).toEqual(['ground', ' slowly']);
    expect(marked.map(({ marks }) => marks.map(({ kind }) => kind))).toEqual([['strong', 'emphasis'], []]);
  });

  it('hold only the part of a highlight that lies in the span', () => {
    const segments = segmentsOf({ start: 7, end: 13 }, [], [{ n: 2, start: 0, end: 21 }]);
    expect(segments).toEqual([{ start: 7, end: 13, marks: [], highlights: [{ n: 2, start: 0, end: 21 }] }]);
  });

  it('tell of every citation where two overlap', () => {
    const segments = segmentsOf(
      { start: 0, end: 21 },
      [],
      [
        { n: 1, start: 0, end: 13 },
        { n: 2, start: 7, end: 20 },
      ],
    );
    expect(segments.map(({ highlights }) => highlights.map(({ n }) => n))).toEqual([[1], [1, 2], [2], []]);
  });
});

describe('the marks of a section', () => {
  it('are those that begin in it', () => {
    const marks: Mark[] = [0, 5, 9, 14].map((start) => ({ kind: 'code', start, end: start + 2 }));
    expect(marksBetween(marks, 5, 14).map(({ start }) => start)).toEqual([5, 9]);
    expect(marksBetween(marks, 15, 30)).toEqual([]);
  });
});
