import { contentIdOf } from '../../src/core/library';
import type { Retrieval } from '../../src/core/passage';
import { abstainThreshold, judgeAnswerability } from '../../src/core/search/answerability';
import { phrasesOf } from '../../src/core/search/phrase-match';
import { questionTerms } from '../../src/core/search/question-terms';
import { rerankedCandidates } from '../../src/core/search/rerank';
import { inverseDocumentFrequency } from '../../src/core/search/term-weights';
import type { EmbedderContract } from '../../src/contracts/embedder';
import type { RetrieveInput } from '../../src/contracts/search-index';
import type { Peer } from '../../src/rpc/peers';
import type { ContentRepository } from '../../src/storage/contents';
import type { DocumentRepository } from '../../src/storage/documents';
import { proposeFrom, rankProposals } from '../search/search-libraries';
import type { LibraryIndex } from '../search/library-index';
import { seekPhrase } from '../search/phrase-candidates';
import { matchPhrases } from './match-phrases';
import type { OpenLibraries } from './open-libraries';
import type { IndexForm } from './open-library';
import { readPassages } from './read-passages';
import { rerankPassages } from './rerank-passages';
import type { SearchModels } from './search-models';

/** Contents as the index names them. */
async function contentIdsOf(
  documentIds: readonly string[],
  documents: DocumentRepository,
): Promise<ReadonlySet<string>> {
  const rows = await documents.getAll(documentIds);
  return new Set(rows.flatMap((row) => (row ? [contentIdOf(row)] : [])));
}

export interface RetrieverDependencies {
  readonly embedder: Pick<Peer<EmbedderContract>, 'client'>;
  readonly models: Pick<SearchModels, 'choose' | 'embedQuestion'>;
  readonly libraries: OpenLibraries;
  readonly contents: ContentRepository;
  readonly documents: DocumentRepository;
  readonly analyse: () => Promise<(text: string) => string[]>;
}

/** Question to ranked passages: embeds it, asks every lane of each library and reads the best chunks. */
export function createRetriever(dependencies: RetrieverDependencies) {
  const { embedder, models, libraries, contents, documents } = dependencies;

  return async (input: RetrieveInput, signal: AbortSignal): Promise<Retrieval> => {
    const { question, libraryIds, documentIds, limit, modelPath, rerankerPath } = input;
    const { lanes = 'hybrid', index = 'scan' } = input;
    const startedAt = performance.now();
    const analyse = await dependencies.analyse();
    const terms = questionTerms(question, analyse);
    const phrases = phrasesOf(question);
    const asked: { form: IndexForm; libraryId: string; vector: Float32Array }[] = [];
    for (const libraryId of libraryIds) {
      const { space, dimension, modelPath: chosenPath } = await models.choose(libraryId, modelPath, signal);
      const vector = await models.embedQuestion(question, chosenPath, signal);
      asked.push({ libraryId, form: { space, dimension, kind: index }, vector });
    }
    const opened: LibraryIndex[] = [];
    const vectors = new Map<LibraryIndex, Float32Array>();
    for (const { libraryId, form, vector } of asked) {
      const library = await libraries.get(libraryId, form);
      opened.push(library);
      vectors.set(library, vector);
      signal.throwIfAborted();
    }
    const openedAt = performance.now();

    const wanted = documentIds && (await contentIdsOf(documentIds, documents));
    // They may yet be restored, so the index keeps them.
    const removed = await contentIdsOf([...(await documents.removedIds())], documents);
    const proposals = proposeFrom(opened, {
      terms,
      phrases: phrases.map(({ text }) => seekPhrase(text, analyse)),
      vectorOf: (library) => vectors.get(library) ?? new Float32Array(),
      lanes,
      acceptsDocument:
        wanted || removed.size > 0
          ? (contentId): boolean => (wanted?.has(contentId) ?? true) && !removed.has(contentId)
          : undefined,
    });
    const held = await matchPhrases(proposals, phrases, contents);
    const { candidates } = rankProposals(proposals, lanes, held);
    const depth = rerankerPath === undefined ? limit : Math.max(limit, rerankedCandidates);
    const found = await readPassages(candidates, depth, { contents, documents });
    const client = await embedder.client();
    const { passages: ranked, ...rest } = await rerankPassages(found, question, client, rerankerPath, signal);
    const passages = ranked.slice(0, limit);
    const idf = (term: string): number => inverseDocumentFrequency(term, opened);
    const confidence = judgeAnswerability({ question, passages, analyse, idf });
    return {
      ...rest,
      passages,
      confidence,
      abstain: passages.length === 0 || confidence < abstainThreshold,
      timings: { embedMs: openedAt - startedAt, searchMs: performance.now() - openedAt },
    };
  };
}
