import { AppError } from '../../../src/core/app-error';
import type { EmbeddingModel } from '../../../src/core/embedding-model';
import type { EmbeddingBackend } from './backend';

/** Texts of a batch are padded to the longest: batches of like length waste little. */
const tokensPerBatch = 8192;
const textsPerBatch = 64;

/** Any embedding model that transformers.js can run. The ONNX runtime's files are our own. */
export async function createTransformersBackend(
  modelPath: string,
  model: EmbeddingModel,
): Promise<EmbeddingBackend> {
  const { env, pipeline } = await import('@huggingface/transformers');
  const slash = modelPath.replace(/\/$/, '').lastIndexOf('/');
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.useBrowserCache = false;
  // A pathname: with a full address the tokenizer is silently left out.
  env.localModelPath = modelPath.slice(0, slash + 1);
  const { wasm } = env.backends.onnx;
  if (!wasm) throw new AppError('model-load-failed', 'the ONNX runtime has no WebAssembly backend');
  const runtime = `${import.meta.env.BASE_URL}vendor/onnxruntime/ort-wasm-simd-threaded`;
  wasm.wasmPaths = { mjs: `${runtime}.mjs`, wasm: `${runtime}.wasm` };
  wasm.numThreads = self.crossOriginIsolated ? Math.max(1, Math.min(4, navigator.hardwareConcurrency)) : 1;

  const extractor = await pipeline('feature-extraction', modelPath.slice(slash + 1).replace(/\/$/, ''), {
    dtype: 'q8',
    device: 'wasm',
  });
  const { tokenizer } = extractor;
  const countTokens = (texts: readonly string[]): number[] =>
    texts.map((text) => tokenizer.encode(text).length);

  // One session must not run two calls at once.
  let previous: Promise<unknown> = Promise.resolve();

  async function embedBatches(texts: readonly string[]): Promise<Float32Array> {
    const vectors = new Float32Array(texts.length * model.dimension);
    for (const batch of batchesByLength(countTokens(texts))) {
      const inputs = batch.map((position) => texts[position] ?? '');
      const output = await extractor(inputs, { pooling: 'mean', normalize: true });
      const rows = output.data as Float32Array;
      batch.forEach((position, row) => {
        const vector = rows.subarray(row * model.dimension, (row + 1) * model.dimension);
        // The library's mean over no tokens is NaN.
        if (!vector.some(Number.isNaN)) vectors.set(vector, position * model.dimension);
      });
      output.dispose();
    }
    return vectors;
  }

  return {
    model,
    countTokens,
    embed: (texts) => {
      const result = previous.then(() => embedBatches(texts));
      previous = result.catch(() => undefined);
      return result;
    },
  };
}

/** Positions of texts, shortest first, in batches that stay within the padded budget. */
function batchesByLength(lengths: readonly number[]): number[][] {
  const order = lengths.map((_, position) => position).sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0));
  const batches: number[][] = [];
  let batch: number[] = [];
  for (const position of order) {
    const longest = lengths[position] ?? 0;
    if (
      batch.length > 0 &&
      (batch.length >= textsPerBatch || (batch.length + 1) * longest > tokensPerBatch)
    ) {
      batches.push(batch);
      batch = [];
    }
    batch.push(position);
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
