import type { StoredModelFacts } from './stored-model';

/** What runs a model's files: `mlc` WebLLM, `gguf` wllama, `onnx` transformers.js. */
export type ModelFormat = 'mlc' | 'gguf' | 'onnx';

export type ModelTask = 'answer' | 'embedding' | 'reranker';

export interface FileHash {
  /** `git-sha1` is the id that git gives a file: SHA-1 over `blob <length>\0` and its bytes. */
  readonly algorithm: 'sha256' | 'git-sha1' | 'md5';
  /** Lower-case hexadecimal. */
  readonly hex: string;
}

/** One file of a model as it is to be fetched or copied. */
export interface ModelFile {
  /** Inside the model's folder, parts joined by `/`. */
  readonly path: string;
  /** Absolute; absent where the file comes from the person's own disk. */
  readonly url?: string;
  /** Absent where nobody has said it yet. */
  readonly bytes?: number;
  readonly hash?: FileHash;
}

/** Everything that makes a model work offline, and nothing else. */
export interface ModelPackage {
  readonly id: string;
  readonly format: ModelFormat;
  readonly task: ModelTask;
  readonly name: string;
  readonly files: readonly ModelFile[];
  /** Where it came from, as the person is told. */
  readonly origin: ModelOrigin;
  /** What is known of it beyond its files; kept with it. */
  readonly facts?: StoredModelFacts;
}

export type ModelOrigin =
  | { readonly kind: 'hub'; readonly baseUrl: string; readonly repository: string }
  | { readonly kind: 'address'; readonly url: string }
  /** Beside the app, on its own host. */
  | { readonly kind: 'hosted' }
  /** Files of the person's own. */
  | { readonly kind: 'files' };
