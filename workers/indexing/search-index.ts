import type { AnswerRequest } from '../../src/core/answer-engine';
import { AppError } from '../../src/core/app-error';
import { indexedText } from '../../src/core/chunk';
import type { TextJudge } from '../../src/core/answering/sentence-views';
import type { Citation } from '../../src/core/citation';
import { alignSentence } from '../../src/core/citations/align';
import { SourceSentences } from '../../src/core/citations/source-sentences';
import { contentIdOf, documentTitle } from '../../src/core/library';
import type { Passage, Retrieval } from '../../src/core/passage';
import { pageAt } from '../../src/core/rich-text';
import { memoised } from '../../src/core/memoised';
import { createAnalyser } from '../../src/core/search/analyse';
import { quantizeVectors } from '../../src/core/quantized-vectors';
import { markPassages, type FoundPassages } from '../../src/core/search/found-passages';
import { quotedIn } from '../../src/core/search/phrase-match';
import { readSearchQuery } from '../../src/core/search/search-query';
import { buildSegmentWords } from '../../src/core/search/segment/build-segment';
import type { EmbedderContract } from '../../src/contracts/embedder';
import type { FindInput, RetrieveInput, SearchIndexContract } from '../../src/contracts/search-index';
import type { Peer } from '../../src/rpc/peers';
import { ContentRepository } from '../../src/storage/contents';
import type { InkstoneDatabase } from '../../src/storage/database';
import { DocumentRepository } from '../../src/storage/documents';
import { LibraryModelRepository } from '../../src/storage/library-models';
import { SegmentRepository } from '../../src/storage/segments';
import { answerExtractively } from '../answering/extractive-answer';
import { SettingsRepository } from '../../src/storage/settings';
import { Compaction } from './compaction';
import { Foreground } from './foreground';
import { OpenLibraries } from './open-libraries';
import { ReEmbedding } from './re-embedding';
import { samePassages } from './same-passages';
import { createRetriever } from './retriever';
import { SearchModels } from './search-models';
import { Suggester } from './suggester';

export interface SearchIndexDependencies {
  readonly database: InkstoneDatabase;
  readonly embedder: Pick<Peer<EmbedderContract>, 'client'>;
  /** Characters that the lexical lane takes as one: traditional to simplified. */
  readonly characterTable: () => Promise<Readonly<Record<string, string>>>;
}

