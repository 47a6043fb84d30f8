import { beforeAll, describe, expect, it } from 'vitest';
import { alignSentence } from '../../../../src/core/citations/align';
import { SourceSentences } from '../../../../src/core/citations/source-sentences';
import { scoreCitations, type CitationScore } from '../../../../src/lab/statements/citation-scores';
import { citeStatement, type CitedStatement } from '../../../../src/lab/statements/cite-statement';
import { samplePassages, sampleStatements } from '../../../fixtures/sample-statements';
import { createJudge, passagesOf } from '../../../fixtures/text-judge';

const passages = passagesOf({
  Harbour:
    'The harbour was built by Anna Weber in 1887. It is not open to tourists, and three ferries leave it each day. ' +
    'In March 1921 the company was bought by Lisbon Shipping for 4 million francs. ' +
    'Hawaii has tested four generations of ships. The old lighthouse has never been repaired.',
  海港:
    '海港由德国工程师韦伯于1887年建成。目前每天有三班渡轮驶往上海。港口没有对游客开放，但是可以在山上看到它。' +
    '1921年3月，公司被南京航运收购，价格为四百万法郎。旧灯塔从未修缮。五月渔节是当地最大的节日。',
});
const judge = createJudge(passages);
const sources = new SourceSentences(passages, judge.analyse);

async function isCited(sentence: string, hints: readonly number[] = []): Promise<boolean> {
  return (await alignSentence(sentence, sources, hints, judge)).length > 0;
}

async function expectCited(sentence: string): Promise<void> {
  expect(await isCited(sentence), sentence).toBe(true);
}

/** Whatever passage the model names. */
async function expectNotCited(sentence: string): Promise<void> {
  expect(await isCited(sentence), sentence).toBe(false);
  expect(await isCited(sentence, [1, 2]), `${sentence} [1, 2]`).toBe(false);
}

describe('a statement with a wrong number', () => {
  it('gets no citation, in digits, in words and in months', async () => {
    await expectCited('The harbour was built by Anna Weber in 1887.');
    await expectNotCited('The harbour was built by Anna Weber in 1897.');
    await expectNotCited('It is not open to tourists, and five ferries leave it each day.');
    await expectNotCited('In April 1921 the company was bought by Lisbon Shipping for 4 million francs.');
    await expectCited('目前每天有3班渡轮驶往上海。');
    await expectNotCited('目前每天有八班渡轮驶往上海。');
    await expectNotCited('1921年6月，公司被南京航运收购，价格为四百万法郎。');
    await expectNotCited('1921年3月，公司被南京航运收购，价格为六百万法郎。');
  });

  it('gets none from another sentence that has the number and is about something else', async () => {
    await expectNotCited('The harbour was built by Anna Weber in 1921.');
    await expectNotCited('海港由德国工程师韦伯于1921年建成。');
  });
});

describe('a statement whose number is right but for its scale or a part of it', () => {
  const scaled = passagesOf({
    Figures:
      'The company sold two billion units that year. The tower is thirty metres high. The town spent 5 million francs on the bridge.',
    数字: '公司当年售出二十亿台设备。博物馆收藏了三百五十件瓷器。该镇为大桥花费5万法郎。',
  });
  const scaledJudge = createJudge(scaled);
  const scaledSources = new SourceSentences(scaled, scaledJudge.analyse);

  it.each([
    ['The company sold two billion units that year.', 'The company sold two million units that year.'],
    ['The tower is thirty metres high.', 'The tower is thirty-five metres high.'],
    ['The town spent 5 million francs on the bridge.', 'The town spent 5 francs on the bridge.'],
    ['The town spent five million francs on the bridge.', 'The town spent five francs on the bridge.'],
    ['公司当年售出20亿台设备。', '公司当年售出二十万台设备。'],
    ['博物馆收藏了350件瓷器。', '博物馆收藏了三百件瓷器。'],
    ['该镇为大桥花费五万法郎。', '该镇为大桥花费5法郎。'],
  ])('gets no citation: %s', async (right, wrong) => {
    const spansOf = (sentence: string, hints: readonly number[]) =>
      alignSentence(sentence, scaledSources, hints, scaledJudge);
    expect(await spansOf(right, [])).toHaveLength(1);
    expect(await spansOf(wrong, [])).toEqual([]);
    expect(await spansOf(wrong, [1, 2])).toEqual([]);
  });
});

