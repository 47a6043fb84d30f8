import { indexedText, type Chunk } from '../../src/core/chunk';
import type { EmbeddingModel } from '../../src/core/embedding-model';
import { joinVectors, quantizeVectors, type QuantizedVectors } from '../../src/core/quantized-vectors';
import type { EmbedderContract } from '../../src/contracts/embedder';
import type { RpcClient } from '../../src/rpc/client';
import { copyRow, type KnownVectors } from './known-vectors';

/** Chunks embedded in one call: often enough for progress and cancelling, large enough to batch well. */
const chunksPerCall = 512;

export interface ChunkToEmbed {
  readonly title: string;
  readonly chunk: Chunk;
  /** Vectors that the document's version before has. */
  readonly known: KnownVectors | undefined;
}

export interface EmbeddingContext {
  readonly client: RpcClient<EmbedderContract>;
  readonly model: EmbeddingModel;
  /** Named in each call: questions may have another model loaded meanwhile. */
  readonly modelPath: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (loaded: number, total: number) => void;
}

/** One vector for each chunk: the one that is known of the same text, else a new one. */
export async function embedChunks(
  chunks: readonly ChunkToEmbed[],
  { client, model, modelPath, signal, onProgress }: EmbeddingContext,
): Promise<QuantizedVectors> {
  const { dimension } = model;
  const texts = chunks.map(({ title, chunk }) => indexedText(title, chunk));
  const places = chunks.map(({ known }, i) => known?.find(texts[i] ?? ''));
  const missing = texts.filter((_, i) => places[i] === undefined);
  const parts: QuantizedVectors[] = [];
  for (let first = 0; first < missing.length; first += chunksPerCall) {
    onProgress?.(first, missing.length);
    const ofCall = missing.slice(first, first + chunksPerCall);
    const options = signal ? { signal } : {};
    const exact = await client.call('embed', { texts: ofCall, role: 'passage', modelPath }, options);
    parts.push(quantizeVectors(exact, dimension));
  }
  const embedded = joinVectors(parts, dimension);
  if (missing.length === texts.length) return embedded;
  const all: QuantizedVectors = {
    count: texts.length,
    dimension,
    high: new Int8Array(texts.length * dimension),
    low: new Int8Array(texts.length * dimension),
    scales: new Float32Array(texts.length),
  };
  let next = 0;
  chunks.forEach(({ known }, row) => {
    const place = places[row];
    if (place !== undefined && known) copyRow(known.vectors, place, all, row);
    else copyRow(embedded, next++, all, row);
  });
  return all;
}
