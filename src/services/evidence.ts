import type { Citation } from '../core/citation';
import type { Retrieval } from '../core/passage';
import type { SearchScope } from '../core/search-scope';
import type { ContentRepository } from '../storage/contents';
import type { Workers } from './workers';

const passagesPerQuestion = 8;

export interface RetrievalParts {
  readonly workers: Pick<Workers, 'searchIndex'>;
  readonly modelPath: () => string;
  /** Pathname of the reranker, where there is one. */
  readonly rerankerPath?: () => Promise<string | undefined>;
}

/** What an answer to the question is written from. */
export async function retrievePassages(
  { workers, modelPath, rerankerPath }: RetrievalParts,
  { question, ...scope }: Omit<SearchScope, 'tags'> & { readonly question: string },
  signal: AbortSignal,
): Promise<Retrieval> {
  const reranker = await rerankerPath?.();
  return workers.searchIndex.client.call(
    'retrieve',
    {
      ...scope,
      question,
      limit: passagesPerQuestion,
      modelPath: modelPath(),
      ...(reranker === undefined ? {} : { rerankerPath: reranker }),
    },
    { signal },
  );
}

/** A citation is shown only when the stored text is, to the letter, what it quotes. */
export async function isVerified(
  { documentId, start, end, quote }: Citation,
  contents: Pick<ContentRepository, 'textBetween'>,
): Promise<boolean> {
  return quote !== '' && (await contents.textBetween(documentId, start, end)) === quote;
}
