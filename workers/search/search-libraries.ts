import type { Lanes, PassageLanes } from '../../src/core/passage';
import { isCharacterTerm } from '../../src/core/search/analyse';
import { fuse } from '../../src/core/search/fusion';
import { weighTerms } from '../../src/core/search/term-weights';
import type { LibraryIndex, Proposal } from './library-index';

export interface LibraryQuery {
  /** See `questionTerms`. */
  readonly terms: readonly string[];
  readonly vector: Float32Array;
  readonly lanes: Lanes;
  readonly acceptsDocument?: ((documentId: string) => boolean) | undefined;
}

export interface Candidate {
  readonly documentId: string;
  readonly ordinal: number;
  /** The fused score; comparable within one search only. */
  readonly score: number;
  readonly lanes: PassageLanes;
}

export interface SearchResult {
  /** Best first; equal ones by document and place, so that the same question gives the same order every time. */
  readonly candidates: readonly Candidate[];
}

/** Searches libraries as if they were one: terms are weighed over all of them and lanes fused after merging. */
export function searchLibraries(
  libraries: readonly LibraryIndex[],
  { terms, vector, lanes, acceptsDocument }: LibraryQuery,
): SearchResult {
  const statistics = libraries.map((library) => library.termStatistics);
  const query = {
    question: weighTerms(terms, statistics),
    isUnspaced: 2 * terms.filter(isCharacterTerm).length > terms.length,
    vector,
    lanes,
    acceptsDocument,
  };
  const proposals = libraries.flatMap((library) => library.propose(query));
  const scores = rankingScores(proposals, lanes);
  const ranked = proposals
    .map((proposal, i) => ({ proposal, score: scores[i] ?? 0 }))
    .sort((a, b) => b.score - a.score || compareByPlace(a.proposal, b.proposal));
  return {
    candidates: ranked.map(({ proposal, score }) => candidateOf(proposal, score)),
  };
}

function rankingScores(proposals: readonly Proposal[], lanes: Lanes): number[] {
  const scores = proposals.map((proposal) => proposal.scores);
  if (lanes === 'dense') return scores.map(({ cosine }) => cosine);
  if (lanes === 'lexical') return scores.map(({ relativeBm25 }) => relativeBm25);
  return fuse(scores);
}

function candidateOf({ documentId, ordinal, scores, bm25, cosine }: Proposal, score: number): Candidate {
  const lanes = {
    ...(bm25 === undefined ? {} : { lexical: bm25, coverage: scores.coverage }),
    ...(cosine === undefined ? {} : { dense: cosine }),
  };
  return { documentId, ordinal, score, lanes };
}

function compareByPlace(a: Proposal, b: Proposal): number {
  if (a.documentId !== b.documentId) return a.documentId < b.documentId ? -1 : 1;
  return a.ordinal - b.ordinal;
}
