import { describe, expect, it } from 'vitest';
import { fuse, type LaneScores } from '../../../../src/core/search/fusion';

const chunk = (scores: Partial<LaneScores>): LaneScores => ({
  cosine: 0,
  coverage: 0,
  relativeBm25: 0,
  isSameScript: true,
  ...scores,
});

function order(chunks: readonly LaneScores[]): number[] {
  const scores = fuse(chunks);
  return chunks.map((_, i) => i).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
}

describe('fusion', () => {
  it('follows the words where they say much and the meaning where they say little', () => {
    const names = [
      chunk({ cosine: 0.3 }),
      chunk({ cosine: 0.2, coverage: 0.9, relativeBm25: 0.8 }),
      chunk({ cosine: 0.1, coverage: 0.1, relativeBm25: 0.1 }),
    ];
    expect(order(names)[0]).toBe(1);
    const paraphrase = [
      chunk({ cosine: 0.6, coverage: 0.1, relativeBm25: 0.05 }),
      chunk({ cosine: 0.2, coverage: 0.2, relativeBm25: 0.1 }),
    ];
    expect(order(paraphrase)[0]).toBe(0);
  });

  it('does not let chance words outrank a near passage in another language', () => {
    const noise = Array.from({ length: 8 }, () => chunk({ cosine: 0.15, coverage: 0.3, relativeBm25: 0.2 }));
    expect(order([...noise, chunk({ cosine: 0.4, isSameScript: false })])[0]).toBe(8);
  });

  it('prefers the passage in the language of the question to its translation', () => {
    const translations = [
      chunk({ cosine: 0.35, isSameScript: false }),
      chunk({ cosine: 0.45, coverage: 0.7, relativeBm25: 0.5 }),
      ...Array.from({ length: 6 }, () => chunk({ cosine: 0.1, coverage: 0.2, relativeBm25: 0.1 })),
    ];
    expect(order(translations)[0]).toBe(1);
  });

  it.each([1, 2, 4])('finds what answers among %d passages in its language and many in another', (own) => {
    const answer = chunk({ cosine: 0.27, coverage: 1, relativeBm25: 0.9 });
    const others = Array.from({ length: own - 1 }, () =>
      chunk({ cosine: 0.2, coverage: 0.6, relativeBm25: 0.4 }),
    );
    const foreign = [0.15, 0.3, 0.2].map((cosine) => chunk({ cosine, isSameScript: false }));
    expect(order([...foreign, ...others, answer])[0]).toBe(foreign.length + others.length);
  });

  it('ranks by meaning alone where no words can be shared', () => {
    const foreign = [0.1, 0.4, 0.2].map((cosine) => chunk({ cosine, isSameScript: false }));
    expect(order(foreign)).toEqual([1, 2, 0]);
  });
});
