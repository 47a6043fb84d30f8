import { AppError } from '../../../src/core/app-error';
import type { EmbeddingBackend } from './backend';
import { batchesByLength } from './batches';
import type { ModelDescription } from './model-description';
import type { ModelFiles } from './model-files';

const mostThreads = 4;

/** Any embedding model that transformers.js can run. The library and the ONNX runtime load only here. */
export async function createTransformersBackend(
  { model, pooling }: ModelDescription,
  files: ModelFiles,
): Promise<EmbeddingBackend> {
  // The plain build of the runtime: the library's own choice is twice as large, and on a CDN.
  const runtime = `${import.meta.env.BASE_URL}vendor/onnxruntime/ort-wasm-simd-threaded`;
  const runtimeWasm = `${runtime}.wasm`;
  files.expect([runtimeWasm, files.address('tokenizer.json'), files.address('onnx/model_quantized.onnx')]);

  const [{ env, pipeline }, wasmBinary] = await Promise.all([
    import('@huggingface/transformers'),
    files.bytes(runtimeWasm),
  ]);
  const { wasm } = env.backends.onnx;
  if (!wasm) throw new AppError('model-load-failed', 'the ONNX runtime has no WebAssembly backend');
  wasm.wasmPaths = { mjs: `${runtime}.mjs`, wasm: runtimeWasm };
  wasm.wasmBinary = wasmBinary;
  // Left alone, it takes one thread on two cores; without isolation there can be only one.
  wasm.numThreads = self.crossOriginIsolated ? Math.min(mostThreads, navigator.hardwareConcurrency) : 1;
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  // Both keep copies of what the service worker keeps; the runtime's would also start from a blob, which the
  // content security policy forbids.
  env.useBrowserCache = false;
  env.useWasmCache = false;
  env.fetch = (address) => files.fetch(String(address));
  // A pathname: with a full address the tokenizer is silently left out.
  const path = files.modelPath.replace(/\/$/, '');
  const slash = path.lastIndexOf('/');
  env.localModelPath = path.slice(0, slash + 1);

  const extractor = await pipeline('feature-extraction', path.slice(slash + 1), {
    dtype: 'q8',
    device: 'wasm',
  }).catch((error: unknown) => {
    throw files.failure ?? error;
  });
  const countTokens = (texts: readonly string[]): number[] =>
    texts.map((text) => extractor.tokenizer.encode(text).length);

  // One session must not run two calls at once; a question's single text goes between two batches.
  let previous: Promise<unknown> = Promise.resolve();
  function run(inputs: string[]): Promise<Float32Array> {
    const result = previous.then(async () => {
      const output = await extractor(inputs, { pooling, normalize: true });
      const rows = Float32Array.from(output.data as Float32Array);
      output.dispose();
      return rows;
    });
    previous = result.catch(() => undefined);
    return result;
  }

  return {
    model,
    countTokens,
    embed: async (texts, pause) => {
      const { dimension } = model;
      const vectors = new Float32Array(texts.length * dimension);
      let embedded = 0;
      for (const batch of batchesByLength(countTokens(texts))) {
        if (embedded > 0) await pause?.(embedded);
        const rows = await run(batch.map((position) => texts[position] ?? ''));
        batch.forEach((position, i) => {
          const vector = rows.subarray(i * dimension, (i + 1) * dimension);
          // The library's mean over no tokens is not a number.
          if (!vector.some(Number.isNaN)) vectors.set(vector, position * dimension);
        });
        embedded += batch.length;
      }
      return vectors;
    },
  };
}
