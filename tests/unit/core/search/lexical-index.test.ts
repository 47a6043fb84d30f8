import { describe, expect, it } from 'vitest';
import { LexicalIndex } from '../../../../src/core/search/lexical-index';
import { buildPostings } from '../../../../src/core/search/postings-builder';
import { weighTerms } from '../../../../src/core/search/term-weights';

const words = (text: string): string[] => text.split(' ');

function indexOf(documents: Readonly<Record<number, readonly string[]>>): LexicalIndex {
  const index = new LexicalIndex();
  for (const [firstId, chunks] of Object.entries(documents)) {
    index.add(Number(firstId), buildPostings(chunks.map(words)));
  }
  return index;
}

function search(index: LexicalIndex, question: string, limit = 10, accepts?: (id: number) => boolean) {
  return index.search(weighTerms(words(question), [index]), limit, accepts);
}

describe('postings', () => {
  it('hold the frequency of each term in each chunk, and the lengths', () => {
    const postings = buildPostings([words('a b a'), words('b'), []]);
    expect(postings.terms).toEqual(['a', 'b']);
    expect([...postings.offsets]).toEqual([0, 1, 3]);
    expect([...postings.ordinals]).toEqual([0, 0, 1]);
    expect([...postings.frequencies]).toEqual([2, 1, 1]);
    expect([...postings.lengths]).toEqual([3, 1, 0]);
  });

  it('take terms that are names of object members', () => {
    expect(buildPostings([['constructor', '__proto__']]).terms).toEqual(['constructor', '__proto__']);
  });
});

describe('the lexical index', () => {
  it('ranks by BM25', () => {
    const index = indexOf({ 0: ['ink stone ink', 'ink paper brush water'], 2: ['brush'] });
    const [first, second] = search(index, 'ink');
    // By hand: IDF over 100 chunks with 2 that hold the term, average length 8/3.
    const idf = Math.log(1 + 98.5 / 2.5);
    const bm25 = (frequency: number, length: number): number =>
      (idf * frequency * 2.2) / (frequency + 1.2 * (0.25 + (0.75 * length) / (8 / 3)));
    expect(first?.id).toBe(0);
    expect(first?.score).toBeCloseTo(bm25(2, 3), 10);
    expect(second?.id).toBe(1);
    expect(second?.score).toBeCloseTo(bm25(1, 4), 10);
  });

  it('tells how much of the question a chunk covers, by weight', () => {
    const index = indexOf({ 0: ['common rare', 'common', 'common'] });
    const [first, second] = search(index, 'common rare');
    expect(first?.coverage).toBeCloseTo(1, 10);
    expect(second?.coverage).toBeGreaterThan(0);
    expect(second?.coverage).toBeLessThan(0.5);
  });

  it('counts a term once however often the question repeats it', () => {
    const index = indexOf({ 0: ['a b'] });
    expect(search(index, 'a a a b')).toEqual(search(index, 'a b'));
  });

  it('orders equal chunks by id and keeps to the limit', () => {
    const index = indexOf({ 5: ['x', 'x'], 0: ['x', 'x'] });
    expect(search(index, 'x', 3).map((match) => match.id)).toEqual([0, 1, 5]);
  });

  it('filters before it limits', () => {
    const index = indexOf({ 0: ['x x', 'x', 'x y z'] });
    expect(search(index, 'x', 1, (id) => id === 2).map((match) => match.id)).toEqual([2]);
  });

  it('finds nothing when it is empty or the words are unknown', () => {
    expect(search(new LexicalIndex(), 'x')).toEqual([]);
    expect(search(indexOf({ 0: ['x'] }), 'y')).toEqual([]);
  });

  it('is after many removals what it would be without the removed', () => {
    const index = new LexicalIndex();
    const chunksOf = (n: number): string[] => [`all n${n}`, `all m${n % 7} m${n % 3}`];
    for (let n = 0; n < 200; n += 1) index.add(2 * n, buildPostings(chunksOf(n).map(words)));
    for (let n = 0; n < 190; n += 1) index.remove(2 * n);
    index.remove(99_999);
    const fresh = new LexicalIndex();
    for (let n = 190; n < 200; n += 1) fresh.add(2 * n, buildPostings(chunksOf(n).map(words)));
    for (const question of ['all', 'm1 m2', 'n195', 'n3']) {
      expect(search(index, question)).toEqual(search(fresh, question));
    }
    expect(index.chunkCount).toBe(20);
  });

  it('weighs terms over several indexes as over one', () => {
    const whole = indexOf({ 0: ['a b', 'a'], 2: ['a c', 'c'] });
    const parts = [indexOf({ 0: ['a b', 'a'] }), indexOf({ 0: ['a c', 'c'] })];
    expect(weighTerms(words('a b c d'), parts)).toEqual(weighTerms(words('a b c d'), [whole]));
  });
});
