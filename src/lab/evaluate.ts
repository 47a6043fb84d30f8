import { AppError } from '../core/app-error';
import type { Retrieval } from '../core/passage';
import type { App } from '../services/create-app-services';
import { abstentionCurve } from './abstention';
import { answerAll } from './evaluate-answers';
import { seededRandom } from '../core/seeded-random';
import { randomSubstrings } from './exact-search';
import { fetchText } from './fetch-file';
import { importCorpus, type ImportedCorpus } from './import-corpus';
import {
  mean,
  ndcgAt,
  percentile,
  rankDocuments,
  recallAt,
  reciprocalRankAt,
  round,
  type Grades,
} from './metrics';
import { openApp, withApp } from './open-app';
import type { EvaluateOptions, EvaluateResult, Report } from './protocol';
import { readCorpus, readIds, readQrels, readQueries, type QueryRecord } from './retrieval-set';

const rankDepth = 10;
/** Chunks asked for, so that ten different documents are among them. */
const passageDepth = 30;
const deeperPassages = 200;

interface Search {
  readonly app: App;
  readonly corpus: ImportedCorpus;
  readonly options: EvaluateOptions;
}

/** Measures search and answers over a retrieval set, through the app's own import and index. */
export async function evaluate(options: EvaluateOptions, report: Report): Promise<EvaluateResult> {
  const records = readCorpus(await fetchText(options.corpusUrl));
  const qrels = readQrels(await fetchText(options.qrelsUrl));
  const all = readQueries(await fetchText(options.queriesUrl));
  const queries = all.filter(({ id }) => qrels.has(id)).slice(0, options.limit);
  if (queries.length === 0) throw new AppError('invalid-input', 'no question has a judgement in the qrels');

  const { modelPath, rerankerPath } = options;
  const models = {
    ...(modelPath === undefined ? {} : { modelPath }),
    ...(rerankerPath === undefined ? {} : { rerankerPath }),
  };
  let found: Retrieval | undefined;
  const onRetrieval = (retrieval: Retrieval): void => {
    found = retrieval;
  };
  return withApp(openApp({ ...models, onRetrieval }, report), async (app) => {
    const corpus = await importCorpus(app, records, report, options.splitting);
    const search: Search = { app, corpus, options };
    const { libraryId } = corpus;
    const { index } = options;
    await app.workers.searchIndex.client.call('open', { libraryId, modelPath: app.modelPath, index });
    const ranked = await rankAll(search, queries, qrels, report);
    return {
      ...ranked,
      queries: queries.length,
      documents: records.length,
      chunks: corpus.chunkTexts.length,
      ingestMs: Math.round(corpus.ingestMs),
      ...(options.exact === undefined ? {} : { exactFirst: await exactFirst(search, options.exact, report) }),
      ...(options.answers
        ? await answerAll({ app, libraryId, lastRetrieval: () => found }, queries, report)
        : {}),
      // Last, because it takes documents away.
      ...(options.unanswerable ? await abstention(search, queries, qrels, options.unanswerable, report) : {}),
    };
  });
}

async function rankAll(
  search: Search,
  queries: readonly QueryRecord[],
  qrels: ReadonlyMap<string, Grades>,
  report: Report,
) {
  const scores: { ndcg: number; recall1: number; recall5: number; recall10: number; rank: number }[] = [];
  const milliseconds: number[] = [];
  for (const { id, text } of queries) {
    if (scores.length % 50 === 0) {
      await report({ kind: 'progress', message: `question ${scores.length} of ${queries.length}` });
    }
    const startedAt = performance.now();
    let ranking = documentsOf(search, await retrieve(search, text, passageDepth));
    milliseconds.push(performance.now() - startedAt);
    if (ranking.length < rankDepth) {
      ranking = documentsOf(search, await retrieve(search, text, deeperPassages));
    }
    const grades = qrels.get(id) ?? new Map<string, number>();
    scores.push({
      ndcg: ndcgAt(rankDepth, ranking, grades),
      recall1: recallAt(1, ranking, grades),
      recall5: recallAt(5, ranking, grades),
      recall10: recallAt(10, ranking, grades),
      rank: reciprocalRankAt(rankDepth, ranking, grades),
    });
  }
  return {
    'ndcg@10': round(mean(scores.map(({ ndcg }) => ndcg)), 4),
    'recall@1': round(mean(scores.map(({ recall1 }) => recall1)), 4),
    'recall@5': round(mean(scores.map(({ recall5 }) => recall5)), 4),
    'recall@10': round(mean(scores.map(({ recall10 }) => recall10)), 4),
    'mrr@10': round(mean(scores.map(({ rank }) => rank)), 4),
    retrieveMs: {
      p50: round(percentile(0.5, milliseconds), 2),
      p95: round(percentile(0.95, milliseconds), 2),
    },
  };
}