describe('a statement with a wrong name', () => {
  it('gets no citation, wherever the name stands', async () => {
    await expectNotCited('The harbour was built by Clara Weber in 1887.');
    await expectNotCited('Iowa has tested four generations of ships.');
    await expectNotCited('In March 1921 the company was bought by (Madrid) Shipping for 4 million francs.');
    await expectNotCited('海港由德国工程师李明远于1887年建成。');
    await expectNotCited('1921年3月，公司被广州航运收购，价格为四百万法郎。');
    await expectNotCited('目前每天有三班渡轮驶往拉萨。');
  });

  it('gets none when a single character is another one', async () => {
    await expectCited('五月渔节是当地最大的节日。');
    await expectNotCited('五月龙节是当地最大的节日。');
  });
});

describe('a statement that denies what the source says, or says what it denies', () => {
  it('gets no citation', async () => {
    await expectNotCited('The harbour was not built by Anna Weber in 1887.');
    await expectNotCited('It is open to tourists, and three ferries leave it each day.');
    await expectNotCited('The old lighthouse has always been repaired.');
    await expectNotCited('海港不是由德国工程师韦伯于1887年建成。');
    await expectNotCited('港口对游客开放，但是可以在山上看到它。');
    await expectNotCited('旧灯塔曾经修缮。');
  });

  it('gets one when both deny it, in whatever words', async () => {
    await expectCited("It isn't open to tourists, and three ferries leave it each day.");
    await expectCited('旧灯塔没有修缮。');
    await expectCited('港口没有对游客开放。');
  });
});

describe('a true statement', () => {
  it('keeps its citation when it is introduced, shortened, joined or put in other common words', async () => {
    await expectCited('According to the passage, the harbour was built by Anna Weber in 1887.');
    await expectCited('Three ferries leave the harbour each day.');
    await expectCited(
      'The harbour was built by Anna Weber in 1887, and in March 1921 the company was bought by Lisbon Shipping.',
    );
    await expectCited('根据资料，海港由德国工程师韦伯于1887年建成。');
    await expectCited('现在每天有三班渡轮驶往上海。');
    await expectCited('港口没有对游客开放，不过可以在山上看到它。');
    await expectCited('海港由德国工程师韦伯于1887年建成，目前每天有三班渡轮驶往上海。');
  });
});

describe('statements made from the sample library', () => {
  let cited: CitedStatement[] = [];
  let scores: CitationScore[] = [];

  beforeAll(async () => {
    const sampleJudge = createJudge(samplePassages);
    const sampleSources = new SourceSentences(samplePassages, sampleJudge.analyse);
    cited = [];
    for (const statement of sampleStatements(1, 15)) {
      cited.push(
        await citeStatement(statement, (sentence, hints) =>
          alignSentence(sentence, sampleSources, hints, sampleJudge),
        ),
      );
    }
    scores = scoreCitations(cited);
  }, 120_000);

  it('are cited where they stand if they are true, and not at all if they are altered', () => {
    expect(scores).toHaveLength(12);
    for (const { language, kind, statements, right } of scores) {
      expect(statements, `${language} ${kind}`).toBeGreaterThan(5);
      const least = kind === 'negated' ? 0.8 : kind === 'true' || kind === 'reworded' ? 0.9 : 0.95;
      expect(right, `${language} ${kind}`).toBeGreaterThanOrEqual(least);
    }
  });

  it('have quotes that are the stored text to the letter', () => {
    const spans = cited.flatMap((one) => one.spans);
    expect(spans.length).toBeGreaterThan(20);
    for (const { documentId, start, end, quote } of spans) {
      const passage = samplePassages.find(
        (one) => one.documentId === documentId && one.start <= start && end <= one.end,
      );
      expect(passage?.text.slice(start - passage.start, end - passage.start)).toBe(quote);
    }
  });
});
