import { AppError } from '../../../src/core/app-error';
import type { EmbeddingBackend } from './backend';
import { batchesByLength, graphicsBatchTokens, processorBatchTokens } from './batches';
import { embeddingDevices } from './embedding-devices';
import type { ModelDescription } from './model-description';
import type { ModelFiles } from './model-files';
import { oneAtATime } from '../../../src/core/one-at-a-time';
import { canCompute, ownSettings, type RuntimeSettings } from './transformers-runtime';
import { openTransformersSession, type TransformersSession } from './transformers-session';

/** Any embedding model that transformers.js can run, on the device that is the faster for it. */
export async function createTransformersBackend(
  description: ModelDescription,
  files: ModelFiles,
  settings: RuntimeSettings = ownSettings(),
  devices: Pick<typeof embeddingDevices, 'choose' | 'forget'> = embeddingDevices,
): Promise<EmbeddingBackend> {
  const { model } = description;
  const open = async (device: 'wasm' | 'webgpu'): Promise<TransformersSession> =>
    openTransformersSession(description, files, { ...settings, device, build: device });
  const onProcessor = (): Promise<TransformersSession> => open('wasm');

  let isOnGraphics = settings.build !== 'wasm' && (await devices.choose(files.modelPath)) === 'webgpu';
  isOnGraphics &&= canCompute('webgpu');
  let session = await (isOnGraphics ? open('webgpu').catch(fallBack) : onProcessor());

  async function fallBack(): Promise<TransformersSession> {
    isOnGraphics = false;
    await devices.forget(files.modelPath);
    return onProcessor();
  }

  // One session must not run two calls at once; a question's single text goes between two batches.
  const inTurn = oneAtATime();
  function run(texts: readonly string[]): Promise<Float32Array> {
    return inTurn(async () => {
      try {
        return await session.run(texts);
      } catch (error) {
        if (!isOnGraphics) throw error;
        // The device may be lost, for good or until the computer wakes up.
        session = await fallBack();
        return session.run(texts);
      }
    });
  }

  return {
    model,
    countTokens: (texts) => session.countTokens(texts),
    embed: async (texts, pause) => {
      const { dimension } = model;
      const vectors = new Float32Array(texts.length * dimension);
      const budget = isOnGraphics ? graphicsBatchTokens : processorBatchTokens;
      let embedded = 0;
      for (const batch of batchesByLength(session.countTokens(texts), budget)) {
        if (embedded > 0) await pause?.(embedded);
        const rows = await run(batch.map((position) => texts[position] ?? ''));
        if (rows.length !== batch.length * dimension) {
          const own = rows.length / batch.length;
          throw new AppError('model-incompatible', `its vectors have ${own} numbers instead of ${dimension}`);
        }
        batch.forEach((position, i) => {
          const vector = rows.subarray(i * dimension, (i + 1) * dimension);
          // The library's mean over no tokens is not a number.
          if (!vector.some(Number.isNaN)) vectors.set(vector, position * dimension);
        });
        embedded += batch.length;
      }
      return vectors;
    },
    dispose: () => inTurn(() => session.dispose()),
  };
}
