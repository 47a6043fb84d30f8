import { cosineOfUnitVectors } from './cosine';

/** A ranked chunk with what is needed to tell it from others. */
export interface RankedChunk {
  readonly documentId: string;
  readonly ordinal: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly headingPath: readonly string[];
  /** Not negative; higher is better. */
  readonly score: number;
  readonly vector: Float32Array | undefined;
}

/** Chunks of one document that follow each other, in the document's order, to be read as one passage. */
export interface PassageChunks<Chunk extends RankedChunk> {
  /** The one that ranks highest. */
  readonly best: Chunk;
  readonly chunks: readonly Chunk[];
}

/** In UTF-16 units: about three chunks. Longer passages leave a language model no room for others. */
const longestPassage = 3000;
/** Of a text's runs of characters: what is said twice with hardly a word's difference is read once. */
const sameText = 0.85;
/** From this cosine on, documents say the same thing; what each says more of it is worth less. */
const agreement = 0.9;
/** How much of its score a chunk loses that says nothing new. */
const repetitionCost = 0.3;

/**
 * At most `limit` passages out of ranked chunks: repeated text once, neighbours of one section as one, and where several
 * documents agree, other things before the third that says the same (maximal marginal relevance, Carbonell and
 * Goldstein 1998, in which only near likeness counts).
 */
export function selectPassages<Chunk extends RankedChunk>(
  ranked: readonly Chunk[],
  limit: number,
): PassageChunks<Chunk>[] {
  const chosen: Chunk[][] = [];
  const waiting = [...ranked];
  while (waiting.length > 0 && chosen.length <= limit) {
    const next = takeBest(waiting, chosen);
    if (!next || chosen.flat().some((other) => repeats(next, other))) continue;
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
): Chunk | undefined {
  let best = 0;
  let bestValue = -Infinity;
  for (const [i, chunk] of waiting.entries()) {
    // In order of score: nothing further can be worth more.
    if (chunk.score <= bestValue) break;
    const value = chunk.score * (1 - repetitionCost * repetition(chunk, chosen));
    if (value > bestValue) {
      best = i;
      bestValue = value;
    }
  }
  return waiting.splice(best, 1)[0];
}

/** 0 when a chunk is unlike every chosen one of other documents, up to 1 when it is the same. */
function repetition(chunk: RankedChunk, chosen: readonly (readonly RankedChunk[])[]): number {
  let most = 0;
  for (const group of chosen) {
    const [other] = group;
    if (!other?.vector || !chunk.vector || other.documentId === chunk.documentId) continue;
    most = Math.max(most, (cosineOfUnitVectors(chunk.vector, other.vector) - agreement) / (1 - agreement));
  }
  return most;
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

function repeats(a: RankedChunk, b: RankedChunk): boolean {
  if (a.text === b.text) return true;
  const shorter = Math.min(a.text.length, b.text.length);
  // Much longer ones say more, and reading them costs time.
  if (shorter < sameText * Math.max(a.text.length, b.text.length)) return false;
  if (a.vector && b.vector && cosineOfUnitVectors(a.vector, b.vector) < agreement) return false;
  return shareOfRuns(a.text, b.text) >= sameText;
}

const runLength = 8;

/** The share of one text's runs of characters that occur in the other. */
function shareOfRuns(a: string, b: string): number {
  const runs = new Set<string>();
  for (let i = 0; i + runLength <= b.length; i += 1) runs.add(b.slice(i, i + runLength));
  let shared = 0;
  let count = 0;
  for (let i = 0; i + runLength <= a.length; i += 1, count += 1) {
    if (runs.has(a.slice(i, i + runLength))) shared += 1;
  }
  return count === 0 ? 0 : shared / count;
}
