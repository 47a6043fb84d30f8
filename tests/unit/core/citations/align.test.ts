import { describe, expect, it } from 'vitest';
import { alignSentence } from '../../../../src/core/citations/align';
import { SourceSentences } from '../../../../src/core/citations/source-sentences';
import { createJudge, documents, passagesOf } from '../../../fixtures/text-judge';

const passages = passagesOf(documents);
const judge = createJudge(passages);
const sources = new SourceSentences(passages, judge.analyse);

async function quotesFor(sentence: string, hints: readonly number[] = []): Promise<string[]> {
  const spans = await alignSentence(sentence, sources, hints, judge);
  for (const { documentId, start, end, quote } of spans) {
    const passage = passages.find((one) => one.documentId === documentId);
    expect(passage?.text.slice(start - passage.start, end - passage.start)).toBe(quote);
  }
  return spans.map(({ quote }) => quote);
}

describe('the spans that support a sentence', () => {
  it('are found by its words, in both languages', async () => {
    expect(await quotesFor('Duan inkstones come from Zhaoqing, a city in Guangdong.')).toEqual([
      'Duan inkstones come from Zhaoqing in Guangdong.',
    ]);
    expect(await quotesFor('宣纸产自安徽省泾县，原料是青檀树皮和稻草。')).toEqual([
      '宣纸产于安徽泾县，用青檀树皮和稻草制成。',
    ]);
  });

  it('are found across languages by meaning when the model names the passage', async () => {
    expect(await quotesFor('Brush tips are made of animal hair.', [3])).toEqual(['毛笔的笔头用动物毛制成。']);
  });

  it('are none when the sentence says something else, whatever the model claims', async () => {
    expect(await quotesFor('The stock market fell on Monday.', [1, 2, 3, 4])).toEqual([]);
    expect(await quotesFor('股市在周一大幅下跌。', [1, 2, 3, 4])).toEqual([]);
    expect(await quotesFor('是的。', [1])).toEqual([]);
    expect(await quotesFor('Duan inkstones come from Zhaoqing in Guangdong.', [99, 0, -1])).toHaveLength(1);
  });

  it('are none when a number differs', async () => {
    expect(await quotesFor('In 1978 the museum bought 308 inkstones.')).toHaveLength(1);
    expect(await quotesFor('In 1978 the museum bought 380 inkstones.')).toEqual([]);
    expect(await quotesFor('In 1987 the museum bought 308 inkstones.', [1])).toEqual([]);
    expect(await quotesFor('2009年，宣纸制作技艺列入人类非物质文化遗产名录。')).toHaveLength(1);
    expect(await quotesFor('2006年，宣纸制作技艺列入人类非物质文化遗产名录。')).toEqual([]);
  });

  it('take a number in other words as the same', async () => {
    expect(await quotesFor('The farm harvested 4,000,000 kilograms in 2015.')).toHaveLength(1);
    expect(await quotesFor('制作宣纸需要100多道工序，历时2年。')).toHaveLength(1);
  });

  it('are none when a name or a quotation is not in the source', async () => {
    expect(await quotesFor('The finest were carved by Gu Erniang during the Qing dynasty.')).toHaveLength(1);
    expect(await quotesFor('The finest were carved by Li Xiaoming during the Qing dynasty.')).toEqual([]);
    expect(await quotesFor('Lu Yu wrote "The Classic of Tea" in the eighth century.')).toHaveLength(1);
    expect(await quotesFor('Lu Yu wrote "The Book of Paper" in the eighth century.')).toEqual([]);
  });

  it('are two when it takes both', async () => {
    expect(await quotesFor('毛笔的笔头用动物毛制成，湖州产的毛笔最为有名，被称为湖笔。')).toEqual(
      expect.arrayContaining(['毛笔的笔头用动物毛制成。', '湖州产的毛笔最为有名，被称为湖笔。']),
    );
  });

  it('are found without vectors when the words agree', async () => {
    const before = judge.embedded();
    await quotesFor('Duan inkstones come from Zhaoqing in Guangdong.');
    expect(judge.embedded()).toBe(before);
  });

  it('are none without passages', async () => {
    expect(await alignSentence('Ink is black.', new SourceSentences([], judge.analyse), [1], judge)).toEqual(
      [],
    );
  });
});
