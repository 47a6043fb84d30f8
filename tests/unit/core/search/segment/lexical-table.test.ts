import { describe, expect, it } from 'vitest';
import { buildLexicalTable, type LexicalTable } from '../../../../../src/core/search/segment/lexical-table';
import { mergeLexicalTables } from '../../../../../src/core/search/segment/merge-lexical';
import { PostingCursor } from '../../../../../src/core/search/segment/posting-list';
import { RowScores } from '../../../../../src/core/search/segment/row-scores';
import { findTerm, TermCursor } from '../../../../../src/core/search/segment/term-dictionary';
import { sortTerms } from '../../../../../src/core/search/segment/term-order';
import { weighTerms } from '../../../../../src/core/search/term-weights';

const words = (text: string): string[] => text.split(' ').filter((word) => word !== '');
const tableOf = (rows: readonly string[]): LexicalTable => buildLexicalTable(rows.map(words));

/** Row and frequency of each posting of a term. */
function postingsOf({ terms, postings }: LexicalTable, term: string): [number, number][] {
  const entry = findTerm(terms, term);
  if (!entry) return [];
  const cursor = new PostingCursor(postings, entry.start, entry.end);
  const found: [number, number][] = [];
  while (cursor.next()) found.push([cursor.row, cursor.frequency]);
  return found;
}

function termsOf({ terms }: LexicalTable): string[] {
  const cursor = new TermCursor(terms);
  const all: string[] = [];
  while (cursor.next()) all.push(cursor.term.toString());
  return all;
}

function merged(
  inputs: readonly { rows: readonly string[]; keeps?: (row: number) => boolean }[],
): LexicalTable {
  let next = 0;
  const steps = mergeLexicalTables(
    inputs.map(({ rows, keeps = () => true }) => ({
      table: tableOf(rows),
      newRows: Int32Array.from(rows, (_, row) => (keeps(row) ? next++ : -1)),
    })),
    next,
  );
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

describe('a lexical table', () => {
  it('holds the rows and frequencies of each term, and the lengths', () => {
    const table = tableOf(['a b a', 'b', '']);
    expect(postingsOf(table, 'a')).toEqual([[0, 2]]);
    expect(postingsOf(table, 'b')).toEqual([
      [0, 1],
      [1, 1],
    ]);
    expect(findTerm(table.terms, 'b')?.documentFrequency).toBe(2);
    expect([...table.lengths]).toEqual([3, 1, 0]);
  });

  it('finds every term of many, and none that is not there', () => {
    const terms = Array.from({ length: 1000 }, (_, i) => `t${(i * 7919) % 100_003}`);
    const table = tableOf([terms.join(' ')]);
    for (const term of terms) expect(postingsOf(table, term)).toEqual([[0, 1]]);
    for (const term of ['', 'a', 't', 't00', 'zz', 't1x', '墨'])
      expect(findTerm(table.terms, term)).toBeUndefined();
    expect(findTerm(tableOf([]).terms, 'a')).toBeUndefined();
  });

  it('takes terms of any script, in the order of their code points', () => {
    const terms = ['zebra', '墨', '砚台', 'é', '\u{20bb7}', '\ufa0e', '__proto__', 'constructor', '한국'];
    const table = tableOf([terms.join(' ')]);
    const byCodePoint = [...terms].sort((a, b) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0));
    expect(sortTerms([...terms])).toEqual(byCodePoint);
    expect(termsOf(table)).toEqual(byCodePoint);
    for (const term of terms) expect(postingsOf(table, term)).toEqual([[0, 1]]);
  });

  it('keeps distances and frequencies of any size', () => {
    const rows = Array.from({ length: 20_001 }, (_, row) =>
      row % 10_000 === 0 ? 'rare '.repeat(row / 50 + 1) : 'x',
    );
    expect(postingsOf(tableOf(rows), 'rare')).toEqual([
      [0, 1],
      [10_000, 201],
      [20_000, 401],
    ]);
  });

  it('tells rows of Han and kana from others', () => {
    expect([...tableOf(['ink', '墨 水', 'ink 墨', '墨 水 ink']).isUnspaced]).toEqual([0, 1, 0, 1]);
  });
});

describe('merging tables', () => {
  it('gives what one table of all rows would have been', () => {
    const first = ['a b a', 'c 墨', ''];
    const second = ['b b', '墨 砚 a'];
    expect(merged([{ rows: first }, { rows: second }])).toEqual(tableOf([...first, ...second]));
  });

  it('leaves out dropped rows and the terms that only they had', () => {
    const keeps = (row: number): boolean => row !== 1;
    expect(
      merged([
        { rows: ['a b', 'only b', 'c'], keeps },
        { rows: ['x'], keeps: () => false },
      ]),
    ).toEqual(tableOf(['a b', 'c']));
  });
});

describe('scoring rows', () => {
  function search(rows: readonly string[], question: string, hidden?: Uint8Array) {
    const table = tableOf(rows);
    const statistics = {
      chunkCount: rows.length,
      totalLength: table.lengths.reduce((sum, length) => sum + length, 0),
      documentFrequency: (term: string) => findTerm(table.terms, term)?.documentFrequency ?? 0,
    };
    const weighted = weighTerms(words(question), [statistics]);
    const scores = new RowScores();
    scores.collect(table, weighted, hidden);
    return { scores, weighted };
  }

  it('is BM25', () => {
    const { scores } = search(['ink stone ink', 'ink paper brush water', 'brush'], 'ink');
    // By hand: IDF over 100 chunks with 2 that hold the term, average length 8/3.
    const idf = Math.log(1 + 98.5 / 2.5);
    const bm25 = (frequency: number, length: number): number =>
      (idf * frequency * 2.2) / (frequency + 1.2 * (0.25 + (0.75 * length) / (8 / 3)));
    expect(scores.scores[0]).toBeCloseTo(bm25(2, 3), 10);
    expect(scores.scores[1]).toBeCloseTo(bm25(1, 4), 10);
    expect(scores.found).toEqual([0, 1]);
  });

  it('tells how much of the question a row covers, by weight', () => {
    const { scores, weighted } = search(['common rare', 'common', 'common'], 'common rare');
    expect((scores.covered[0] ?? 0) / weighted.totalWeight).toBeCloseTo(1, 10);
    const share = (scores.covered[1] ?? 0) / weighted.totalWeight;
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(0.5);
  });

  it('does not see hidden rows', () => {
    expect(search(['x', 'x', 'x'], 'x', Uint8Array.of(0, 1, 0)).scores.found).toEqual([0, 2]);
  });

  it('starts anew with each table', () => {
    const { scores, weighted } = search(['x', 'x'], 'x');
    scores.collect(tableOf(['y', 'x']), weighted, undefined);
    expect(scores.found).toEqual([1]);
    expect(scores.scores[0]).toBe(0);
  });
});
