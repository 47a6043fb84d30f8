import { isAbortError, toAppError } from '../../src/core/app-error';
import { textWithHeader } from '../../src/core/chunk';
import type { Passage, RetrievalWarning } from '../../src/core/passage';
import { rerank, rerankedCandidates } from '../../src/core/search/rerank';
import type { EmbedderContract } from '../../src/contracts/embedder';
import type { RpcClient } from '../../src/rpc/client';

export interface RerankedPassages {
  readonly passages: readonly Passage[];
  readonly warning?: RetrievalWarning;
}

/**
 * The best passages in the order of the cross-encoder at `path`; without a path as they come. A reranker that fails
 * leaves them as they are, and a warning says so.
 */
export async function rerankPassages(
  passages: readonly Passage[],
  question: string,
  embedder: Pick<RpcClient<EmbedderContract>, 'call'>,
  path: string | undefined,
  signal: AbortSignal,
): Promise<RerankedPassages> {
  if (path === undefined || passages.length < 2) return { passages };
  const texts = passages
    .slice(0, rerankedCandidates)
    .map((passage) => [...passage.headingPath, textWithHeader(passage)].join('\n'));
  try {
    const scores = await embedder.call('rerank', { modelPath: path, question, texts }, { signal });
    const scored = passages.map((passage, i) => {
      const reranked = scores[i];
      return reranked === undefined ? passage : { ...passage, lanes: { ...passage.lanes, reranked } };
    });
    return { passages: rerank(scored, scores) };
  } catch (error) {
    if (isAbortError(error)) throw error;
    signal.throwIfAborted();
    const { code, message } = toAppError(error);
    return { passages, warning: { kind: 'not-reranked', code, message } };
  }
}
