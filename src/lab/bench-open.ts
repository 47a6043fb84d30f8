import type { OpenBench } from '../contracts/bench';
import { vectorSpaceKey, type EmbeddingModel } from '../core/embedding-model';
import { withBenchWorker } from './bench-worker';
import { round } from './metrics';
import { openApp, withApp } from './open-app';
import type { BenchOpenResult, BenchOptions, Report } from './protocol';
import { createSyntheticLibrary } from './synthetic-library';
import { SyntheticText } from './synthetic-text';

/** From IndexedDB to the first answer, for the app and for voy. */
export async function benchOpen(options: BenchOptions, report: Report): Promise<BenchOpenResult> {
  const { chunks, dimension, voyChunks } = options;
  const model: EmbeddingModel = {
    id: 'made-up',
    dtype: 'q8',
    dimension,
    prefixes: { query: '', passage: '' },
    maxTokens: 512,
  };
  const [whole, small] = await withApp(openApp({}, report), async (app) => {
    const libraries = [];
    for (const size of [chunks, voyChunks]) {
      libraries.push(await createSyntheticLibrary(app, { chunks: size, model, isEmbedded: false }, report));
    }
    return libraries.map(({ libraryId }) => libraryId);
  });
  const open = (libraryId = ''): Promise<OpenBench> =>
    withBenchWorker((client) =>
      client.call('open', {
        libraryId,
        space: vectorSpaceKey(model),
        dimension,
        terms: new SyntheticText(1_000_000).words(8),
      }),
    );
  await report({ kind: 'progress', message: 'opening the libraries' });
  const app = await open(whole);
  const atVoySize = await open(small);
  const voy = await withBenchWorker((client) =>
    client.call(
      'openVoy',
      { chunks: voyChunks, dimension },
      { onProgress: (message) => void report({ kind: 'progress', message }) },
    ),
  );
  return {
    chunks,
    dimension,
    app: {
      milliseconds: Math.round(app.milliseconds),
      vectorsMs: Math.round(app.vectorsMs),
      atVoySizeMs: Math.round(atVoySize.vectorsMs),
      residentBytes: app.residentBytes,
      lexicalBytes: app.lexicalBytes,
    },
    voy: { chunks: voyChunks, milliseconds: Math.round(voy.milliseconds), storedBytes: voy.storedBytes },
    ratioVoy: round(voy.milliseconds / atVoySize.vectorsMs, 1),
  };
}
