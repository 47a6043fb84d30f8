import { phraseMatch, type SharedPhrase } from '../../src/core/search/phrase-match';
import type { ContentRepository } from '../../src/storage/contents';
import type { Proposal } from '../search/library-index';
import type { PhraseMatches } from '../search/search-libraries';

/** Chunks that are read to see whether they hold a phrase; of more, those that the other lanes find best. */
const mostRead = 64;

/**
 * Reads the proposed chunks that may hold one of the phrases, and tells how much of the question each holds to the
 * letter.
 */
export async function matchPhrases(
  proposals: readonly Proposal[],
  phrases: readonly SharedPhrase[],
  contents: Pick<ContentRepository, 'chunks'>,
): Promise<PhraseMatches> {
  const likely = proposals
    .filter(({ mayHoldPhrase }) => mayHoldPhrase)
    .sort((a, b) => standing(b) - standing(a))
    .slice(0, mostRead);
  if (likely.length === 0) return new Map();
  const chunks = await contents.chunks(likely.map(({ documentId, ordinal }) => [documentId, ordinal]));
  return new Map(
    likely.map((proposal, i) => {
      const text = chunks[i]?.text ?? '';
      const held = phrases.reduce((sum, phrase) => sum + phrase.share * phraseMatch(text, phrase.text), 0);
      return [proposal, held];
    }),
  );
}

function standing({ scores }: Proposal): number {
  return scores.cosine + scores.coverage + scores.relativeBm25;
}
