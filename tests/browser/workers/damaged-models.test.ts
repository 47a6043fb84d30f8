import { describe, expect, it } from 'vitest';
import { madeTransformer } from '../../../scripts/lab/made-model/transformer-model.mjs';
import { loadBackend } from '../../../workers/engines/embedding/load-backend';
import { loadReranker } from '../../../workers/engines/embedding/load-reranker';
import { overlapReranker } from '../../fixtures/overlap-reranker';
import { uniformGraph } from '../../fixtures/uniform-graph';

type Files = ReadonlyMap<string, string | Uint8Array<ArrayBuffer>>;

const embedded = '/models/inkstone-embed-zh-en-256';
const shape = { layers: 1, hidden: 64, heads: 4, feedForward: 128, positions: 128 };
const graph = 'onnx/model_quantized.onnx';
let installed = 0;

/** The path of a model with these files, and where it is found. */
function install(files: Files): [string, () => Promise<ReadonlyMap<string, File>>] {
  installed += 1;
  const stored = new Map([...files].map(([path, content]) => [path, new File([content], path)]));
  return [
    `installed:${crypto.randomUUID().replaceAll('-', '').slice(0, 16)}:made-${installed}`,
    () => Promise.resolve(stored),
  ];
}

async function load(files: Files) {
  const [path, open] = install(files);
  return loadBackend(path, 'auto', () => undefined, { threads: 1 }, open);
}

async function madeModel(): Promise<Files> {
  const text = async (name: string): Promise<string> => (await fetch(`${embedded}/${name}`)).text();
  return madeTransformer(shape, {
    tokenizer: await text('tokenizer.json'),
    tokenizerConfig: await text('tokenizer_config.json'),
  });
}

describe('damaged models that are kept on this device', () => {
  it('are refused with their reason, and none of them breaks the next', { timeout: 60_000 }, async () => {
    const whole = await madeModel();
    const weights = whole.get(graph);
    const config = { ...(JSON.parse(String(whole.get('config.json'))) as object), hidden_size: 48 };
    if (!(weights instanceof Uint8Array)) throw new Error('the made model has no weights');
    const damaged: readonly [string, Files][] = [
      ['model-load-failed', new Map([...whole, [graph, weights.slice(0, weights.length / 2)]])],
      ['model-load-failed', new Map([...whole, ['tokenizer.json', '{']])],
      ['model-incompatible', new Map([...whole, ['config.json', JSON.stringify(config)]])],
      ['model-unsound', new Map([...whole, [graph, uniformGraph(NaN, 64)]])],
      ['model-unsound', new Map([...whole, [graph, uniformGraph(1, 64)]])],
    ];
    for (const [code, files] of damaged) await expect(load(files)).rejects.toMatchObject({ code });
    const { model, embed } = await load(whole);
    expect(await embed(['ink'])).toHaveLength(model.dimension);
  });

  it(
    'are refused as rerankers when their scores are no numbers, or say nothing',
    { timeout: 60_000 },
    async () => {
      const words = ['cat', 'password', 'water'];
      for (const files of [overlapReranker({ words, isSound: false }), overlapReranker({ words: ['ink'] })]) {
        await expect(loadReranker(...install(files))).rejects.toMatchObject({ code: 'model-unsound' });
      }
      const { score } = await loadReranker(...install(overlapReranker({ words })));
      expect([...(await score('Where is the cat?', ['no cat here', 'nothing']))]).toEqual([1, 0]);
    },
  );
});
