import { describe, expect, it } from 'vitest';
import { matchable, matchScore, queryWords } from '../../../src/core/fuzzy-match';

function score(query: string, text: string): number | undefined {
  return matchScore(queryWords(query), matchable(text));
}

/** The texts that a query finds, best first. */
function ranked(query: string, texts: readonly string[]): string[] {
  return texts
    .flatMap((text) => {
      const found = score(query, text);
      return found === undefined ? [] : [{ text, found }];
    })
    .sort((a, b) => b.found - a.found)
    .map(({ text }) => text);
}

describe('fuzzy matching', () => {
  it.each([
    ['hist pap', 'A short history of paper.html'],
    ['paper short', 'A short history of paper.html'],
    ['shp', 'A short history of paper.html'],
    ['hispa', 'A short history of paper.html'],
    ['ar20', 'annual report 2025.docx'],
    ['cm', 'chunkMerging.ts'],
    ['resume', 'Résumé.pdf'],
    ['RÉS', 'resume.pdf'],
    ['四宝', '文房四宝.md'],
    ['文四', '文房四宝.md'],
    ['节气 pdf', '二十四节气.pdf'],
    ['ｐｄｆ', '二十四节气.pdf'],
    ['inkst', 'my-inkstone.md'],
    ['cnvers', 'New conversation'],
  ])('%j finds %j', (query, text) => {
    expect(score(query, text)).toBeDefined();
  });

  it.each([
    ['zebra', 'A short history of paper.html'],
    ['paper zebra', 'A short history of paper.html'],
    ['宝四', '文房四宝.md'],
    ['sil', 'universal-declaration-of-human-rights-and-all-that-is-in-it.pdf'],
  ])('%j does not find %j', (query, text) => {
    expect(score(query, text)).toBeUndefined();
  });

  it('puts beginnings before initials, those before what is inside a word, and short before long', () => {
    expect(
      ranked('in', ['main.ts', 'it is new.md', 'my inkstone.md', 'inkstone and brush.md', 'ink.md']),
    ).toEqual(['ink.md', 'inkstone and brush.md', 'my inkstone.md', 'it is new.md', 'main.ts']);
  });

  it('finds everything for nothing', () => {
    expect(score('  ', 'ink')).toBeCloseTo(0, 2);
  });
});
