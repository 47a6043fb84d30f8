import { describe, expect, it } from 'vitest';
import { isQuoteLead, quoteLead } from '../../../../src/core/answering/frames';
import { leansBack } from '../../../../src/core/answering/leans-back';
import { sentencesOf } from '../../../../src/core/answering/sentence-candidates';
import { rowsIn } from '../../../../src/core/answering/table-rows';
import type { Passage } from '../../../../src/core/passage';
import { selectPassages } from '../../../../src/core/search/select-passages';
import { samePassages } from '../../../../workers/indexing/same-passages';
import { passagesOf } from '../../../fixtures/text-judge';

const csv = 'City\tFounded\tNotes\nAnqing\t1217\tOn the river. It has a pagoda.\nWuhu\t1876\tA port.';

function passage(title: string, text: string, more: Partial<Passage> = {}): Passage {
  const [made] = passagesOf({ [title]: text });
  if (!made) throw new Error('no passage');
  return { ...made, ...more };
}

const quotable = (passages: readonly Passage[]): string[] =>
  sentencesOf(passages).flatMap(({ isQuotable, text }) => (isQuotable ? [text] : []));

describe('rows of a table', () => {
  it('are quoted whole, whatever stops stand in their cells, and their header is not', () => {
    expect(quotable([passage('Cities', csv)])).toEqual([
      'Anqing\t1217\tOn the river. It has a pagoda.',
      'Wuhu\t1876\tA port.',
    ]);
  });

  it('know the names of their columns, also below a header that stands in another passage', () => {
    const columns = ['City', 'Founded', 'Notes'];
    expect(rowsIn({ text: csv }).map((row) => [row.isHeader, row.columns])).toEqual([
      [true, columns],
      [false, columns],
      [false, columns],
    ]);
    const [row] = rowsIn({ text: 'Wuhu\t1876\tA port.', tableHeader: 'City\tFounded\tNotes' });
    expect(row).toMatchObject({ isHeader: false, columns });
  });

  it('are not seen in prose or in indented code', () => {
    expect(rowsIn({ text: 'One line.\nAnother.' })).toEqual([]);
    expect(rowsIn({ text: 'if x:\n\treturn 1\n\tpass' })).toEqual([]);
  });
});

it('a label with its value can be quoted, a lone label or number cannot', () => {
  const list = 'Capital: Orvik\n\n首都：奥维克\n\nArticle 25\n\nCapital:\n\nAt 10:30\n\nOrvik';
  expect(quotable([passage('Kelland', list)])).toEqual(['Capital: Orvik', '首都：奥维克']);
});

describe('a note among the passages', () => {
  const source = passage('Tea', 'The farm harvested 4 million kilograms in 2015. Workers earned little.');
  const note = passage(
    'How much tea?',
    '4 million kilograms[1]\n\nFrom “Tea”:\n\nThe farm harvested 4 million kilograms in 2015.[1]\n\nI think that is much.\n\n[1] Tea.md: The farm harvested 4 million kilograms in 2015. It did.',
    { isNote: true },
  );

  it('is not quoted for words that its source says, nor for its footnotes', () => {
    expect(quotable([note, source])).toEqual([
      'I think that is much.',
      'The farm harvested 4 million kilograms in 2015.',
      'Workers earned little.',
    ]);
  });

  it('is quoted for those words where its source is not among the passages', () => {
    expect(quotable([note])).toContain('The farm harvested 4 million kilograms in 2015.');
    expect(quotable([note]).some((text) => text.startsWith('[1]') || text === 'It did.')).toBe(false);
  });

  it('leaves the footnotes of other documents what they are', () => {
    const paper = passage('Paper', 'As said.[1]\n\n[1] The price fell by half in 1929.');
    expect(quotable([paper])).toContain('[1] The price fell by half in 1929.');
  });

  it('does not keep the document that it quotes from being read', () => {
    const ranked = [note, source].map((one, i) => ({
      ...one,
      score: 1 - i / 10,
      isNote: one.isNote === true,
    }));
    expect(selectPassages(ranked, 8).map(({ best }) => best.documentId)).toContain(source.documentId);
    const copy = { ...source, documentId: 'copy', score: 0.8, isNote: false };
    const both = selectPassages([{ ...source, score: 1, isNote: false }, copy], 8);
    expect(both).toHaveLength(1);
  });

  it('has the words before its quotes told from what it says', () => {
    for (const language of ['en', 'zh'] as const) {
      for (const of of ['en', 'zh'] as const) {
        expect(isQuoteLead(quoteLead(language, { name: 'Tea and 茶', language: of }).trim())).toBe(true);
      }
    }
    expect(isQuoteLead('From “Tea” we learn much.')).toBe(false);
  });
});

describe('a sentence', () => {
  it.each(['因此它被称为笨蛋水果。', '該船沉沒。', 'It was called so.', 'Therefore it fell.'])(
    '%s leans back',
    (text) => {
      expect(leansBack(text)).toBe(true);
    },
  );

  it.each(['此外还有港口。', 'Italy is large.', 'The harbour opened.', '其他人走了。'])(
    '%s stands alone',
    (text) => {
      expect(leansBack(text)).toBe(false);
    },
  );
});

describe('the passages of one answer', () => {
  it('are the same as a copy of them, and not as others', () => {
    const [a, b] = [passage('A', 'One.'), passage('B', 'Two.')];
    expect(samePassages([a, b], structuredClone([a, b]))).toBe(true);
    expect(samePassages([a, b], [b, a])).toBe(false);
    expect(samePassages([a], [{ ...a, text: 'New.' }])).toBe(false);
    expect(samePassages([a], [a, b])).toBe(false);
  });
});
