import { describe, expect, it } from 'vitest';
import { createAnalyser } from '../../../../src/core/search/analyse';
import { createMatcher } from '../../../../src/core/search/matched-words';
import { readSearchQuery } from '../../../../src/core/search/search-query';
import { chooseSnippet } from '../../../../src/core/search/snippet';

const folding = { analyse: createAnalyser(), table: {} };

function snippetOf(query: string, text: string) {
  const snippet = chooseSnippet(text, createMatcher(readSearchQuery(query, folding), folding)(text));
  return { ...snippet, text: text.slice(snippet.start, snippet.end) };
}

const filler = 'Water stands in the well, and nobody has asked for it this morning. ';

describe('a snippet', () => {
  it('is made of whole sentences around the ones that match', () => {
    const text = `${filler.repeat(6)}The ferryman took the third stone. ${filler.repeat(6)}`;
    const { text: shown, isCutBefore, isCutAfter } = snippetOf('ferryman stone ', text);
    expect(shown).toContain('The ferryman took the third stone.');
    expect(shown).toMatch(/^(?:Water|The ferryman).*\.$/);
    expect(shown.length).toBeLessThanOrEqual(240);
    expect({ isCutBefore, isCutAfter }).toEqual({ isCutBefore: false, isCutAfter: false });
  });

  it('prefers different words to one word again and again', () => {
    const text = `Stone, stone, stone and stone. ${filler.repeat(5)}A stone and a ferry.`;
    expect(snippetOf('stone ferry ', text).text).toContain('A stone and a ferry.');
  });

  it('prefers the phrase to its words apart', () => {
    const text = `Ink that is dry, and dry brushes in ink. ${filler.repeat(5)}A stick of dry ink.`;
    expect(snippetOf('dry ink', text).text).toContain('A stick of dry ink.');
  });

  it('of a sentence without end is cut between words, and says so', () => {
    const text = `${'and so on '.repeat(60)}the ferryman came ${'and so on '.repeat(60)}`;
    const { text: shown, isCutBefore, isCutAfter } = snippetOf('ferryman ', text);
    expect(shown).toContain('the ferryman came');
    expect(shown).toMatch(/^(?:and|so|on) .* (?:and|so|on)$/);
    expect(shown.length).toBeLessThanOrEqual(240);
    expect({ isCutBefore, isCutAfter }).toEqual({ isCutBefore: true, isCutAfter: true });
  });

  it('holds about 110 Han characters', () => {
    const text = `${'水在井中，今晨无人来问，'.repeat(30)}好笔有四德，${'水在井中，今晨无人来问，'.repeat(30)}`;
    const { text: shown } = snippetOf('四德', text);
    expect(shown).toContain('好笔有四德');
    expect(shown.length).toBeGreaterThan(100);
    expect(shown.length).toBeLessThanOrEqual(112);
  });

  it('is the beginning when nothing matches', () => {
    expect(snippetOf('zebra ', 'Ink is ground. Slowly.').text).toBe('Ink is ground. Slowly.');
    expect(snippetOf('zebra ', '').text).toBe('');
  });
});
