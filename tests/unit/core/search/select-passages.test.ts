import { describe, expect, it } from 'vitest';
import { selectPassages, type RankedChunk } from '../../../../src/core/search/select-passages';

const filler = 'The stone is cut, dried for years and ground until a drop of water stays on it. ';

/** A chunk whose text begins as given; `ordinal` decides where it stands. */
function chunk(documentId: string, ordinal: number, score: number, text: string): RankedChunk {
  const start = ordinal * 1000;
  return { documentId, ordinal, start, end: start + text.length, text, headingPath: ['A'], score };
}

const picked = (ranked: readonly RankedChunk[], limit: number): string[] =>
  selectPassages(ranked, limit).map(({ chunks }) =>
    chunks.map(({ documentId, ordinal }) => `${documentId}${ordinal}`).join('+'),
  );

describe('selecting passages', () => {
  it('keeps the order of different chunks, and the limit', () => {
    const ranked = ['one two', 'three four', 'five six'].map((text, i) => chunk(`d${i}`, 0, 3 - i, text));
    expect(picked(ranked, 2)).toEqual(['d00', 'd10']);
    expect(picked([], 3)).toEqual([]);
  });

  it('reads neighbours of one section as one passage, in the order of the document', () => {
    const ranked = [
      chunk('a', 4, 3, 'the fourth part of it'),
      chunk('b', 0, 2.9, 'something else'),
      chunk('a', 3, 2.8, 'the third piece that comes before'),
      chunk('a', 9, 2.7, 'far away from the others'),
    ];
    expect(picked(ranked, 3)).toEqual(['a3+a4', 'b0', 'a9']);
    expect(selectPassages(ranked, 3)[0]?.best.ordinal).toBe(4);
  });

  it('joins none across a heading, and none to what a model could not read any more', () => {
    const other = { ...chunk('a', 1, 2, 'under another heading'), headingPath: ['B'] };
    expect(picked([chunk('a', 0, 3, 'under the first'), other], 3)).toEqual(['a0', 'a1']);
    const long = [0, 1, 2, 3, 4].map((i) => chunk('a', i, 5 - i, `${i} `.repeat(400)));
    for (const { chunks } of selectPassages(long, 5)) {
      expect((chunks.at(-1)?.end ?? 0) - (chunks[0]?.start ?? 0)).toBeLessThanOrEqual(3000);
    }
  });

  it('reads once what stands in several documents to the letter or nearly so', () => {
    const text = Array.from({ length: 60 }, (_, i) => `stone ${i * i} of ${i * 7919}.`).join(' ');
    const ranked = [
      chunk('a', 0, 3, text),
      chunk('b', 0, 2.9, text),
      chunk('c', 0, 2.8, `${text}Updated in May.`),
      chunk('d', 0, 1, 'Ink is made of soot and glue.'),
    ];
    expect(picked(ranked, 4)).toEqual(['a0', 'd0']);
  });

  it('puts what is new before what repeats in part, unless that is much better', () => {
    const repeated = (own: string): string => `${filler.repeat(3)}${own.repeat(3)}`;
    const first = chunk('a', 0, 3, repeated('Duan stones come from a brook near Zhaoqing in the south. '));
    const again = chunk('b', 0, 2.5, repeated('She stones were quarried at Wuyuan below the mountain. '));
    const fresh = chunk('c', 0, 2.4, 'Soot of pine and glue of deer horn are kneaded into a stick of ink.');
    expect(picked([first, again, fresh], 3)).toEqual(['a0', 'c0', 'b0']);
    expect(picked([first, again, { ...fresh, score: 1 }], 3)).toEqual(['a0', 'b0', 'c0']);
  });
});
