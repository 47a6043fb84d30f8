import type { Transaction } from 'dexie';
import { quantizeVectors, type QuantizedVectors } from '../core/quantized-vectors';
import { buildSegmentWords, directoryOf } from '../core/search/segment/build-segment';
import type { StoredChunk } from './database';
import { addSegment } from './segment-writing';

/** The tables of version 1 that held the index, by document. */
interface LexicalBlock {
  readonly documentId: string;
  readonly libraryId: string;
  readonly terms: readonly string[];
  /** Term i owns entries offsets[i] to offsets[i + 1] of ordinals and frequencies. */
  readonly offsets: Uint32Array;
  readonly ordinals: Uint32Array;
  readonly frequencies: Uint16Array;
  readonly lengths: Uint32Array;
}

interface VectorBlock {
  readonly space: string;
  readonly dimension: number;
  /** Row-major. */
  readonly vectors: Float32Array;
}

/** Version 1 kept postings and float32 vectors for each document: each becomes a segment of its own. */
export async function convertToSegments(transaction: Transaction): Promise<void> {
  const lexicalBlocks = transaction.table<LexicalBlock, string>('lexicalBlocks');
  for (const documentId of await lexicalBlocks.toCollection().primaryKeys()) {
    const block = await lexicalBlocks.get(documentId);
    if (!block) continue;
    const ofDocument: [[string, number], [string, number]] = [
      [documentId, -Infinity],
      [documentId, Infinity],
    ];
    const chunks = await transaction
      .table<StoredChunk>('chunks')
      .where(':id')
      .between(...ofDocument)
      .toArray();
    const vectorBlocks = await transaction
      .table<VectorBlock>('vectorBlocks')
      .where(':id')
      .between(...ofDocument)
      .toArray();
    const texts = chunks.map(({ text }) => text);
    await addSegment(transaction, {
      libraryId: block.libraryId,
      directory: directoryOf(documentId, block.lengths.length),
      words: buildSegmentWords(termsByOrdinal(block), texts),
      vectors: quantizedBySpace(vectorBlocks),
    });
  }
}

function termsByOrdinal({ terms, offsets, ordinals, frequencies, lengths }: LexicalBlock): string[][] {
  const byOrdinal = Array.from(lengths, (): string[] => []);
  terms.forEach((term, i) => {
    for (let k = offsets[i] ?? 0; k < (offsets[i + 1] ?? 0); k += 1) {
      const ofChunk = byOrdinal[ordinals[k] ?? 0];
      for (let times = frequencies[k] ?? 0; times > 0; times -= 1) ofChunk?.push(term);
    }
  });
  return byOrdinal;
}

/** The blocks of one document are all of one space. */
function quantizedBySpace(blocks: readonly VectorBlock[]): Map<string, QuantizedVectors> {
  const [first] = blocks;
  if (!first) return new Map();
  const joined = new Float32Array(blocks.reduce((sum, block) => sum + block.vectors.length, 0));
  let length = 0;
  for (const { vectors } of blocks) {
    joined.set(vectors, length);
    length += vectors.length;
  }
  return new Map([[first.space, quantizeVectors(joined, first.dimension)]]);
}
