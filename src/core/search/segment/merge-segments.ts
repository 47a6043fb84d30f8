import type { Steps } from '../../chunking-steps';
import type { QuantizedVectors } from '../../quantized-vectors';
import { mergeLexicalTables } from './merge-lexical';
import { forEachDocument, rowCountOf, type SegmentContent, type SegmentDirectory } from './segment';
import { signatureBytes } from './trigram-signatures';

export interface SegmentToMerge {
  readonly content: SegmentContent;
  readonly isRemoved: (documentId: string) => boolean;
}

/** A stretch of kept rows of one input, and where it goes. */
interface Move {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** One segment of what is left of several, in their order. It has vectors when all of them do. */
export function* mergeSegments(inputs: readonly SegmentToMerge[]): Steps<SegmentContent> {
  const { directory, moves } = planRows(inputs);
  const rowCount = rowCountOf(directory);
  const signatures = new Uint8Array(rowCount * signatureBytes);
  inputs.forEach(({ content }, i) => {
    copyRows(content.signatures, signatures, signatureBytes, moves[i] ?? []);
  });
  yield;
  const vectors = mergeVectors(inputs, moves, rowCount);
  yield;
  const tables = inputs.map(({ content }, i) => ({
    table: content.lexical,
    newRows: newRowsOf(rowCountOf(content.directory), moves[i] ?? []),
  }));
  return { directory, signatures, vectors, lexical: yield* mergeLexicalTables(tables, rowCount) };
}

function planRows(inputs: readonly SegmentToMerge[]): { directory: SegmentDirectory; moves: Move[][] } {
  const documentIds: string[] = [];
  const firstRows = [0];
  const firstOrdinals: number[] = [];
  let next = 0;
  const moves = inputs.map(({ content, isRemoved }) => {
    const ofInput: Move[] = [];
    forEachDocument(content.directory, (documentId, start, end, firstOrdinal) => {
      if (isRemoved(documentId)) return;
      ofInput.push({ from: start, to: next, count: end - start });
      documentIds.push(documentId);
      firstOrdinals.push(firstOrdinal);
      next += end - start;
      firstRows.push(next);
    });
    return ofInput;
  });
  const directory = {
    documentIds,
    firstRows: Uint32Array.from(firstRows),
    ...(firstOrdinals.some((first) => first > 0) ? { firstOrdinals: Uint32Array.from(firstOrdinals) } : {}),
  };
  return { directory, moves };
}

function newRowsOf(rowCount: number, moves: readonly Move[]): Int32Array {
  const newRows = new Int32Array(rowCount).fill(-1);
  for (const { from, to, count } of moves) for (let i = 0; i < count; i += 1) newRows[from + i] = to + i;
  return newRows;
}

function mergeVectors(
  inputs: readonly SegmentToMerge[],
  moves: readonly (readonly Move[])[],
  rowCount: number,
): QuantizedVectors | undefined {
  const all = inputs.map(({ content }) => content.vectors);
  const dimension = all[0]?.dimension ?? 0;
  const merged: QuantizedVectors = {
    count: rowCount,
    dimension,
    high: new Int8Array(rowCount * dimension),
    low: new Int8Array(rowCount * dimension),
    scales: new Float32Array(rowCount),
  };
  for (const [i, vectors] of all.entries()) {
    if (vectors?.dimension !== dimension) return undefined;
    copyRows(vectors.high, merged.high, dimension, moves[i] ?? []);
    copyRows(vectors.low, merged.low, dimension, moves[i] ?? []);
    copyRows(vectors.scales, merged.scales, 1, moves[i] ?? []);
  }
  return merged;
}

type Numbers = Int8Array | Uint8Array | Float32Array;

function copyRows<N extends Numbers>(from: N, to: N, width: number, moves: readonly Move[]): void {
  for (const move of moves) {
    to.set(from.subarray(move.from * width, (move.from + move.count) * width), move.to * width);
  }
}
