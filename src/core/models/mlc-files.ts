import { isModelPath, readRecord } from './package-description';

/** Where the compiled library lies in a model's folder, whatever it was called before. */
export const libraryPath = 'library.wasm';
export const mlcConfigPath = 'mlc-chat-config.json';
/** What the runtime asks for; older folders have the same list under the second name. */
export const tensorCachePath = 'tensor-cache.json';
export const tensorCacheNames: readonly string[] = [tensorCachePath, 'ndarray-cache.json'];

export interface MlcConfig {
  /** The one that the runtime reads: `tokenizer.json`, else `tokenizer.model`. */
  readonly tokenizerPath: string;
  readonly contextTokens?: number;
}

export interface WeightShard {
  readonly path: string;
  readonly bytes: number;
  readonly md5?: string;
}

/** Undefined for what is no `mlc-chat-config.json`, or one without a tokenizer that the runtime can read. */
export function readMlcConfig(json: unknown): MlcConfig | undefined {
  const record = readRecord(json);
  const told: unknown = record?.['tokenizer_files'];
  const tokenizerPath = ['tokenizer.json', 'tokenizer.model'].find(
    (path) => Array.isArray(told) && told.includes(path),
  );
  if (tokenizerPath === undefined) return undefined;
  const window = record?.['context_window_size'];
  return { tokenizerPath, ...(typeof window === 'number' && window > 0 ? { contextTokens: window } : {}) };
}

/** The files of weights that a `tensor-cache.json` lists; undefined for what is none. */
export function readTensorCache(json: unknown): WeightShard[] | undefined {
  const records: unknown = readRecord(json)?.['records'];
  if (!Array.isArray(records) || records.length === 0) return undefined;
  const shards = records.map(readShard);
  return shards.every((shard) => shard !== undefined) ? shards : undefined;
}

function readShard(json: unknown): WeightShard | undefined {
  const { dataPath, nbytes, md5sum } = readRecord(json) ?? {};
  if (typeof dataPath !== 'string' || !isModelPath(dataPath)) return undefined;
  if (typeof nbytes !== 'number' || !Number.isSafeInteger(nbytes) || nbytes <= 0) return undefined;
  const md5 = typeof md5sum === 'string' && /^[0-9a-f]{32}$/i.test(md5sum) ? md5sum.toLowerCase() : undefined;
  return { path: dataPath, bytes: nbytes, ...(md5 === undefined ? {} : { md5 }) };
}
