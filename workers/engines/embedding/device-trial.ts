import { cosineOfUnitVectors } from '../../../src/core/search/cosine';
import type { Call } from '../../../src/rpc/protocol';
import type { TrialResult } from './device-choice';
import { readDescription } from './load-backend';
import { ModelFiles, type OpenModelFiles } from './model-files';
import { openTransformersSession, type TransformersSession } from './transformers-session';
import { ownSettings } from './transformers-runtime';

export type TrialContract = {
  tryBoth: Call<{ modelPath: string }, TrialResult>;
};

/** Several lengths, both languages; together a batch of about the usual size. */
const goldenTexts = [
  'ink',
  'How is an inkstone made?',
  '砚台由石料雕刻而成。',
  'The quick brown fox jumps over the lazy dog, and 1,024 sheep look on. '.repeat(4),
  '文房四宝是中国书法的传统工具，即笔、墨、纸、砚。'.repeat(4),
  'Grinding the ink stick with water on the stone gives ink; how dark it gets depends on patience. '.repeat(
    6,
  ),
];
const timedRuns = 3;

/** Computes the same texts with both devices, in a worker of its own. */
export async function tryBothDevices(
  modelPath: string,
  openInstalled?: OpenModelFiles,
): Promise<TrialResult> {
  const files = new ModelFiles(modelPath, () => undefined, openInstalled);
  const description = await readDescription(files);
  const open = (device: 'wasm' | 'webgpu'): Promise<TransformersSession> =>
    openTransformersSession(description, files, { ...ownSettings(), build: 'webgpu', device });
  const wasm = await measure(await open('wasm'));
  const webgpu = await measure(await open('webgpu'));
  const { dimension } = description.model;
  const cosines = goldenTexts.map((_, i) => {
    const row = (vectors: Float32Array) => vectors.subarray(i * dimension, (i + 1) * dimension);
    return cosineOfUnitVectors(row(wasm.vectors), row(webgpu.vectors));
  });
  return {
    wasmMs: wasm.milliseconds,
    webgpuMs: webgpu.milliseconds,
    leastCosine: cosines.some(Number.isNaN) ? 0 : Math.min(...cosines),
  };
}

/** The best of some runs; the first one also compiles. */
async function measure(
  session: TransformersSession,
): Promise<{ vectors: Float32Array; milliseconds: number }> {
  const vectors = await session.run(goldenTexts);
  let milliseconds = Infinity;
  for (let i = 0; i < timedRuns; i += 1) {
    const startedAt = performance.now();
    await session.run(goldenTexts);
    milliseconds = Math.min(milliseconds, performance.now() - startedAt);
  }
  await session.dispose();
  return { vectors, milliseconds };
}
