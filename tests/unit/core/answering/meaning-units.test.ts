import { describe, expect, it } from 'vitest';
import { meaningUnits } from '../../../../src/core/answering/meaning-units';
import { createAnalyser } from '../../../../src/core/search/analyse';

const analyse = createAnalyser({ 麼: '么', 宣: '宣' });
const unitsOf = (text: string, idf: (term: string) => number = () => 1): string[] =>
  meaningUnits(text, { analyse, idf }).map((unit) => unit.text);

describe('the units of a question', () => {
  it('leave out the words that only ask', () => {
    expect(unitsOf('What is the name of the inkstone?')).toEqual(['name', 'inkstone']);
    expect(unitsOf('宣纸是什么？')).toEqual(['宣纸']);
    expect(unitsOf('為什麼？')).toEqual([]);
  });

  it('join the characters of a name that no dictionary has', () => {
    expect(unitsOf('阿尔-穆瓦法克区分了哪两种化合物？')).toContain('阿尔穆瓦法克');
  });

  it('name each thing once', () => {
    expect(unitsOf('Stone on stone on Stone')).toEqual(['stone']);
  });

  it('weigh as their rarest term', () => {
    const [unit] = meaningUnits('宣纸', { analyse, idf: (term) => (term === '宣纸' ? 5 : 1) });
    expect(unit).toMatchObject({ text: '宣纸', weight: 5 });
  });
});
