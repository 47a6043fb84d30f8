import { AppError } from '../app-error';
import { readGgufHeader, readGgufLeastBytes, type GgufHeader } from './gguf-header';
import { ggufWindowTokens } from './gguf-window';
import { ggufMemoryBytes } from './gguf-models';
import type { StoredModelFacts } from './stored-model';

/** A file of a GGUF model: all of it, or a shard. */
export interface GgufFile {
  readonly path: string;
  readonly blob: Blob;
}

/**
 * Reads the header of a GGUF model and sees that every shard of it is as long as its own header says. Throws
 * `model-damaged` with the file that is cut short or no GGUF file, `model-not-found` where shards are missing, and
 * `model-incompatible` for what writes no text.
 */
export async function readWholeGguf(shards: readonly GgufFile[]): Promise<GgufHeader> {
  for (const shard of shards) await checkLength(shard);
  const [first] = shards;
  if (!first) throw new AppError('model-not-found', 'there is no GGUF file');
  const header = await orNoGguf(first.path, () => readGgufHeader(first.blob));
  if (header.shards !== shards.length) {
    throw new AppError('model-not-found', `${first.path} is one of ${header.shards} files`);
  }
  if (writesNothing.test(header.architecture)) {
    throw new AppError('model-incompatible', `${header.architecture} writes no text`, {
      detail: { kind: 'no-answer-model' },
    });
  }
  return header;
}

/** What a header tells of the model, whose files have so many bytes together. */
export function ggufFacts(
  { contextTokens, cacheBytesPerToken, licence }: GgufHeader,
  bytes: number,
): StoredModelFacts {
  const window = contextTokens === undefined ? undefined : Math.min(contextTokens, ggufWindowTokens);
  const memoryBytes =
    window === undefined || cacheBytesPerToken === undefined
      ? undefined
      : ggufMemoryBytes({ bytes, cacheBytesPerToken, contextTokens: window });
  return {
    ...(window === undefined ? {} : { contextTokens: window }),
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
    ...(licence === undefined ? {} : { licence }),
  };
}

export function noGguf(path: string, cause?: unknown): AppError {
  return new AppError('model-damaged', `${path} is no GGUF file`, {
    cause,
    detail: { kind: 'no-model-file', path },
  });
}

/** Architectures that llama.cpp knows and that write no text. */
const writesNothing = /bert|^t5encoder$|^clip$|embed|^wavtokenizer|rerank/i;

async function checkLength({ path, blob }: GgufFile): Promise<void> {
  const expectedBytes = await orNoGguf(path, () => readGgufLeastBytes(blob));
  if (expectedBytes === undefined || blob.size >= expectedBytes) return;
  throw new AppError('model-damaged', `${path} is cut short: ${blob.size} of ${expectedBytes} bytes`, {
    detail: { kind: 'cut-short', path, bytes: blob.size, expectedBytes },
  });
}

async function orNoGguf<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AppError && error.code === 'corrupt') throw noGguf(path, error);
    throw error;
  }
}
