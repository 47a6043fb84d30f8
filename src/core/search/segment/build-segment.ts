import { foldForPhrases } from '../phrase-folding';
import { buildLexicalTable } from './lexical-table';
import type { SegmentDirectory, SegmentWords } from './segment';
import { signaturesOf } from './trigram-signatures';

/** The directory of a segment that holds one document, or a part of it that begins with chunk `firstOrdinal`. */
export function directoryOf(documentId: string, chunkCount: number, firstOrdinal = 0): SegmentDirectory {
  return {
    documentIds: [documentId],
    firstRows: Uint32Array.of(0, chunkCount),
    ...(firstOrdinal === 0 ? {} : { firstOrdinals: Uint32Array.of(firstOrdinal) }),
  };
}

/** The directory of a segment that holds whole documents one after another. */
export function directoryOfAll(
  documents: readonly { readonly documentId: string; readonly chunkCount: number }[],
): SegmentDirectory {
  let next = 0;
  const ends = documents.map(({ chunkCount }) => (next += chunkCount));
  return {
    documentIds: documents.map(({ documentId }) => documentId),
    firstRows: Uint32Array.from([0, ...ends]),
  };
}

/** `termsOfChunks` are of what is indexed for each chunk, headings included; phrases are found in its text alone. */
export function buildSegmentWords(
  termsOfChunks: readonly (readonly string[])[],
  chunkTexts: readonly string[],
): SegmentWords {
  return {
    lexical: buildLexicalTable(termsOfChunks),
    signatures: signaturesOf(chunkTexts.map(foldForPhrases)),
  };
}
