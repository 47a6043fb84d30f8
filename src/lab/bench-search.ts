import { seededRandom } from '../core/seeded-random';
import type { App } from '../services/create-app-services';
import { withBenchWorker } from './bench-worker';
import { percentile, round } from './metrics';
import { openApp, withApp } from './open-app';
import type { BenchOptions, BenchSearchResult, Report } from './protocol';
import { createSyntheticLibrary } from './synthetic-library';
import { SyntheticText } from './synthetic-text';

const vectorQueries = 200;
const questions = 200;
const removedChunks = 1000;

/** The vector index beside a plain loop and voy, then whole questions over a library of the same size. */
export async function benchSearch(options: BenchOptions, report: Report): Promise<BenchSearchResult> {
  const { chunks, dimension, voyChunks } = options;
  const vectors = await withBenchWorker((client) =>
    client.call(
      'vectors',
      { chunks, dimension, voyChunks, queries: vectorQueries },
      { onProgress: (message) => void report({ kind: 'progress', message }) },
    ),
  );
  const whole = await withApp(openApp({}, report), (app) => askLibrary(app, chunks, report));
  const { recall, residentBytes, ...app } = vectors.app;
  return {
    chunks,
    dimension,
    app: {
      ...times(app),
      'recall@10': round(recall, 4),
      residentBytes,
      bytesPerNumber: round(residentBytes / (chunks * dimension), 3),
      lexicalBytes: whole.lexicalBytes,
    },
    voy: { chunks: vectors.voy.chunks, ...times(vectors.voy) },
    plain: times(vectors.plain),
    ratioVoy: round(vectors.voy.p50 / vectors.voy.app.p50, 1),
    ratioPlain: round(vectors.plain.p50 / vectors.app.p50, 1),
    question: { ...times(whole.question), openMs: Math.round(whole.openMs) },
    removeMs: round(whole.removeMs, 1),
  };
}

async function askLibrary(app: App, chunks: number, report: Report) {
  const { modelPath, workers } = app;
  const { searchIndex, embedder } = workers;
  const model = await embedder.client.call('load', { modelPath });
  const { libraryId } = await createSyntheticLibrary(app, { chunks, model, isEmbedded: true }, report);
  const opened = await searchIndex.client.call('open', { libraryId, modelPath });
  const ask = (question: string) =>
    searchIndex.client.call('retrieve', { question, libraryIds: [libraryId], limit: 8, modelPath });

  await report({ kind: 'progress', message: `asking ${questions} questions` });
  const milliseconds: number[] = [];
  for (const question of syntheticQuestions(questions)) {
    const startedAt = performance.now();
    await ask(question);
    milliseconds.push(performance.now() - startedAt);
  }
  return {
    question: { p50: percentile(0.5, milliseconds), p95: percentile(0.95, milliseconds) },
    openMs: opened.openMs,
    lexicalBytes: opened.residentBytes.lexical,
    removeMs: await timeRemoval(app, libraryId, report),
  };
}

/** Removes a document that was found, and makes sure that it is found no more. */
async function timeRemoval(app: App, libraryId: string, report: Report): Promise<number> {
  const { modelPath, workers } = app;
  const { searchIndex, embedder } = workers;
  const model = await embedder.client.call('load', { modelPath });
  const large = await createSyntheticLibrary(
    app,
    { chunks: removedChunks, model, isEmbedded: true, libraryId, chunksPerDocument: removedChunks },
    report,
  );
  const [documentId = ''] = large.documentIds;
  const question = large.firstText.slice(0, 200);
  const find = async () => {
    const input = { question, libraryIds: [libraryId], limit: 8, modelPath };
    return (await searchIndex.client.call('retrieve', input)).passages.map((passage) => passage.documentId);
  };
  if (!(await find()).includes(documentId)) throw new Error('the document to be removed was not found');
  const startedAt = performance.now();
  await searchIndex.client.call('removeDocument', { documentId });
  const removedMs = performance.now() - startedAt;
  if ((await find()).includes(documentId)) throw new Error('the removed document was found');
  return removedMs;
}

function syntheticQuestions(count: number): string[] {
  const random = seededRandom(5);
  return Array.from({ length: count }, (_, i) => {
    const text = new SyntheticText(1_000_000 + i);
    return i % 2 === 0
      ? text.words(4 + Math.floor(random() * 8)).join(' ')
      : text.paragraph('zh').slice(0, 11);
  });
}

function times({ p50, p95 }: { p50: number; p95: number }) {
  return { p50: round(p50, 2), p95: round(p95, 2) };
}
