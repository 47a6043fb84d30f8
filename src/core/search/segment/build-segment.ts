import { foldForPhrases } from '../phrase-folding';
import { buildLexicalTable } from './lexical-table';
import type { SegmentDirectory, SegmentWords } from './segment';
import { signaturesOf } from './trigram-signatures';

/** The directory of a segment that holds one document. */
export function directoryOf(documentId: string, chunkCount: number): SegmentDirectory {
  return { documentIds: [documentId], firstRows: Uint32Array.of(0, chunkCount) };
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
