import { describe, expect, it } from 'vitest';
import { leansOnHistory, standaloneQuestion } from '../../../../src/core/standalone-question';
import { rankDocuments } from '../../../../src/lab/metrics';
import { Collection, hasSharedData, readSet } from '../search/collection';
import { followUpPairs, shortenChinese, shortenEnglish } from './follow-up-pairs';

const timeoutMs = 120_000;

if (!hasSharedData) console.log('follow-ups: skipped, the shared data is not here');

describe.skipIf(!hasSharedData)('follow-ups over real passages', () => {
  it.each([
    ['xquad-en-dev', shortenEnglish],
    ['xquad-zh-dev', shortenChinese],
    ['cmrc2018-trial', shortenChinese],
  ] as const)(
    'find the passage of %s at least as often once they are completed',
    async (name, shorten) => {
      const set = readSet(name);
      const pairs = followUpPairs(set, shorten);
      expect(pairs.length).toBeGreaterThan(40);
      const collection = new Collection();
      await collection.addAll(set.corpus);
      const first = async (question: string): Promise<string | undefined> => {
        const { candidates } = await collection.search(question);
        return rankDocuments(candidates.map(({ documentId }) => documentId))[0];
      };
      const hits = { asAsked: 0, joined: 0, completed: 0 };
      for (const { before, asks, passageId } of pairs) {
        const completed = standaloneQuestion(asks, [{ question: before }]);
        if ((await first(asks)) === passageId) hits.asAsked += 1;
        if ((await first(`${before} ${asks}`)) === passageId) hits.joined += 1;
        if ((await first(completed)) === passageId) hits.completed += 1;
      }
      const shares = Object.entries(hits).map(
        ([way, count]) => `${way} ${(count / pairs.length).toFixed(3)}`,
      );
      console.log(`follow-ups of ${name}, recall@1 of ${pairs.length}: ${shares.join(', ')}`);
      expect(hits.completed).toBeGreaterThanOrEqual(hits.asAsked);
    },
    timeoutMs,
  );

  // Some of their questions do point outside themselves, so the share is not expected to be nothing.
  it.each([
    ['xquad-en-dev', 0.06],
    ['nq-dev', 0.07],
    ['xquad-zh-dev', 0.06],
    ['cmrc2018-trial', 0.03],
    ['drcd-dev', 0.02],
  ] as const)('few questions of %s, all asked by themselves, are taken for follow-ups', (name, most) => {
    const { queries } = readSet(name);
    const history = [{ question: 'What is an inkstone?' }];
    const taken = queries.filter(({ text }) => leansOnHistory(text, history)).length / queries.length;
    console.log(`taken for follow-ups in ${name}: ${taken.toFixed(4)}`);
    expect(taken).toBeLessThanOrEqual(most);
  });
});
