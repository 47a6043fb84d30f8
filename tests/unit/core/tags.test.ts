import { describe, expect, it } from 'vitest';
import {
  countTags,
  createTagMatcher,
  mostTagCharacters,
  mostTags,
  readTags,
  tagKey,
  withTagRenamed,
  withTags,
} from '../../../src/core/tags';

describe('what is written as tags', () => {
  it.each([
    [['  field   notes '], ['field notes']],
    [['#ink, ##stone，砚'], ['ink', 'stone', '砚']],
    [['Ink', 'ＩＮＫ', 'ink'], ['Ink']],
    [['cafe\u0301'], ['caf\u00e9']],
    [['C#'], ['C#']],
    [['', ' ', '#', ',', '\u0301'], []],
  ])('%j is read as %j', (written, tags) => {
    expect(readTags(written)).toEqual(tags);
  });

  it('is cut where it is too long, never through a character', () => {
    const [tag = ''] = readTags([`${'a'.repeat(mostTagCharacters - 1)}😀`]);
    expect(tag).toBe('a'.repeat(mostTagCharacters - 1));
  });
});

describe('tags of a document', () => {
  it('keep their first spelling, and are no more than it can have', () => {
    expect(withTags(['Ink'], { add: ['ink', 'stone'] })).toEqual(['Ink', 'stone']);
    const many = Array.from({ length: 30 }, (_, index) => `tag ${index}`);
    expect(withTags([], { add: many })).toEqual(many.slice(0, mostTags));
    expect(withTags(many.slice(0, mostTags), { remove: ['TAG 0'], add: ['new'] })).toEqual([
      ...many.slice(1, mostTags),
      'new',
    ]);
  });

  it('become one where one is renamed to another', () => {
    expect(withTagRenamed(['ink', 'paper', 'Stone'], 'INK', 'stone')).toEqual(['stone', 'paper']);
    expect(withTagRenamed(['ink'], 'ink', 'Ink')).toEqual(['Ink']);
    expect(withTagRenamed(['ink'], 'ink', ' , ')).toEqual(['ink']);
  });

  it('are counted together whatever their spelling, in the one that is most used', () => {
    const documents = [{ tags: ['ink'] }, { tags: ['Ink', 'paper'] }, { tags: ['Ink'] }, {}];
    expect(countTags(documents)).toEqual([
      { tag: 'Ink', documents: 3 },
      { tag: 'paper', documents: 1 },
    ]);
  });

  it('are found in any spelling', () => {
    const isTagged = createTagMatcher(['ＩＮＫ']);
    expect([['ink'], ['paper'], undefined].map((tags) => isTagged(tags))).toEqual([true, false, false]);
    expect(tagKey('Ink')).toBe(tagKey('ｉｎｋ'));
  });
});

it('thousands of documents with hundreds of tags are counted', () => {
  const documents = Array.from({ length: 5000 }, (_, index) => ({
    tags: [index, index * 7, index * 13].map((n) => `tag ${n % 300}`),
  }));
  const startedAt = performance.now();
  expect(countTags(documents)).toHaveLength(300);
  const countMs = performance.now() - startedAt;
  console.log(`5,000 documents with 300 tags are counted in ${countMs.toFixed(1)} ms`);
});
