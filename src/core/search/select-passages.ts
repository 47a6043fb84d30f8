/** A ranked chunk with what is needed to tell it from others. */
export interface RankedChunk {
  readonly documentId: string;
  readonly ordinal: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly headingPath: readonly string[];
  /** Higher is better. */
  readonly score: number;
  /** A note can quote a document, and must not take its place. */
  readonly isNote?: boolean;
}

/** Chunks of one document that follow each other, in the document's order, to be read as one passage. */
export interface PassageChunks<Chunk extends RankedChunk> {
  /** The one that ranks highest. */
  readonly best: Chunk;
  readonly chunks: readonly Chunk[];
}

/** In UTF-16 units: about three chunks. Longer passages leave a language model no room for others. */
const longestPassage = 3000;
/** The share of a text's runs of characters from which on another says the same, and is read once. */
const sameText = 0.85;
/** From this share on, a text repeats in part what another says, and what it adds is worth less. */
const likeText = 0.3;
/** How much of its score a chunk loses that says nothing new. */
const repetitionCost = 0.3;

/**
 * At most `limit` passages out of ranked chunks: repeated text once, neighbours of one section as one, and where several
 * documents agree, other things before the third that says the same (maximal marginal relevance, Carbonell and
 * Goldstein 1998). Texts are compared by their runs of characters: passages on one subject are near by their vectors
 * too, and the one that answers must not make way for the others.
 */
export function selectPassages<Chunk extends RankedChunk>(
  ranked: readonly Chunk[],
  limit: number,
): PassageChunks<Chunk>[] {
  const chosen: Chunk[][] = [];
  const likeness = new TextLikeness();
  const waiting = [...ranked];
  while (waiting.length > 0) {
    const next = takeBest(waiting, chosen, likeness);
    if (!next) break;
    if (chosen.flat().some((other) => canReplace(other, next) && likeness.of(next, other) >= sameText))
      continue;
    const beside = chosen.find((group) => canJoin(group, next));
    if (beside) beside.push(next);
    else if (chosen.length < limit) chosen.push([next]);
    else break;
  }
  return chosen.flatMap((group) => {
    const [best] = group;
    return best ? [{ best, chunks: group.toSorted((a, b) => a.ordinal - b.ordinal) }] : [];
  });
}

/** Takes out the chunk that is worth most beside those chosen. */
function takeBest<Chunk extends RankedChunk>(
  waiting: Chunk[],
  chosen: readonly (readonly Chunk[])[],
  likeness: TextLikeness,
): Chunk | undefined {
  let best = 0;
  let bestValue = -Infinity;
  for (const [i, chunk] of waiting.entries()) {
    // In order of score: nothing further can be worth more.
    if (chunk.score <= bestValue) break;
    const cost = repetitionCost * Math.max(0, chunk.score) * repetition(chunk, chosen, likeness);
    const value = chunk.score - cost;
    if (value > bestValue) {
      best = i;
      bestValue = value;
    }
  }
  return waiting.splice(best, 1)[0];
}

/** 0 when a chunk is unlike every chosen one of other documents, up to 1 when it is the same. */
function repetition(
  chunk: RankedChunk,
  chosen: readonly (readonly RankedChunk[])[],
  likeness: TextLikeness,
): number {
  const others = chosen
    .flat()
    .filter((other) => other.documentId !== chunk.documentId && canReplace(other, chunk));
  const most = Math.max(0, ...others.map((other) => likeness.of(chunk, other)));
  return Math.max(0, (most - likeText) / (1 - likeText));
}

/** Whether what one says need not be read in the other again. */
function canReplace(chosen: RankedChunk, chunk: RankedChunk): boolean {
  return chosen.isNote !== true || chunk.isNote === true;
}

function canJoin(group: readonly RankedChunk[], chunk: RankedChunk): boolean {
  const [first] = group;
  if (first?.documentId !== chunk.documentId) return false;
  if (first.headingPath.join('\n') !== chunk.headingPath.join('\n')) return false;
  if (!group.some(({ ordinal }) => Math.abs(ordinal - chunk.ordinal) === 1)) return false;
  const start = Math.min(chunk.start, ...group.map((one) => one.start));
  const end = Math.max(chunk.end, ...group.map((one) => one.end));
  return end - start <= longestPassage;
}

/** UTF-16 units: no word is so long that it would make two texts alike. */
const runLength = 8;
/** Only runs whose hash is divisible by this are compared: the same ones of every text, and enough of them. */
const sampling = 8;

/** How much texts have in common; what was found once is remembered. */
class TextLikeness {
  readonly #runs = new Map<RankedChunk, ReadonlySet<number>>();
  readonly #known = new Map<RankedChunk, Map<RankedChunk, number>>();

  /** The share of the first one's runs of characters that the second has too, 0 to 1. */
  of(a: RankedChunk, b: RankedChunk): number {
    const ofA = this.#known.get(a) ?? new Map<RankedChunk, number>();
    this.#known.set(a, ofA);
    const likeness = ofA.get(b) ?? (a.text === b.text ? 1 : shareOf(this.#runsOf(a), this.#runsOf(b)));
    ofA.set(b, likeness);
    return likeness;
  }

  #runsOf(chunk: RankedChunk): ReadonlySet<number> {
    const runs = this.#runs.get(chunk) ?? sampledRuns(chunk.text);
    this.#runs.set(chunk, runs);
    return runs;
  }
}

/** Hashes of some of a text's runs, the last unit added and the first taken off at each step (Rabin 1981). */
function sampledRuns(text: string): ReadonlySet<number> {
  const runs = new Set<number>();
  let hash = 0;
  for (let end = 0; end < text.length; end += 1) {
    const leaving = end < runLength ? 0 : text.charCodeAt(end - runLength);
    hash = (Math.imul(hash, base) + text.charCodeAt(end) - Math.imul(leaving, leavingFactor)) | 0;
    const mixed = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) >>> 0;
    if (end + 1 >= runLength && mixed % sampling === 0) runs.add(hash);
  }
  return runs;
}

const base = 0x01000193;
/** base to the power of runLength. */
const leavingFactor = Array.from({ length: runLength }, () => base).reduce(
  (power, one) => Math.imul(power, one),
  1,
);

function shareOf(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  let shared = 0;
  for (const run of a) if (b.has(run)) shared += 1;
  return a.size === 0 ? 0 : shared / a.size;
}
