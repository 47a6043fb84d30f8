import { endsUnspaced, startsUnspaced } from './cjk';
import { isInsidePair } from './chunking-cuts';
import { commonPath, type OutlineSection } from './chunking-outline';
import type { Span } from './chunking-packing';
import { withRooms, type Budget, type Section } from './chunking-pieces';
import type { CountTokens, Steps } from './chunking-steps';
import { headerAt, type TableHeader } from './chunking-tables';
import type { SplittingStrategy } from './splitting';

/** A chunk may stay this share below its size: closer costs more counting than it is worth. */
const slack = 1 / 64;
/** UTF-16 units in which a word's end is looked for; what is longer is cut between characters. */
const longestWord = 40;

/**
 * Chunks of one size whatever the document's structure, each beginning a little before the end of the one before; cut
 * between words, or between characters where words are not parted. Their headings are those that all of a chunk stands
 * under.
 */
export function* fixedSpans(
  text: string,
  outline: readonly OutlineSection[],
  headers: readonly TableHeader[],
  { tokens, overlap }: Extract<SplittingStrategy, { kind: 'fixed' }>,
  budget: Budget,
): Steps<Span[]> {
  const sections = yield* withRooms(outline, budget, tokens);
  const measure = new Measure(text, budget.countTokens);
  const places = new Places(sections);
  const spans: Span[] = [];
  const last = text.trimEnd().length;
  let start = firstWord(text, 0);
  let end = 0;
  while (end < last) {
    const left = places.roomAt(start, tokens);
    const room = left - measure.headerTokens(headerAt(headers, start), left);
    const reached = yield* measure.forwards(start, last, room);
    if (reached <= end) {
      // What is repeated would fill the whole chunk.
      start = firstWord(text, end);
      continue;
    }
    const isRest = text.slice(end, reached).trim() === '';
    end = reached;
    if (!isRest) {
      const to = start + text.slice(start, end).trimEnd().length;
      spans.push({ start, end: to, tokens: room, headingPath: places.pathOf(start, to) });
    }
    if (end >= last) break;
    const repeated = Math.min(overlap, room - 1);
    const back = repeated > 0 ? yield* measure.backwards(end, start + 1, repeated) : end;
    start = firstWord(text, back);
  }
  return spans;
}

function firstWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text.charAt(at))) at += 1;
  return at;
}

/** Finds how far a number of tokens reaches, from as few counts as the text's own density allows. */
class Measure {
  readonly #text: string;
  readonly #countTokens: CountTokens;
  readonly #headers = new Map<string, number>();
  #charactersPerToken = 3;

  constructor(text: string, countTokens: CountTokens) {
    this.#text = text;
    this.#countTokens = countTokens;
  }

  forwards(from: number, limit: number, room: number): Steps<number> {
    return this.#reach(from, limit, room, 1);
  }

  backwards(from: number, limit: number, room: number): Steps<number> {
    return this.#reach(from, limit, room, -1);
  }

  /** What a table's header takes from the passages that repeat it, at most half. */
  headerTokens(header: string | undefined, room: number): number {
    if (header === undefined) return 0;
    const known = this.#headers.get(header) ?? this.#countTokens([`${header}\n`])[0] ?? 0;
    this.#headers.set(header, known);
    return Math.min(known, Math.floor(room / 2));
  }

  *#reach(from: number, limit: number, room: number, direction: 1 | -1): Steps<number> {
    const distanceToLimit = Math.abs(limit - from);
    let reached = 0;
    let reachedTokens = 0;
    let tooFar = distanceToLimit + 1;
    let tooFarTokens = Infinity;
    let wanted = Math.min(distanceToLimit, Math.ceil(room * this.#charactersPerToken));
    while (wanted > reached && wanted < tooFar) {
      const edge = this.#edgeBefore(from + direction * wanted, from, direction);
      const distance = Math.max(
        Math.abs(edge - from),
        reached === 0 ? this.#firstCharacter(from, direction) : 0,
      );
      if (distance <= reached) break;
      const tokens = this.#count(from, from + direction * distance);
      yield;
      if (tokens <= room) {
        reached = distance;
        reachedTokens = tokens;
        if (distance >= distanceToLimit || room - tokens <= room * slack) break;
      } else {
        tooFar = distance;
        tooFarTokens = tokens;
      }
      wanted = between(reached, reachedTokens, tooFar, tooFarTokens, room, distanceToLimit);
    }
    if (reachedTokens > 0) this.#charactersPerToken = Math.max(0.5, reached / reachedTokens);
    // Not even one character fits: what cannot be smaller is taken as it is, but never repeated.
    if (reached === 0 && direction === 1) return from + this.#firstCharacter(from, direction);
    return from + direction * reached;
  }

  #count(a: number, b: number): number {
    return this.#countTokens([this.#text.slice(Math.min(a, b), Math.max(a, b))])[0] ?? 0;
  }

  #firstCharacter(from: number, direction: 1 | -1): number {
    return isInsidePair(this.#text, from + direction) ? 2 : 1;
  }

  /** The edge of a word at `to` or shortly before it on the way from `from`. */
  #edgeBefore(to: number, from: number, direction: 1 | -1): number {
    for (let at = to; at !== from && Math.abs(at - to) < longestWord; at -= direction) {
      if (this.#isEdge(at)) return at;
    }
    return isInsidePair(this.#text, to) ? to - direction : to;
  }

  #isEdge(at: number): boolean {
    if (at <= 0 || at >= this.#text.length) return true;
    if (isInsidePair(this.#text, at)) return false;
    const before = this.#text.slice(Math.max(0, at - 2), at);
    const after = this.#text.slice(at, at + 2);
    return /\s$/.test(before) || /^\s/.test(after) || endsUnspaced(before) || startsUnspaced(after);
  }
}

/** The next distance to try: by the density between what fits and what does not, and never twice the same. */
function between(
  reached: number,
  reachedTokens: number,
  tooFar: number,
  tooFarTokens: number,
  room: number,
  limit: number,
): number {
  if (tooFarTokens === Infinity) {
    const density = reachedTokens > 0 ? reached / reachedTokens : 4;
    return Math.min(limit, Math.max(reached + 1, Math.floor(room * density)));
  }
  const share = (room - reachedTokens) / (tooFarTokens - reachedTokens);
  const guess = reached + Math.floor((tooFar - reached) * Math.min(0.95, Math.max(0.05, share)));
  return Math.min(tooFar - 1, Math.max(reached + 1, guess));
}

/** The sections by their place in the text. */
class Places {
  readonly #sections: readonly Section[];

  constructor(sections: readonly Section[]) {
    this.#sections = sections;
  }

  roomAt(offset: number, tokens: number): number {
    return this.#sections[this.#indexAt(offset)]?.room ?? tokens;
  }

  /** The headings above all of a range. */
  pathOf(start: number, end: number): readonly string[] {
    const touched = this.#sections.slice(this.#indexAt(start), this.#indexAt(end - 1) + 1);
    const paths = touched.map(({ headingPath }) => headingPath);
    return paths.slice(1).reduce<readonly string[]>(commonPath, paths[0] ?? []);
  }

  #indexAt(offset: number): number {
    let low = 0;
    let high = this.#sections.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#sections[middle]?.blocks[0]?.start ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
