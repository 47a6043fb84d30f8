import { describe, expect, it } from 'vitest';
import { readCorpus, readIds, readQrels, readQueries } from '../../../src/lab/retrieval-set';

describe('readCorpus', () => {
  it('accepts id and _id, and a missing title', () => {
    expect(readCorpus('{"id":"a","title":"T","text":"x"}\n{"_id":7,"text":"y"}\n\n')).toEqual([
      { id: 'a', title: 'T', text: 'x' },
      { id: '7', title: '', text: 'y' },
    ]);
  });

  it('refuses a record without an id', () => {
    expect(() => readCorpus('{"text":"x"}')).toThrow('neither id nor _id');
  });
});

describe('readQueries', () => {
  it('keeps the accepted answers', () => {
    expect(readQueries('{"id":"q","text":"?","answers":["1","one"]}\n{"id":"r","text":"?"}')).toEqual([
      { id: 'q', text: '?', answers: ['1', 'one'] },
      { id: 'r', text: '?', answers: [] },
    ]);
  });
});

describe('readQrels', () => {
  it('skips a header and gathers the documents of each question', () => {
    const qrels = readQrels('query_id\tdoc_id\tgrade\nq\ta\t1\nq\tb\t2\r\nr\ta\t0\n');
    expect([...qrels.keys()]).toEqual(['q', 'r']);
    expect(qrels.get('q')).toEqual(
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
    );
  });

  it('names a line that it cannot read', () => {
    expect(() => readQrels('q\ta\t1\nq b 1\n')).toThrow('line 2');
  });
});

describe('readIds', () => {
  it('refuses anything but a list', () => {
    expect(readIds('["a", 2]')).toEqual(['a', '2']);
    expect(() => readIds('{}')).toThrow('list');
  });
});
