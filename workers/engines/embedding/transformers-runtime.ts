import { AppError } from '../../../src/core/app-error';
import { embeddingThreads } from '../../../src/core/embedding-threads';
import type { ModelFiles } from './model-files';
import { oneAtATime } from './one-at-a-time';

type Library = typeof import('@huggingface/transformers');

/** The first model to be loaded settles them for all of the worker. */
export interface RuntimeSettings {
  readonly threads: number;
}

export function ownSettings(): RuntimeSettings {
  return { threads: embeddingThreads(globalThis) };
}

/** The library knows one folder and one way to fetch at a time, so models load one after another. */
const inTurn = oneAtATime();
let runtime: Promise<Uint8Array<ArrayBuffer>> | undefined;

/** Loads a model through transformers.js, which finds the folder's files by `name`. Library and runtime load only here. */
export function loadWithTransformers<Model>(
  files: ModelFiles,
  load: (library: Library, name: string) => Promise<Model>,
  { threads }: RuntimeSettings = ownSettings(),
): Promise<Model> {
  // The plain build of the runtime: the library's own choice is twice as large, and on a CDN.
  const address = `${import.meta.env.BASE_URL}vendor/onnxruntime/ort-wasm-simd-threaded`;
  const runtimeWasm = `${address}.wasm`;
  files.expect([files.address('tokenizer.json'), files.address('onnx/model_quantized.onnx')]);
  if (!runtime) files.expect([runtimeWasm]);
  return inTurn(async () => {
    runtime ??= files.bytes(runtimeWasm).catch((error: unknown) => {
      runtime = undefined;
      throw error;
    });
    const [library, wasmBinary] = await Promise.all([import('@huggingface/transformers'), runtime]);
    const { env } = library;
    const { wasm } = env.backends.onnx;
    if (!wasm) throw new AppError('model-load-failed', 'the ONNX runtime has no WebAssembly backend');
    wasm.wasmPaths = { mjs: `${address}.mjs`, wasm: runtimeWasm };
    wasm.wasmBinary = wasmBinary;
    wasm.numThreads = threads;
    env.allowRemoteModels = false;
    env.allowLocalModels = true;
    // Both keep copies of what the service worker keeps; the runtime's would also start from a blob, which the
    // content security policy forbids.
    env.useBrowserCache = false;
    env.useWasmCache = false;
    env.fetch = (asked) => files.fetch(String(asked));
    // A pathname: with a full address the tokenizer is silently left out.
    const path = files.modelPath.replace(/\/$/, '');
    const slash = path.lastIndexOf('/');
    env.localModelPath = path.slice(0, slash + 1);
    return load(library, path.slice(slash + 1)).catch((error: unknown) => {
      throw files.failure ?? error;
    });
  });
}
