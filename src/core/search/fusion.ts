/** What the lanes know of one chunk, on scales that mean the same for every question. */
export interface LaneScores {
  /** Cosine of question and chunk; 0 without vectors. */
  readonly cosine: number;
  /** Share of the question's IDF weight that occurs in the chunk, 0 to 1; 0 when the lexical lane did not find it. */
  readonly coverage: number;
  /** BM25 as a share of the question's whole IDF weight. */
  readonly relativeBm25: number;
  /** Whether question and chunk are written in scripts that can share words. */
  readonly isSameScript: boolean;
}

/*
 * Measured on XQuAD, CMRC 2018, DRCD, NQ and SciFact with the embedded model; the figures are printed by
 * retrieval-quality.test.ts. Neither ranks nor the spread of a question's scores are used: both turn a lane that
 * found nothing into one that seems sure.
 */
const coverageWeight = 0.5;
const bm25Weight = 1.5;

/** A passage in another language has a lower cosine than its translation would have, by about this much. */
const crossScriptCosineWeight = 2;
/** How many chunks may share the question's words because they answer it; the next ones share them by chance. */
const expectedMatches = 5;

/**
 * One score per chunk from both lanes, comparable among the chunks given. A chunk in another script cannot share the
 * question's words (but for names and numbers), which says nothing against it: it is given at least what chunks of
 * the question's own script share by chance, so that a library of both languages is ranked by meaning where words
 * cannot speak.
 */
export function fuse(chunks: readonly LaneScores[]): number[] {
  const chance = wordsSharedByChance(chunks);
  return chunks.map((chunk) =>
    chunk.isSameScript
      ? chunk.cosine + wordScore(chunk)
      : crossScriptCosineWeight * chunk.cosine + Math.max(wordScore(chunk), chance),
  );
}

function wordScore({ coverage, relativeBm25 }: LaneScores): number {
  return coverageWeight * coverage + bm25Weight * relativeBm25;
}

function wordsSharedByChance(chunks: readonly LaneScores[]): number {
  const best = chunks
    .filter((chunk) => chunk.isSameScript)
    .map(wordScore)
    .sort((a, b) => b - a)
    .slice(0, expectedMatches);
  // Where there are fewer, the last of them may well be the one that answers.
  return (best.at(-1) ?? 0) * (best.length / expectedMatches);
}
