import type { Chunk } from '../../../../src/core/chunk';
import { quantizeVectors } from '../../../../src/core/quantized-vectors';
import { createAnalyser } from '../../../../src/core/search/analyse';
import { questionTerms } from '../../../../src/core/search/question-terms';
import { buildSegmentWords, directoryOf } from '../../../../src/core/search/segment/build-segment';
import { ContentRepository } from '../../../../src/storage/contents';
import { InkstoneDatabase } from '../../../../src/storage/database';
import { DocumentRepository } from '../../../../src/storage/documents';
import type { LibraryIndex } from '../../../../workers/search/library-index';
import { searchLibraries } from '../../../../workers/search/search-libraries';
import type { WrittenSegment } from '../../../../workers/indexing/open-library';

export const libraryId = 'library';
export const model = {
  id: 'm',
  dtype: 'q8',
  dimension: 64,
  prefixes: { query: '', passage: '' },
  maxTokens: 100,
};
export const space = 'm/q8/64';
export const form = { space, dimension: 64, kind: 'scan' } as const;
const analyse = createAnalyser();

/** A database of its own with one library in it. */
export async function emptyLibrary(): Promise<InkstoneDatabase> {
  const database = new InkstoneDatabase(`test-${crypto.randomUUID()}`);
  await database.libraries.add({ id: libraryId, name: 'Library', createdAt: 0 });
  return database;
}

/** A vector that leans to the axis given by the text's length, so that texts differ. */
export function vectorOf(text: string): Float32Array {
  const vector = new Float32Array(64).fill(0.02);
  vector[text.length % 64] = 1;
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

/** Commits a document of one chunk a text, as the index worker does. */
export async function commit(
  database: InkstoneDatabase,
  documentId: string,
  texts: readonly string[],
): Promise<WrittenSegment> {
  if (!(await database.documents.get(documentId))) {
    await new DocumentRepository(database).addAll(libraryId, [
      {
        id: documentId,
        libraryId,
        name: `${documentId}.txt`,
        path: `${documentId}.txt`,
        mediaType: 'text/plain',
        sizeBytes: 1,
        hash: '',
        addedAt: 1,
        status: 'queued',
      },
    ]);
  }
  const chunks = texts.map((text, ordinal): Chunk => ({
    ordinal,
    start: ordinal * 100,
    end: ordinal * 100 + text.length,
    text,
    headingPath: [],
    tokens: 1,
  }));
  const words = buildSegmentWords(texts.map(analyse), texts);
  const vectors = quantizeVectors(Float32Array.from(texts.flatMap((text) => [...vectorOf(text)])), 64);
  const header = await new ContentRepository(database).commit({
    documentId,
    extracted: {
      text: texts.map((text) => text.padEnd(100)).join(''),
      blocks: [],
      marks: [],
      pages: [],
      format: 'text',
      coverage: 1,
      warnings: [],
    },
    chunks,
    model,
    vectors,
    words,
  });
  return {
    header,
    directory: directoryOf(documentId, texts.length),
    words,
    vectors: new Map([[space, vectors]]),
  };
}

/** Documents that both lanes together find for a question, best first. */
export function found(library: LibraryIndex, question: string): string[] {
  const { candidates } = searchLibraries([library], {
    terms: questionTerms(question, analyse),
    vectorOf: () => vectorOf(question),
    lanes: 'lexical',
  });
  return candidates.map(({ documentId, ordinal }) => `${documentId}/${ordinal}`);
}

/** The chunk that is nearest to a text by its vector. */
export function nearest(library: LibraryIndex, text: string): string | undefined {
  const { candidates } = searchLibraries([library], {
    terms: [],
    vectorOf: () => vectorOf(text),
    lanes: 'dense',
  });
  const [first] = candidates;
  return first && `${first.documentId}/${first.ordinal}`;
}
