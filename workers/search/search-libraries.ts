import type { Lanes, PassageLanes } from '../../src/core/passage';
import { isCharacterTerm } from '../../src/core/search/analyse';
import { fuse } from '../../src/core/search/fusion';
import { weighTerms } from '../../src/core/search/term-weights';
import type { LibraryIndex, Proposal } from './library-index';
import type { SoughtPhrase } from './phrase-candidates';

export interface LibraryQuery {
  /** See `questionTerms`. */
  readonly terms: readonly string[];
  readonly phrases?: readonly SoughtPhrase[];
  /** The question, embedded with the model that the library's vectors are of. */
  readonly vectorOf: (library: LibraryIndex) => Float32Array;
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

/** How much of the question proposed chunks hold to the letter, 0 to 1; those that hold nothing may be left out. */
export type PhraseMatches = ReadonlyMap<Proposal, number>;

/** A chunk that holds what was asked to the letter comes before any that is only like it. */
const phraseWeight = 4;

/** What each lane of each library finds; terms are weighed over all libraries, as if they were one. */
export function proposeFrom(
  libraries: readonly LibraryIndex[],
  { terms, phrases = [], vectorOf, lanes, acceptsDocument }: LibraryQuery,
): Proposal[] {
  const query = {
    question: weighTerms(terms, libraries),
    isUnspaced: 2 * terms.filter(isCharacterTerm).length > terms.length,
    phrases,
    lanes,
    acceptsDocument,
  };
  return libraries.flatMap((library) => library.propose({ ...query, vector: vectorOf(library) }));
}

/** Puts what was proposed in order, lanes fused after merging. */
export function rankProposals(
  proposals: readonly Proposal[],
  lanes: Lanes,
  phrases: PhraseMatches = new Map(),
): SearchResult {
  const scores = rankingScores(proposals, lanes);
  const ranked = proposals
    .map((proposal, i) => {
      const phrase = phrases.get(proposal) ?? 0;
      return { proposal, phrase, score: (scores[i] ?? 0) + phraseWeight * phrase };
    })
    .filter(({ proposal, phrase }) => phrase > 0 || !proposal.mayHoldPhrase || isFoundOtherwise(proposal))
    .sort((a, b) => b.score - a.score || compareByPlace(a.proposal, b.proposal));
  return {
    candidates: ranked.map(({ proposal, phrase, score }) => candidateOf(proposal, phrase, score)),
  };
}

/** Searches libraries as if they were one, without looking for phrases. */
export function searchLibraries(libraries: readonly LibraryIndex[], query: LibraryQuery): SearchResult {
  return rankProposals(proposeFrom(libraries, query), query.lanes);
}

function rankingScores(proposals: readonly Proposal[], lanes: Lanes): number[] {
  const scores = proposals.map((proposal) => proposal.scores);
  if (lanes === 'dense') return scores.map(({ cosine }) => cosine);
  if (lanes === 'lexical') return scores.map(({ relativeBm25 }) => relativeBm25);
  return fuse(scores);
}

/** A chunk that only seemed to hold a phrase is as good as its words or its meaning. */
function isFoundOtherwise({ bm25, cosine }: Proposal): boolean {
  return bm25 !== undefined || cosine !== undefined;
}

function candidateOf(
  { documentId, ordinal, scores, bm25, cosine }: Proposal,
  phrase: number,
  score: number,
): Candidate {
  const lanes = {
    ...(bm25 === undefined ? {} : { lexical: bm25, coverage: scores.coverage }),
    ...(cosine === undefined ? {} : { dense: cosine }),
    ...(phrase === 0 ? {} : { phrase }),
  };
  return { documentId, ordinal, score, lanes };
}

function compareByPlace(a: Proposal, b: Proposal): number {
  if (a.documentId !== b.documentId) return a.documentId < b.documentId ? -1 : 1;
  return a.ordinal - b.ordinal;
}