async function retrieve(
  { app, corpus, options }: Search,
  question: string,
  limit: number,
): Promise<Retrieval> {
  const retrieval = await app.workers.searchIndex.client.call('retrieve', {
    question,
    libraryIds: [corpus.libraryId],
    limit,
    modelPath: app.modelPath,
    lanes: options.lanes,
    index: options.index,
    ...(options.rerankerPath === undefined ? {} : { rerankerPath: options.rerankerPath }),
  });
  // A measurement without the reranker must not pass for one with it.
  if (retrieval.warning) throw new AppError(retrieval.warning.code, retrieval.warning.message);
  return retrieval;
}

function documentsOf({ corpus }: Search, { passages }: Retrieval): string[] {
  return rankDocuments(passages.map(({ documentId }) => corpus.recordIds.get(documentId) ?? documentId));
}

/** The share of random pieces of text that are found in the first passage. */
async function exactFirst(search: Search, count: number, report: Report): Promise<number> {
  await report({ kind: 'progress', message: `searching for ${count} exact pieces of text` });
  const pieces = randomSubstrings(search.corpus.chunkTexts, { count, length: 12, random: seededRandom(1) });
  const hits: number[] = [];
  for (const piece of pieces) {
    const { passages } = await retrieve(search, piece, 1);
    hits.push(passages[0]?.text.includes(piece) ? 1 : 0);
  }
  return round(mean(hits), 4);
}

/** Asks what the library cannot answer any more, and what it still can, and compares the confidences. */
async function abstention(
  search: Search,
  queries: readonly QueryRecord[],
  qrels: ReadonlyMap<string, Grades>,
  urls: { queriesUrl: string; dropUrl: string },
  report: Report,
): Promise<Pick<EvaluateResult, 'abstention' | 'gate'>> {
  const { app, corpus } = search;
  const unanswerable = readQueries(await fetchText(urls.queriesUrl));
  const dropped = new Set(readIds(await fetchText(urls.dropUrl)));
  for (const [documentId, recordId] of corpus.recordIds) {
    if (dropped.has(recordId)) await app.workers.searchIndex.client.call('removeDocument', { documentId });
  }
  const answerable = queries.filter(({ id }) => {
    const relevant = [...(qrels.get(id) ?? [])].filter(([, grade]) => grade > 0);
    return relevant.every(([documentId]) => !dropped.has(documentId));
  });
  await report({ kind: 'progress', message: `asking ${unanswerable.length} unanswerable questions` });
  const refusedUnanswerable = await askAll(search, unanswerable);
  const refusedAnswerable = await askAll(search, answerable);
  return {
    abstention: abstentionCurve(
      refusedUnanswerable.map(({ confidence }) => confidence),
      refusedAnswerable.map(({ confidence }) => confidence),
    ),
    gate: {
      refusedUnanswerable: round(mean(refusedUnanswerable.map(({ abstain }) => Number(abstain))), 4),
      refusedAnswerable: round(mean(refusedAnswerable.map(({ abstain }) => Number(abstain))), 4),
    },
  };
}

async function askAll(search: Search, queries: readonly QueryRecord[]): Promise<Retrieval[]> {
  const retrievals: Retrieval[] = [];
  for (const { text } of queries) retrievals.push(await retrieve(search, text, 8));
  return retrievals;
}
