import { describe, expect, it } from 'vitest';
import type { Passage } from '../../../../src/core/passage';
import { createAnalyser } from '../../../../src/core/search/analyse';
import { markPassages } from '../../../../src/core/search/found-passages';
import { readSearchQuery } from '../../../../src/core/search/search-query';

const folding = { analyse: createAnalyser(), table: {} };

function passage(text: string, change: Partial<Passage> = {}): Passage {
  return {
    documentId: 'd',
    libraryId: 'l',
    documentName: 'ink.md',
    ordinal: 0,
    start: 1000,
    end: 1000 + text.length,
    text,
    headingPath: [],
    score: 1,
    lanes: {},
    ...change,
  };
}

function find(query: string, passages: readonly Passage[], { abstain = false, limit = 20 } = {}) {
  return markPassages({ passages, abstain }, readSearchQuery(query, folding), folding, limit).hits;
}

const read = (of: Passage, range: { start: number; end: number } | undefined): string =>
  range ? of.text.slice(range.start - of.start, range.end - of.start) : '';

describe('found passages', () => {
  it('have their marks, snippet and focus in offsets of the document', () => {
    const one = passage('Rest here. The grinding takes eight minutes. Wash the stone.');
    const [hit] = find('grind minutes ', [one]);
    expect(hit?.marks.map((mark) => read(one, mark))).toEqual(['grinding', 'minutes']);
    expect(read(one, hit?.snippet)).toBe(one.text);
    expect(read(one, hit?.focus)).toBe('The grinding takes eight minutes.');
  });

  it('open at the exact phrase where they hold it', () => {
    const one = passage('It grants leisure. Everyone has the right to rest and leisure.');
    const [hit] = find('rest and leisure', [one]);
    expect(read(one, hit?.focus)).toBe('rest and leisure');
  });

  it('that are only near in meaning open as a whole, without their heading', () => {
    const one = passage('Care\n\nWash it the same day.', {
      headingPath: ['Stones', 'Care'],
      lanes: { dense: 0.5 },
    });
    const [hit] = find('清洗', [one]);
    expect(hit?.marks).toEqual([]);
    expect(read(one, hit?.focus)).toBe('Wash it the same day.');
    expect(read(one, hit?.snippet)).toBe('Wash it the same day.');
  });

  it('show their heading only when nothing else matches', () => {
    const one = passage('Care\n\nWash it the same day.', { headingPath: ['Care'] });
    expect(read(one, find('care wash ', [one])[0]?.snippet)).toBe('Wash it the same day.');
    expect(read(one, find('care ', [one])[0]?.snippet)).toBe(one.text);
  });

  it('without a word of the query are near in meaning, and none when the gate doubts that anything fits', () => {
    const passages = [0.1, 0.6, 0.25, 0.35].map((dense) => passage(`Near ${dense}.`, { lanes: { dense } }));
    expect(find('tea', passages).map(({ text }) => text)).toEqual(['Near 0.6.', 'Near 0.35.']);
    expect(find('tea', passages, { abstain: true })).toEqual([]);
    expect(find('near', passages, { abstain: true })).toHaveLength(4);
  });

  it('are no more than asked for, and tell when there are more', () => {
    const passages = ['Ink is dry.', 'Tea.', 'Wet ink.', 'Ink again.'].map((text) => passage(text));
    const query = readSearchQuery('ink ', folding);
    const cut = markPassages({ passages, abstain: false }, query, folding, 2);
    expect(cut.hits.map(({ text }) => text)).toEqual(['Ink is dry.', 'Wet ink.']);
    expect(cut.hasMore).toBe(true);
    expect(markPassages({ passages, abstain: false }, query, folding, 3).hasMore).toBe(false);
  });

  it('open at the words that the snippet shows', () => {
    const early = 'Ink is mentioned here.';
    const filler = Array.from({ length: 12 }, (_, i) => `Nothing is said in sentence number ${i}.`).join(' ');
    const late = 'The stick of ink is ground with water on an inkstone.';
    const [hit] = find('ink ground water', [passage(`${early} ${filler} ${late}`)]);
    expect(hit?.snippet.start).toBeLessThanOrEqual(hit?.focus.start ?? -1);
    expect(hit?.snippet.end).toBeGreaterThanOrEqual(hit?.focus.end ?? Infinity);
  });
});