/** The index worker: keeps what was imported in order, finds passages, quotes from them and checks citations. */
export function createSearchIndex({
  database,
  embedder,
  characterTable,
}: SearchIndexDependencies): SearchIndexContract {
  const contents = new ContentRepository(database);
  const documents = new DocumentRepository(database);
  const segments = new SegmentRepository(database);
  const libraryModels = new LibraryModelRepository(database);
  const settings = new SettingsRepository(database);
  const libraries = new OpenLibraries(segments);
  const compaction = new Compaction(segments, libraries);
  const reEmbedding = new ReEmbedding({
    segments,
    models: libraryModels,
    contents,
    documents,
    embedder,
    onSwitched: (libraryId) => compaction.schedule(libraryId),
  });
  const models = new SearchModels({
    models: libraryModels,
    segments,
    embedder,
    chosenId: async () => {
      const { embeddingModelId } = await settings.all();
      return typeof embeddingModelId === 'string' ? embeddingModelId : undefined;
    },
    onOutdated: (wanted) => reEmbedding.start(wanted),
  });
  const table = memoised(characterTable);
  const analyse = memoised(async () => createAnalyser(await table()));
  const retrieveFrom = createRetriever({ embedder, models, libraries, contents, documents, analyse });
  const foreground = new Foreground();
  const suggester = new Suggester({
    sources: { contents, documents },
    segments,
    removedIds: () => documents.removedIds(),
    foreground,
    retrieve: retrieveFrom,
    contentIds: async (libraryId, path, signal) => {
      const { space, dimension } = await models.choose(libraryId, path, signal);
      return (await libraries.get(libraryId, { space, dimension, kind: 'scan' })).documentIds;
    },
    judge: judgeFor,
    analyse,
  });
  /** Libraries that were asked since the worker began. */
  const asked = new Set<string>();

  /** The model that was asked with last; what is compared with each other is embedded with the same. */
  let modelPath: string | undefined;

  async function retrieve(input: RetrieveInput, signal: AbortSignal): Promise<Retrieval> {
    modelPath = input.modelPath;
    const retrieval = await retrieveFrom(input, signal);
    for (const libraryId of input.libraryIds) {
      if (asked.has(libraryId)) continue;
      asked.add(libraryId);
      // Once a session no word stays on the disk of what was removed in the ones before.
      compaction.schedule(libraryId, { isThorough: true });
    }
    return retrieval;
  }

  /** Unit vectors of texts, one each. */
  async function embed(texts: readonly string[], role: 'query' | 'passage', signal: AbortSignal) {
    const client = await embedder.client();
    const named = modelPath === undefined ? {} : { modelPath };
    const vectors = await client.call('embed', { texts, role, ...named }, { signal });
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

  /** Those of the answer that is being written: its sentences come one by one, with the same passages. */
  let sources:
    | {
        readonly passages: readonly Passage[];
        readonly model: string | undefined;
        readonly sentences: SourceSentences;
      }
    | undefined;

  async function sourcesOf(passages: readonly Passage[]): Promise<SourceSentences> {
    if (!sources || sources.model !== modelPath || !samePassages(sources.passages, passages)) {
      sources = { passages, model: modelPath, sentences: new SourceSentences(passages, await analyse()) };
    }
    return sources.sentences;
  }

  async function judgeFor(passages: readonly Passage[], signal: AbortSignal): Promise<TextJudge> {
    return {
      analyse: await analyse(),
      idf: await idfOf(passages),
      embed: (texts, role) => embed(texts, role, signal),
    };
  }

  async function* extract(request: AnswerRequest, signal: AbortSignal) {
    const end = foreground.begin();
    try {
      const judge = await judgeFor(request.passages, signal);
      for await (const event of answerExtractively(request, judge, signal)) {
        if (event.kind === 'citation') yield { ...event, citation: await withPage(event.citation) };
        else yield event;
      }
    } finally {
      end();
    }
  }

  async function find({ query, limit, ...scope }: FindInput, signal: AbortSignal): Promise<FoundPassages> {
    const startedAt = performance.now();
    const folding = { analyse: await analyse(), table: await table() };
    const read = readSearchQuery(query, folding);
    if (read.text === '') return { hits: [], hasMore: false, milliseconds: performance.now() - startedAt };
    const retrieval = await retrieve({ ...scope, question: query, limit: limit + 1 }, signal);
    const holding = retrieval.passages.filter(({ lanes }) => lanes.phrase !== undefined);
    // Who puts words in quotation marks wants nothing else, where there is any.
    const isExact = quotedIn(query).length > 0 && holding.length > 0;
    const passages = isExact ? holding : retrieval.passages;
    const { hits, hasMore } = markPassages({ ...retrieval, passages }, read, folding, limit);
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
      const { space, dimension } = await models.choose(libraryId, modelPath, signal);
      const library = await libraries.get(libraryId, { space, dimension, kind: index });
      const openMs = performance.now() - startedAt;
      const { chunkCount, residentBytes } = library;
      return { documents: [...library.documentIds].length, chunks: chunkCount, openMs, residentBytes };
    },

    commit: async ({ documentId, extracted, chunks, model, vectors: exact }) => {
      const document = await documents.get(documentId);
      if (!document) throw new AppError('not-found', `document ${documentId} was removed`);
      const title = documentTitle(document, extracted);
      const toTerms = await analyse();
      const words = buildSegmentWords(
        chunks.map((chunk) => toTerms(indexedText(title, chunk))),
        chunks.map(({ text }) => text),
      );
      const vectors = quantizeVectors(exact, model.dimension);
      const { libraryId } = await contents.commit({ documentId, extracted, chunks, model, vectors, words });
      libraries.changed(libraryId);
      compaction.schedule(libraryId);
    },

    committed: ({ libraryId }) => {
      libraries.changed(libraryId);
      compaction.schedule(libraryId);
      return Promise.resolve();
    },

    removeDocument: async ({ documentId }) => {
      const document = await documents.get(documentId);
      await documents.remove(documentId);
      if (!document) return;
      await libraries.removed(contentIdOf(document));
      compaction.schedule(document.libraryId);
    },

    removeLibrary: ({ libraryId }) => {
      libraries.close(libraryId);
      models.forget(libraryId);
      return Promise.resolve();
    },

    embedAnew: ({ modelPath: path }, { signal }) => models.embedAnew(path, signal),

    settle: async () => {
      await reEmbedding.settled();
      await compaction.settled();
    },

    retrieve: (input, { signal }) => foreground.during(() => retrieve(input, signal)),

    find: (input, { signal }) => foreground.during(() => find(input, signal)),

    suggest: (input, { signal }) => {
      modelPath ??= input.modelPath;
      return suggester.suggest(input, signal);
    },

    extract: (request, { signal }) => extract(request, signal),

    cite: async ({ sentence, passages, hints }, { signal }) => {
      const judge = await judgeFor(passages, signal);
      const spans = await alignSentence(sentence, await sourcesOf(passages), hints, {
        ...judge,
        embed: (texts) => judge.embed(texts, 'passage'),
      });
      return Promise.all(spans.map(withPage));
    },
  };
}
