import { beforeAll, describe, expect, it } from 'vitest';
import type { Lanes } from '../../../../src/core/passage';
import { abstainThreshold } from '../../../../src/core/search/answerability';
import { mean, ndcgAt, rankDocuments, recallAt } from '../../../../src/lab/metrics';
import type { QueryRecord } from '../../../../src/lab/retrieval-set';
import { Collection, hasSharedData, readSet, readUnanswerable, type RetrievalSet } from './collection';

/** INKSTONE_RETRIEVAL=full asks every question, and the large sets too. */
const isFull = process.env['INKSTONE_RETRIEVAL'] === 'full';
const mostQuestions = isFull ? Infinity : 200;
/** What the hybrid may lose against the better lane: half as much when nothing is left to the sample. */
const tolerance = isFull ? 0.005 : 0.01;
const timeoutMs = isFull ? 600_000 : 60_000;

if (!hasSharedData) console.log('retrieval quality: skipped, the shared data is not here');

describe.skipIf(!hasSharedData)('retrieval quality', () => {
  const large = ['drcd-dev', 'scifact-train'];
  const names = ['xquad-en-dev', 'xquad-zh-dev', 'cmrc2018-trial', 'nq-dev', ...(isFull ? large : [])];

  it.each(names)(
    'the hybrid is as good as the better lane on %s',
    async (name) => {
      const figures = await measure(name, readSet(name));
      expect(figures.hybrid).toBeGreaterThanOrEqual(Math.max(figures.lexical, figures.dense) - tolerance);
    },
    timeoutMs,
  );

  describe('across languages', () => {
    let english: RetrievalSet;
    let chinese: RetrievalSet;

    beforeAll(() => {
      english = readSet('xquad-en-dev');
      chinese = readSet('xquad-zh-dev');
    });

    it(
      'the hybrid finds text in the other language',
      async () => {
        const toChinese = await measure('en over zh', { ...english, corpus: chinese.corpus });
        const toEnglish = await measure('zh over en', { ...chinese, corpus: english.corpus });
        for (const { hybrid, dense } of [toChinese, toEnglish]) {
          expect(hybrid).toBeGreaterThanOrEqual(0.7);
          expect(hybrid).toBeGreaterThanOrEqual(dense - tolerance);
        }
      },
      timeoutMs,
    );

    it(
      'the hybrid finds what is there in one language only, in a library of both',
      async () => {
        const isEnglishHere = (id: string): boolean => Number(id.slice(1, 3)) % 4 < 2;
        const corpus = [
          ...english.corpus.filter(({ id }) => isEnglishHere(id)),
          ...chinese.corpus.filter(({ id }) => !isEnglishHere(id)),
        ];
        for (const { set, name } of [
          { set: english, name: 'en over both' },
          { set: chinese, name: 'zh over both' },
        ]) {
          const { hybrid, dense, lexical } = await measure(name, { ...set, corpus });
          expect(hybrid).toBeGreaterThanOrEqual(Math.max(dense, lexical));
        }
      },
      timeoutMs,
    );
  });

  it.each(['xquad-en-dev', 'xquad-zh-dev'])(
    'the gate refuses what %s cannot answer and little of what it can',
    async (name) => {
      const { corpus, queries } = readSet(name);
      const unanswerable = readUnanswerable(name);
      const whole = await collectionOf(corpus);
      const cut = await collectionOf(corpus.filter(({ id }) => !unanswerable.dropped.has(id)));
      const foreign = readSet(name === 'xquad-en-dev' ? 'nq-dev' : 'cmrc2018-trial').queries;
      const confidences = {
        answerable: await ask(whole, sampled(queries)),
        unanswerable: await ask(cut, sampled(unanswerable.queries)),
        foreign: await ask(whole, sampled(foreign)),
      };
      for (const threshold of [0.05, 0.1, abstainThreshold, 0.2, 0.3, 0.5]) {
        const refused = Object.entries(confidences).map(([kind, values]) => [
          kind,
          shareBelow(threshold, values).toFixed(3),
        ]);
        console.log(`gate ${name} at ${threshold}: ${refused.map((pair) => pair.join(' ')).join(', ')}`);
      }
      expect(shareBelow(abstainThreshold, confidences.answerable)).toBeLessThanOrEqual(0.06);
      expect(shareBelow(abstainThreshold, confidences.unanswerable)).toBeGreaterThanOrEqual(0.7);
      expect(shareBelow(abstainThreshold, confidences.foreign)).toBeGreaterThanOrEqual(0.94);
    },
    timeoutMs,
  );

  it(
    'the gate lets questions pass whose answer is in another language',
    async () => {
      for (const [asked, text] of [
        ['xquad-en-dev', 'xquad-zh-dev'],
        ['xquad-zh-dev', 'xquad-en-dev'],
      ] as const) {
        const collection = await collectionOf(readSet(text).corpus);
        const refused = shareBelow(abstainThreshold, await ask(collection, sampled(readSet(asked).queries)));
        console.log(`gate ${asked} over ${text}: answerable ${refused.toFixed(3)}`);
        expect(refused).toBeLessThanOrEqual(0.08);
      }
    },
    timeoutMs,
  );
});

/** nDCG@10 of each lane; prints it with the recalls. */
async function measure(
  name: string,
  { corpus, queries, qrels }: RetrievalSet,
): Promise<Record<Lanes, number>> {
  const collection = await collectionOf(corpus);
  const figures = { lexical: 0, dense: 0, hybrid: 0 };
  for (const lanes of ['lexical', 'dense', 'hybrid'] as const) {
    const scores: number[][] = [];
    for (const { id, text } of sampled(queries)) {
      const { candidates } = await collection.search(text, { lanes });
      const ranking = rankDocuments(candidates.map((candidate) => candidate.documentId));
      const grades = qrels.get(id) ?? new Map<string, number>();
      scores.push([ndcgAt(10, ranking, grades), ...[1, 5, 10].map((k) => recallAt(k, ranking, grades))]);
    }
    const means = [0, 1, 2, 3].map((column) => mean(scores.map((row) => row[column] ?? 0)));
    figures[lanes] = means[0] ?? 0;
    const [ndcg, ...recalls] = means.map((value) => value.toFixed(4));
    console.log(`${name} ${lanes}: nDCG@10 ${ndcg ?? ''}, recall@1/5/10 ${recalls.join(' ')}`);
  }
  return figures;
}

async function collectionOf(corpus: RetrievalSet['corpus']): Promise<Collection> {
  const collection = new Collection();
  await collection.addAll(corpus);
  return collection;
}

async function ask(collection: Collection, queries: readonly QueryRecord[]): Promise<number[]> {
  const confidences: number[] = [];
  for (const { text } of queries) confidences.push(await collection.confidence(text));
  return confidences;
}

/** Evenly spread, for questions about one passage follow each other. */
function sampled<T>(items: readonly T[]): T[] {
  const step = Math.max(1, Math.ceil(items.length / mostQuestions));
  return items.filter((_, i) => i % step === 0);
}

function shareBelow(threshold: number, values: readonly number[]): number {
  return values.filter((value) => value < threshold).length / values.length;
}
