import type { EmbedderContract } from '../contracts/embedder';
import { embeddingThreads } from '../core/embedding-threads';
import type { AddedFile } from '../services/app-services';
import type { App } from '../services/create-app-services';
import { WorkerHandle } from '../services/workers';
import { ingestByApp, type AppIngest } from './bench-ingest-app';
import { ingestPlainly, type PlainIngest } from './bench-ingest-plain';
import { fetchFile } from './fetch-file';
import { madeDocuments } from './made-documents';
import { round } from './metrics';
import { openApp, withApp } from './open-app';
import type { BenchIngestOptions, BenchIngestResult, PlainIngestResult, Report } from './protocol';

/** Workers of the plain loops: one with the runtime's threads, for models that run in it, and one without. */
const plainEmbedders = {
  oneThread: () =>
    new Worker(new URL('../../workers/plain-embedder.worker.ts', import.meta.url), {
      type: 'module',
      name: 'one thread',
    }),
  sameThreads: () =>
    new Worker(new URL('../../workers/plain-embedder.worker.ts', import.meta.url), {
      type: 'module',
      name: 'same threads',
    }),
};

const fetchesAtOnce = 32;

type Loop = keyof typeof plainEmbedders;

/**
 * Import by the app beside plain loops over the same files, end to end. Every way gets an app of its own in each
 * round, and every second round takes them in the other order.
 */
export async function benchIngest(options: BenchIngestOptions, report: Report): Promise<BenchIngestResult> {
  const { modelPath, rounds } = options;
  const files = options.files ? await fetchAll(options.files) : madeDocuments(options.chunks);
  const ofApp: AppIngest[] = [];
  const ofLoops: Record<Loop, PlainIngest[]> = { oneThread: [], sameThreads: [] };

  async function measure(way: 'app' | Loop): Promise<void> {
    await withApp(openApp(modelPath === undefined ? {} : { modelPath }, report), async (app) => {
      await report({ kind: 'progress', message: `importing ${files.length} files: ${way}` });
      if (way === 'app') ofApp.push(await ingestByApp(app, files));
      else ofLoops[way].push(await ingestByLoop(way, app, files));
    });
  }

  // The embedded model runs without the runtime, and so without its threads.
  const loops: readonly Loop[] = modelPath === undefined ? ['oneThread'] : ['oneThread', 'sameThreads'];
  const ways = ['app', ...loops] as const;
  for (let i = 0; i < rounds; i += 1) {
    for (const way of i % 2 === 0 ? ways : ways.toReversed()) await measure(way);
  }

  const [first] = ofApp;
  const speed = speedOf(ofApp);
  const peaks = ofApp.flatMap(({ peakBytes }) => peakBytes ?? []);
  const threads = modelPath === undefined ? 1 : embeddingThreads(globalThis);
  const plain = plainResult(ofLoops.oneThread, 1);
  const sameThreads = plainResult(ofLoops.sameThreads, threads);
  return {
    documents: first?.documents ?? 0,
    failed: first?.failed ?? 0,
    chunks: first?.chunks ?? 0,
    rounds,
    app: {
      chunksPerSecond: round(speed, 1),
      threads,
      longestTaskMs: Math.round(Math.max(...ofApp.map(({ longestTaskMs }) => longestTaskMs))),
      peakBytes: peaks.length === 0 ? null : Math.max(...peaks),
    },
    plain,
    ratio: round(speed / plain.chunksPerSecond, 2),
    ...(loops.includes('sameThreads')
      ? { sameThreads, ratioSameThreads: round(speed / sameThreads.chunksPerSecond, 2) }
      : {}),
  };
}

/** Some at a time: a browser refuses thousands of requests at once. */
async function fetchAll(files: NonNullable<BenchIngestOptions['files']>): Promise<AddedFile[]> {
  const fetched: AddedFile[] = [];
  for (let first = 0; first < files.length; first += fetchesAtOnce) {
    const some = files.slice(first, first + fetchesAtOnce);
    const added = some.map(async (file) => ({ file: await fetchFile(file), path: file.path }));
    fetched.push(...(await Promise.all(added)));
  }
  return fetched;
}

async function ingestByLoop(loop: Loop, app: App, files: readonly AddedFile[]): Promise<PlainIngest> {
  const embedder = new WorkerHandle<EmbedderContract>(plainEmbedders[loop]);
  try {
    return await ingestPlainly(app, embedder.client, files);
  } finally {
    embedder.stop();
  }
}

/** Chunks a second in the fastest round, the one least disturbed by what else the machine does. */
function speedOf(rounds: readonly { readonly chunks: number; readonly milliseconds: number }[]): number {
  return Math.max(...rounds.map(({ chunks, milliseconds }) => (1000 * chunks) / milliseconds));
}

function plainResult(rounds: readonly PlainIngest[], threads: number): PlainIngestResult {
  return {
    chunksPerSecond: round(speedOf(rounds), 1),
    threads,
    chunks: rounds[0]?.chunks ?? 0,
    textsPerCall: 1,
    chunksPerTransaction: 1,
    durability: 'default',
  };
}
