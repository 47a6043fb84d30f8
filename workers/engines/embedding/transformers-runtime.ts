import { AppError } from '../../../src/core/app-error';
import { embeddingThreads } from '../../../src/core/embedding-threads';
import type { OnnxDtype, OnnxWeights } from '../../../src/core/models/onnx-files';
import type { Device } from './device-memory';
import type { ModelFiles } from './model-files';
import { oneAtATime } from '../../../src/core/one-at-a-time';
import { keepSessionsUnbroken } from './unbroken-sessions';

type Library = typeof import('@huggingface/transformers');

/** The first model to be loaded settles them for all of the worker. */
export interface RuntimeSettings {
  readonly threads: number;
  /** The runtime for WebAssembly alone, or the larger one that has both; when absent, as the model's device asks. */
  readonly build?: Device;
}

export function ownSettings(): RuntimeSettings {
  return { threads: embeddingThreads(globalThis) };
}

/** False when a model was loaded before with the build of the runtime that has no such device. */
export function canCompute(device: Device): boolean {
  return device === 'wasm' || started === undefined || started.build === 'webgpu';
}

interface Runtime {
  readonly build: Device;
  /** Of its files, without their endings. */
  readonly address: string;
  readonly wasm: Promise<Uint8Array<ArrayBuffer>>;
}

/** The library knows one folder and one way to fetch at a time, so models load one after another. */
const inTurn = oneAtATime();
let started: Runtime | undefined;

/**
 * Neither is the library's own choice, which is larger than both, and on a CDN. The one for WebGPU suspends
 * WebAssembly (JSPI), where the library's is written over by Asyncify.
 */
const builds = { wasm: 'ort-wasm-simd-threaded', webgpu: 'ort-wasm-simd-threaded.jspi' } as const;

/** Loads a model through transformers.js, which finds the folder's files by `name`. Library and runtime load only here. */
export function loadWithTransformers<Model>(
  files: ModelFiles,
  load: (library: Library, name: string, weights: WeightSettings) => Promise<Model>,
  { threads, build = 'wasm' }: RuntimeSettings = ownSettings(),
): Promise<Model> {
  const { address, wasm: runtime } = (started ??= start(files, build));
  return inTurn(async () => {
    const weights = await files.weights();
    files.expect(
      ['tokenizer.json', ...weights.files.map(({ path }) => path)].map((path) => files.address(path)),
    );
    const [library, wasmBinary] = await Promise.all([
      import('@huggingface/transformers'),
      runtime,
      keepSessionsUnbroken(),
    ]);
    const { env } = library;
    const { wasm } = env.backends.onnx;
    if (!wasm) throw new AppError('model-load-failed', 'the ONNX runtime has no WebAssembly backend');
    wasm.wasmPaths = { mjs: `${address}.mjs`, wasm: `${address}.wasm` };
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
    const path = files.folder;
    const slash = path.lastIndexOf('/');
    env.localModelPath = path.slice(0, slash + 1);
    const settings = { dtype: weights.dtype, ...externalData(weights) };
    return load(library, path.slice(slash + 1), settings).catch((error: unknown) => {
      throw files.failure ?? error;
    });
  });
}

/** Which of a model's graphs the library is to load. */
export interface WeightSettings {
  readonly dtype: OnnxDtype;
  readonly use_external_data_format?: number;
}

/** The graph's own file counts as none. */
function externalData({ files }: OnnxWeights): Pick<WeightSettings, 'use_external_data_format'> {
  return files.length > 1 ? { use_external_data_format: files.length - 1 } : {};
}

/** A runtime that could not be fetched is fetched again for the next model. */
function start(files: ModelFiles, build: Device): Runtime {
  const address = `${import.meta.env.BASE_URL}vendor/onnxruntime/${builds[build]}`;
  files.expect([`${address}.wasm`]);
  const wasm = files.bytes(`${address}.wasm`);
  wasm.catch(() => {
    started = undefined;
  });
  return { build, address, wasm };
}
