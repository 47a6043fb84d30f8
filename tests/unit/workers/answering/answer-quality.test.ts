import { describe, expect, it } from 'vitest';
import { readShortAnswer } from '../../../../src/core/answering/short-answer-text';
import type { Citation } from '../../../../src/core/citation';
import { detectLanguage } from '../../../../src/core/language';
import type { Passage } from '../../../../src/core/passage';
import { answerF1, containsAnswer } from '../../../../src/lab/answer-metrics';
import { mean } from '../../../../src/lab/metrics';
import type { QueryRecord } from '../../../../src/lab/retrieval-set';
import { answerExtractively } from '../../../../workers/answering/extractive-answer';
import { Collection, hasSharedData, readSet, sharedFolder } from '../../core/search/collection';

const passagesPerQuestion = 8;
/** A sample keeps the test short; INKSTONE_FULL=1 asks every question. */
const questionsPerSet = process.env['INKSTONE_FULL'] === '1' ? Infinity : 60;

/** The least shares of questions whose first quote, and any quote, holds the answer, and that get a short answer: none across languages. */
interface Target {
  readonly corpus: string;
  readonly queries: string;
  readonly first: number;
  readonly any: number;
  readonly shortShare: number;
}

const sets: readonly Target[] = [
  { corpus: 'xquad-en-dev', queries: 'xquad-en-dev', first: 0.78, any: 0.9, shortShare: 0.08 },
  { corpus: 'xquad-zh-dev', queries: 'xquad-zh-dev', first: 0.78, any: 0.9, shortShare: 0.08 },
  { corpus: 'cmrc2018-trial', queries: 'cmrc2018-trial', first: 0.78, any: 0.88, shortShare: 0.1 },
  { corpus: 'drcd-dev', queries: 'drcd-dev', first: 0.84, any: 0.92, shortShare: 0.08 },
  { corpus: 'xquad-zh-dev', queries: 'xquad-en-dev', first: 0.55, any: 0.72, shortShare: 0 },
  { corpus: 'xquad-en-dev', queries: 'xquad-zh-dev', first: 0.5, any: 0.7, shortShare: 0 },
];

if (!hasSharedData) console.log(`answer quality: skipped, no retrieval sets in ${sharedFolder}`);

describe.skipIf(!hasSharedData)('the quoted sentences', () => {
  it.each(sets)(
    'hold the answer to most of $queries over $corpus',
    { timeout: 600_000 },
    async ({ corpus, queries, first, any, shortShare }) => {
      const set = readSet(corpus);
      const collection = new Collection();
      await collection.addAll(set.corpus);
      // Questions of another language have the same ids; the answers that can be quoted are the corpus's.
      const answers = new Map(set.queries.map((query) => [query.id, query.answers]));
      const asked = sample(readSet(queries).queries);
      let firstHolds = 0;
      let anyHolds = 0;
      let quotes = 0;
      const shorts: { f1: number; contains: boolean }[] = [];
      for (const query of asked) {
        const { citations: cited, short } = await answerTo(query, collection, set.corpus);
        const accepted = answers.get(query.id) ?? [];
        if (short !== undefined) {
          expect(cited[0]?.quote).toContain(short);
          shorts.push({ f1: answerF1(short, accepted), contains: containsAnswer(short, accepted) });
        }
        const holds = cited.map(({ quote }) => containsAnswer(quote, accepted));
        if (holds[0] === true) firstHolds += 1;
        if (holds.includes(true)) anyHolds += 1;
        quotes += cited.length;
        expect(cited.length).toBeLessThanOrEqual(3);
      }
      const shortF1 = mean(shorts.map(({ f1 }) => f1));
      const share = (count: number): string => `${((100 * count) / asked.length).toFixed(1)} %`;
      console.log(
        `${queries} over ${corpus}: of ${asked.length} answers ${share(firstHolds)} hold it in the first quote, ` +
          `${share(anyHolds)} in any of ${(quotes / asked.length).toFixed(1)}; ${share(shorts.length)} are short, ` +
          `F1 ${shortF1.toFixed(2)}, ${shorts.filter(({ contains }) => contains).length} hold it`,
      );
      expect(firstHolds / asked.length).toBeGreaterThan(first);
      expect(anyHolds / asked.length).toBeGreaterThan(any);
      if (shortShare === 0) {
        expect(shorts).toEqual([]);
      } else {
        expect(shorts.length / asked.length).toBeGreaterThan(shortShare);
        expect(shortF1).toBeGreaterThan(0.6);
      }
    },
  );
});

function sample(queries: readonly QueryRecord[]): QueryRecord[] {
  const answered = queries.filter(({ answers }) => answers.length > 0);
  const stride = Math.max(1, answered.length / questionsPerSet);
  return answered.filter((_, i) => Math.floor(i / stride) !== Math.floor((i - 1) / stride));
}

async function answerTo(
  { text }: QueryRecord,
  collection: Collection,
  corpus: readonly { id: string; title: string }[],
): Promise<{ citations: Citation[]; short: string | undefined }> {
  const { candidates } = await collection.search(text);
  const passages = candidates.slice(0, passagesPerQuestion).flatMap((candidate): Passage[] => {
    const { documentId, ordinal, score, lanes } = candidate;
    const chunk = collection.chunks.get(documentId)?.[ordinal];
    const title = corpus.find(({ id }) => id === documentId)?.title;
    const named = { documentName: `${documentId}.txt`, ...(title ? { documentTitle: title } : {}) };
    return chunk ? [{ ...chunk, ...named, documentId, libraryId: 'library', score, lanes }] : [];
  });
  const judge = {
    analyse: collection.analyse,
    idf: (term: string) => collection.library.idf(term),
    embed: async (texts: readonly string[]) => {
      const vectors = await collection.embed(texts);
      const dimension = vectors.length / Math.max(1, texts.length);
      return texts.map((_, i) => vectors.subarray(i * dimension, (i + 1) * dimension));
    },
  };
  const request = { question: text, language: detectLanguage(text), passages, history: [] };
  const citations: Citation[] = [];
  let answer = '';
  for await (const event of answerExtractively(request, judge, new AbortController().signal)) {
    if (event.kind === 'citation') citations.push(event.citation);
    if (event.kind === 'text') answer += event.text;
  }
  return { citations, short: readShortAnswer(answer) };
}
