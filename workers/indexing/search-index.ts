import type { AnswerRequest } from '../../src/core/answer-engine';
import { AppError } from '../../src/core/app-error';
import { indexedText } from '../../src/core/chunk';
import type { Citation } from '../../src/core/citation';
import { alignSentence } from '../../src/core/citations/align';
import { vectorSpaceKey } from '../../src/core/embedding-model';
import { documentTitle } from '../../src/core/library';
import type { Passage } from '../../src/core/passage';
import { pageAt } from '../../src/core/rich-text';
import { createAnalyser } from '../../src/core/search/analyse';
import { markPassages, type FoundPassages } from '../../src/core/search/found-passages';
import { buildPostings } from '../../src/core/search/postings-builder';
import { readSearchQuery } from '../../src/core/search/search-query';
import type { EmbedderContract } from '../../src/contracts/embedder';
import type { FindInput, SearchIndexContract } from '../../src/contracts/search-index';
import type { Peer } from '../../src/rpc/peers';
import { ContentRepository } from '../../src/storage/contents';
import type { InkstoneDatabase } from '../../src/storage/database';
import { DocumentRepository } from '../../src/storage/documents';
import { answerExtractively } from '../answering/extractive-answer';
import { OpenLibraries, type IndexForm } from './open-libraries';
import { createRetriever } from './retriever';

/** How many times as many passages are read for a phrase as are shown. */
const phraseDepth = 3;

export interface SearchIndexDependencies {
  readonly database: InkstoneDatabase;
  readonly embedder: Pick<Peer<EmbedderContract>, 'client'>;
  /** Characters that the lexical lane takes as one: traditional to simplified. */
  readonly characterTable: () => Promise<Readonly<Record<string, string>>>;
}

/** The index worker: writes what was imported, finds passages, quotes from them and checks citations. */
export function createSearchIndex({
  database,
  embedder,
  characterTable,
}: SearchIndexDependencies): SearchIndexContract {
  const contents = new ContentRepository(database);
  const documents = new DocumentRepository(database);
  const libraries = new OpenLibraries(contents);
  const table = memoised(characterTable);
  const analyse = memoised(async () => createAnalyser(await table()));
  const retrieve = createRetriever({ embedder, libraries, contents, documents, analyse });

  /** Unit vectors of texts, one each. */
  async function embed(texts: readonly string[], role: 'query' | 'passage', signal: AbortSignal) {
    const client = await embedder.client();
    const vectors = await client.call('embed', { texts, role }, { signal });
    const dimension = vectors.length / texts.length;
    return texts.map((_, i) => vectors.subarray(i * dimension, (i + 1) * dimension));
  }

  /** The weight of a term where the passages come from. */
  async function idfOf(passages: readonly Passage[]): Promise<(term: string) => number> {
    const libraryId = passages[0]?.libraryId;
    const library = libraryId === undefined ? undefined : await libraries.opened(libraryId);
    const known = new Map<string, number>();
    return (term) => {
      const idf = known.get(term) ?? library?.idf(term) ?? 1;
      known.set(term, idf);
      return idf;
    };
  }

  /** A passage can go on over a page break: the page of a quote is where the quote begins. */
  async function withPage<T extends Omit<Citation, 'n'>>(citation: T): Promise<T> {
    const document = await documents.get(citation.documentId);
    const page = pageAt(document?.content?.pages ?? [], citation.start);
    return page === undefined ? citation : { ...citation, page };
  }

  async function* extract(request: AnswerRequest, signal: AbortSignal) {
    const judge = {
      analyse: await analyse(),
      idf: await idfOf(request.passages),
      embed: (texts: readonly string[], role: 'query' | 'passage') => embed(texts, role, signal),
    };
    for await (const event of answerExtractively(request, judge, signal)) {
      if (event.kind === 'citation') yield { ...event, citation: await withPage(event.citation) };
      else yield event;
    }
  }

  async function find({ query, limit, ...scope }: FindInput, signal: AbortSignal): Promise<FoundPassages> {
    const startedAt = performance.now();
    const folding = { analyse: await analyse(), table: await table() };
    const read = readSearchQuery(query, folding);
    if (read.text === '') return { hits: [], hasMore: false, milliseconds: performance.now() - startedAt };
    // A passage that holds a phrase to the letter may rank below the last one shown.
    const depth = read.phrases.length > 0 ? phraseDepth * limit : limit + 1;
    const retrieval = await retrieve({ ...scope, question: read.text, limit: depth }, signal);
    const { hits, hasMore } = markPassages(retrieval, read, folding, limit);
    const owners = await documents.getAll(hits.map(({ documentId }) => documentId));
    return {
      // A passage can go on over a page break: the page is where it is opened.
      hits: hits.map((hit, i) => {
        const page = pageAt(owners[i]?.content?.pages ?? [], hit.focus.start);
        return page === undefined ? hit : { ...hit, page };
      }),
      hasMore,
      milliseconds: performance.now() - startedAt,
    };
  }

  return {
    open: async ({ libraryId, modelPath, index = 'scan' }, { signal }) => {
      const startedAt = performance.now();
      const model = await (await embedder.client()).call('load', { modelPath }, { signal });
      const form: IndexForm = { space: vectorSpaceKey(model), dimension: model.dimension, kind: index };
      const library = await libraries.get(libraryId, form);
      const openMs = performance.now() - startedAt;
      return { documents: [...library.documentIds].length, chunks: library.chunkCount, openMs };
    },

    commit: async ({ documentId, extracted, chunks, model, vectors }) => {
      const document = await documents.get(documentId);
      if (!document) throw new AppError('not-found', `document ${documentId} was removed`);
      const title = documentTitle(document, extracted);
      const toTerms = await analyse();
      const postings = buildPostings(chunks.map((chunk) => toTerms(indexedText(title, chunk))));
      const libraryId = await contents.commit({ documentId, extracted, chunks, model, vectors, postings });
      await libraries.committed(libraryId, vectorSpaceKey(model), { documentId, postings, vectors });
    },

    removeDocument: async ({ documentId }) => {
      await documents.remove(documentId);
      await libraries.removed(documentId);
    },

    removeLibrary: ({ libraryId }) => {
      libraries.close(libraryId);
      return Promise.resolve();
    },

    retrieve: (input, { signal }) => retrieve(input, signal),

    find: (input, { signal }) => find(input, signal),

    extract: (request, { signal }) => extract(request, signal),

    cite: async ({ sentence, passages, hints }, { signal }) => {
      const spans = await alignSentence(sentence, passages, hints, {
        analyse: await analyse(),
        idf: await idfOf(passages),
        embed: (texts) => embed(texts, 'passage', signal),
      });
      return Promise.all(spans.map(withPage));
    },
  };
}

/** Runs `make` once; a failure is forgotten, so that it can be tried again. */
function memoised<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
