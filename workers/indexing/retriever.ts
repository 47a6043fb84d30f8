import { vectorSpaceKey } from '../../src/core/embedding-model';
import { documentTitle, type StoredDocument } from '../../src/core/library';
import type { Passage, Retrieval } from '../../src/core/passage';
import { abstainThreshold, judgeAnswerability } from '../../src/core/search/answerability';
import { questionTerms } from '../../src/core/search/question-terms';
import { inverseDocumentFrequency } from '../../src/core/search/term-weights';
import type { EmbedderContract } from '../../src/contracts/embedder';
import type { RetrieveInput } from '../../src/contracts/search-index';
import type { Peer } from '../../src/rpc/peers';
import type { ContentRepository } from '../../src/storage/contents';
import type { StoredChunk } from '../../src/storage/database';
import type { DocumentRepository } from '../../src/storage/documents';
import type { LibraryIndex } from '../search/library-index';
import { searchLibraries, type Candidate } from '../search/search-libraries';
import type { OpenLibraries } from './open-libraries';

export interface RetrieverDependencies {
  readonly embedder: Pick<Peer<EmbedderContract>, 'client'>;
  readonly libraries: OpenLibraries;
  readonly contents: ContentRepository;
  readonly documents: DocumentRepository;
  readonly analyse: () => Promise<(text: string) => string[]>;
}

/** Question to ranked passages: embeds it, asks both lanes of each library and reads the best chunks. */
export function createRetriever(dependencies: RetrieverDependencies) {
  const { embedder, libraries, contents, documents } = dependencies;

  return async (input: RetrieveInput, signal: AbortSignal): Promise<Retrieval> => {
    const { question, libraryIds, documentIds, limit, modelPath, lanes = 'hybrid', index = 'scan' } = input;
    const startedAt = performance.now();
    const embedding = await embedder.client();
    const model = await embedding.call('load', { modelPath }, { signal });
    const vector = await embedding.call('embed', { texts: [question], role: 'query' }, { signal });
    const analyse = await dependencies.analyse();
    const terms = questionTerms(question, analyse);
    const embeddedAt = performance.now();

    const wanted = documentIds && new Set(documentIds);
    const acceptsDocument = wanted && ((documentId: string): boolean => wanted.has(documentId));
    const form = { space: vectorSpaceKey(model), dimension: model.dimension, kind: index };
    const opened: LibraryIndex[] = [];
    for (const libraryId of libraryIds) {
      opened.push(await libraries.get(libraryId, form));
      signal.throwIfAborted();
    }
    const { candidates } = searchLibraries(opened, { terms, vector, lanes, acceptsDocument });

    const passages = await readPassages(candidates, limit);
    const statistics = opened.map((library) => library.termStatistics);
    const idf = (term: string): number => inverseDocumentFrequency(term, statistics);
    const confidence = judgeAnswerability({ question, passages, analyse, idf });
    return {
      passages,
      confidence,
      abstain: passages.length === 0 || confidence < abstainThreshold,
      timings: { embedMs: embeddedAt - startedAt, searchMs: performance.now() - embeddedAt },
    };
  };

  /** The best `limit` candidates with their text; one that repeats another's text to the letter is left out. */
  async function readPassages(candidates: readonly Candidate[], limit: number): Promise<Passage[]> {
    const passages: Passage[] = [];
    const seen = new Set<string>();
    // Read by the page, because repeats are only known once they are read.
    for (let first = 0; first < candidates.length && passages.length < limit; first += limit) {
      const page = candidates.slice(first, first + limit);
      const chunks = await contents.chunks(page.map(({ documentId, ordinal }) => [documentId, ordinal]));
      const owners = await documents.getAll(page.map(({ documentId }) => documentId));
      page.forEach((candidate, i) => {
        const chunk = chunks[i];
        const owner = owners[i];
        if (!chunk || !owner || seen.has(chunk.text) || passages.length >= limit) return;
        seen.add(chunk.text);
        passages.push(passageOf(candidate, chunk, owner));
      });
    }
    return passages;
  }
}

function passageOf(candidate: Candidate, chunk: StoredChunk, document: StoredDocument): Passage {
  return {
    documentId: document.id,
    libraryId: document.libraryId,
    documentName: document.name,
    documentTitle: documentTitle(document, document.content),
    ordinal: chunk.ordinal,
    start: chunk.start,
    end: chunk.end,
    text: chunk.text,
    ...(chunk.page === undefined ? {} : { page: chunk.page }),
    headingPath: chunk.headingPath,
    score: candidate.score,
    lanes: candidate.lanes,
  };
}
