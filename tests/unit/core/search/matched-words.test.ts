import { describe, expect, it } from 'vitest';
import { createAnalyser } from '../../../../src/core/search/analyse';
import { createMatcher } from '../../../../src/core/search/matched-words';
import { readSearchQuery, type WordFolding } from '../../../../src/core/search/search-query';
import { mergeRanges } from '../../../../src/core/text-range';

const table = { 硯: '砚', 筆: '笔', 漢: '汉', 節: '节', 氣: '气' };
const folding: WordFolding = { analyse: createAnalyser(table), table };

/** What is marked of a text, in order. */
function marked(query: string, text: string): string[] {
  const match = createMatcher(readSearchQuery(query, folding), folding);
  return mergeRanges(match(text)).map(({ start, end }) => text.slice(start, end));
}

function phrases(query: string, text: string): string[] {
  const match = createMatcher(readSearchQuery(query, folding), folding);
  return match(text)
    .filter(({ kind }) => kind === 'phrase')
    .map(({ start, end }) => text.slice(start, end));
}

describe('words that part by spaces', () => {
  it('are marked whole in every form of the same stem, whatever their case and accents', () => {
    expect(marked('describe ', 'He described two stones; it describes one.')).toEqual([
      'described',
      'describes',
    ]);
    expect(marked('grinding stone ', 'Stones are ground; grind on Two STONES.')).toEqual([
      'Stones',
      'grind',
      'STONES',
    ]);
    expect(marked('cafe ', 'He described two Stones; a CAFÉ describes one.')).toEqual(['CAFÉ']);
  });

  it('are never marked inside another word', () => {
    expect(marked('art ', 'To start an art, part by part.')).toEqual(['art']);
    expect(marked('"art of" ', 'Start of the art of war.')).toEqual(['art of']);
  });

  it('are marked at their beginning while the last one is being typed', () => {
    expect(marked('inks', 'The inkstone by Blinkson, and Inkstones.')).toEqual(['inks', 'Inks']);
    expect(marked('inks ', 'The inkstone by Blinkson.')).toEqual([]);
  });

  it('leave out those that only make a question', () => {
    expect(marked('what is the ink made of?', 'What the ink is: made of soot.')).toEqual(['ink', 'made']);
  });

  it('match names and codes as a whole or by their parts, without the possessive', () => {
    expect(marked('tea-house v2.1 ', 'The tea-house, v2.1; a house, v2.')).toEqual([
      'tea-house',
      'v2.1',
      'house',
      'v2',
    ]);
    expect(marked('segmenter word', 'Intl.Segmenter breaks words; getWord does not.')).toEqual([
      'Segmenter',
      'words',
      'Word',
    ]);
    expect(marked('stone ', "The stone's grain")).toEqual(['stone']);
    expect(marked('1000000 ', 'It cost 1,000,000 yuan, not 1,000.')).toEqual(['1,000,000']);
  });

  it('match across full and half width', () => {
    expect(marked('ABC 12 ', '编号ＡＢＣ与１２')).toEqual(['ＡＢＣ', '１２']);
    expect(marked('ＡＢＣ ', 'the ABC of it')).toEqual(['ABC']);
  });
});

describe('Chinese', () => {
  it('is marked where two characters of the query stand together, and not at every single one', () => {
    expect(marked('好笔的四德', '好笔有四德：尖、齐、圆、健。道德与笔无关，四方皆知。')).toEqual([
      '好笔',
      '四德',
    ]);
  });

  it('is marked in traditional text for a simplified query, and the other way round', () => {
    expect(marked('节气', '二十四節氣是漢族曆法。')).toEqual(['節氣']);
    expect(marked('節氣', '二十四节气')).toEqual(['节气']);
  });

  it('is marked by one character when the query has it alone', () => {
    expect(marked('砚', '端硯与歙砚')).toEqual(['硯', '砚']);
    expect(marked('砚是什么？', '端砚产于肇庆。')).toEqual(['砚']);
  });

  it('is marked over the line breaks and spaces of its layout, but not over a paragraph', () => {
    expect(marked('太阳位置', '按太\n阳 位置来定')).toEqual(['太\n阳 位置']);
    expect(marked('太阳', '太\n\n阳')).toEqual([]);
  });

  it('stands beside Latin words in one query', () => {
    expect(marked('WebGPU 显存', '没有WebGPU时，显存无关。')).toEqual(['WebGPU', '显存']);
  });

  it('goes by whole characters beyond the first plane', () => {
    expect(marked('𠮷野', '在𠮷野家')).toEqual(['𠮷野']);
  });
});

describe('phrases', () => {
  it('are the whole query when it has more than one word, in any layout', () => {
    expect(phrases('rest and leisure', 'The right to rest and\nleisure. Rest, and leisure.')).toEqual([
      'rest and\nleisure',
    ]);
    expect(phrases('rest and lei', 'The right to Rest and Leisure.')).toEqual(['Rest and Lei']);
    expect(phrases('四德', '好笔有四德')).toEqual(['四德']);
    expect(phrases('stone', 'A stone.')).toEqual([]);
  });

  it('are what stands in quotation marks of either language', () => {
    expect(phrases('ink “dry ink” 「端硯」', 'A stick of dry ink. 端砚。Ink dry.')).toEqual([
      'dry ink',
      '端砚',
    ]);
  });

  it('begin only when the quotation mark is closed', () => {
    expect(phrases('"dry ink', 'A stick of dry ink.')).toEqual(['dry ink']);
    expect(phrases('water "dry ink', 'A stick of dry ink.')).toEqual([]);
  });

  it('match whichever dash and apostrophe was typed', () => {
    expect(phrases("the stone's well-made", 'It is the stone’s well‑made edge.')).toEqual([
      'the stone’s well‑made',
    ]);
  });
});
