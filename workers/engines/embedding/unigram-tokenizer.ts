import { AppError } from '../../../src/core/app-error';

/** The parts of a tokenizer.json that say how text becomes tokens. */
export interface TokenizerDescription {
  readonly normalizer: unknown;
  readonly pre_tokenizer: unknown;
  readonly added_tokens: readonly { readonly id: number; readonly content: string }[];
  readonly model: {
    readonly type: string;
    readonly unk_id: number;
    readonly vocab: readonly (readonly [piece: string, logProbability: number])[];
  };
}

const space = '▁';
/** As the tokenizers library has it: an unknown character costs this much more than the rarest piece. */
const unknownPenalty = 10;
/** Words seen again are looked up; the cache starts anew when full, so that it stays bounded. */
const cachedWords = 50_000;

/**
 * A SentencePiece Unigram tokenizer (Kudo 2018): of all ways to cut the text into known pieces it takes the most
 * probable, found by Viterbi. It gives the same ids as the tokenizers library for descriptions that it accepts,
 * many times as fast. Throws `model-incompatible` for any other description.
 */
export class UnigramTokenizer {
  readonly #normalize: (text: string) => string;
  readonly #pieces: PieceTrie;
  readonly #scores: Float64Array;
  readonly #unknownId: number;
  readonly #unknownScore: number;
  readonly #addedTokens: RegExp | undefined;
  readonly #addedIds: ReadonlyMap<string, number>;
  readonly #wordIds = new Map<string, readonly number[]>();

  constructor({ normalizer, pre_tokenizer, added_tokens, model }: TokenizerDescription) {
    if (model.type !== 'Unigram') throw unsupported(`model ${model.type}`);
    this.#normalize = readNormalizer(normalizer);
    checkPreTokenizer(pre_tokenizer);
    // A piece that reaches over a space would make words depend on each other.
    if (model.vocab.some(([piece]) => piece.lastIndexOf(space) > 0 && piece !== space.repeat(piece.length)))
      throw unsupported('a piece of several words');
    this.#pieces = new PieceTrie(model.vocab.map(([piece]) => piece));
    this.#scores = Float64Array.from(model.vocab, ([, score]) => score);
    this.#unknownId = model.unk_id;
    this.#unknownScore = this.#scores.reduce((least, score) => Math.min(least, score)) - unknownPenalty;
    this.#scores[model.unk_id] = this.#unknownScore;
    this.#addedIds = new Map(added_tokens.map(({ id, content }) => [content, id]));
    this.#addedTokens =
      added_tokens.length === 0
        ? undefined
        : new RegExp(`(${added_tokens.map(({ content }) => escapeRegExp(content)).join('|')})`);
  }

  /** Token ids of the text; none for white space alone. */
  encode(text: string): number[] {
    const ids: number[] = [];
    const sections = this.#addedTokens ? text.split(this.#addedTokens) : [text];
    for (const section of sections) {
      const addedId = this.#addedIds.get(section);
      if (addedId === undefined) this.#encodeSection(section, ids);
      else ids.push(addedId);
    }
    return ids;
  }

  #encodeSection(section: string, ids: number[]): void {
    const normalized = this.#normalize(section);
    if (normalized === '') return;
    const spaced = normalized.replaceAll(' ', space);
    const marked = spaced.startsWith(space) ? spaced : space + spaced;
    const firstOfSection = ids.length;
    // Words begin at a space mark; runs of Han stand alone.
    for (const [word] of marked.matchAll(/[\u3400-\u9fff]+|▁?[^▁\u3400-\u9fff]+|▁/g)) {
      for (const id of this.#idsOf(word)) {
        // Unknown characters in a row are one unknown token.
        const isRepeatedUnknown =
          id === this.#unknownId && ids.length > firstOfSection && ids.at(-1) === this.#unknownId;
        if (!isRepeatedUnknown) ids.push(id);
      }
    }
  }

  #idsOf(word: string): readonly number[] {
    const known = this.#wordIds.get(word);
    if (known) return known;
    const ids = this.#bestPath(word);
    if (this.#wordIds.size >= cachedWords) this.#wordIds.clear();
    this.#wordIds.set(word, ids);
    return ids;
  }

  #bestPath(word: string): number[] {
    const { length } = word;
    const best = new Float64Array(length + 1).fill(-Infinity);
    const cameFrom = new Int32Array(length + 1);
    const cameBy = new Int32Array(length + 1);
    best[0] = 0;
    for (let start = 0; start < length; start += 1) {
      const base = best[start] ?? -Infinity;
      if (base === -Infinity) continue;
      const reach = (end: number, id: number, score: number): void => {
        const total = base + score;
        if (total <= (best[end] ?? Infinity)) return;
        best[end] = total;
        cameFrom[end] = start;
        cameBy[end] = id;
      };
      const single = start + ((word.codePointAt(start) ?? 0) > 0xffff ? 2 : 1);
      const ends = this.#pieces.forEachPrefix(word, start, (end, id) => {
        reach(end, id, this.#scores[id] ?? -Infinity);
      });
      if (!ends.includes(single)) reach(single, this.#unknownId, this.#unknownScore);
    }
    const path: number[] = [];
    for (let end = length; end > 0; end = cameFrom[end] ?? 0) path.push(cameBy[end] ?? this.#unknownId);
    return path.reverse();
  }
}

/** Every piece by its UTF-16 units; an edge is keyed by its node and unit in one number. */
class PieceTrie {
  readonly #edges = new Map<number, number>();
  readonly #idAt: Int32Array;

  constructor(pieces: readonly string[]) {
    const ids: number[] = [-1];
    pieces.forEach((piece, id) => {
      let node = 0;
      for (let i = 0; i < piece.length; i += 1) {
        const key = node * 0x10000 + piece.charCodeAt(i);
        let next = this.#edges.get(key);
        if (next === undefined) {
          next = ids.push(-1) - 1;
          this.#edges.set(key, next);
        }
        node = next;
      }
      ids[node] = id;
    });
    this.#idAt = Int32Array.from(ids);
  }

  /** Calls `visit` with the end and id of each piece that stands at `start`, shortest first; returns the ends. */
  forEachPrefix(text: string, start: number, visit: (end: number, id: number) => void): number[] {
    const ends: number[] = [];
    let node = 0;
    for (let i = start; i < text.length; i += 1) {
      const next = this.#edges.get(node * 0x10000 + text.charCodeAt(i));
      if (next === undefined) break;
      node = next;
      const id = this.#idAt[node] ?? -1;
      if (id < 0) continue;
      ends.push(i + 1);
      visit(i + 1, id);
    }
    return ends;
  }
}

function readNormalizer(description: unknown): (text: string) => string {
  const steps = sequenceOf(description, 'normalizers').map(readNormalizerStep);
  return (text) => steps.reduce((value, step) => step(value), text);
}

function readNormalizerStep(step: Description): (text: string) => string {
  switch (step['type']) {
    case 'NFKC':
      return (text) => text.normalize('NFKC');
    case 'Lowercase':
      return (text) => text.toLowerCase();
    case 'Strip':
      return (text) => text.trim();
    case 'Replace': {
      const pattern = new RegExp(translated(patternOf(step)), 'gu');
      const content = typeof step['content'] === 'string' ? step['content'] : '';
      return (text) => text.replace(pattern, () => content);
    }
    default:
      throw unsupported(`normalizer ${String(step['type'])}`);
  }
}

/** Only the one pre-tokenizer that `encodeSection` carries out. */
function checkPreTokenizer(description: unknown): void {
  const [metaspace, split, ...others] = sequenceOf(description, 'pretokenizers');
  const isKnown =
    others.length === 0 &&
    metaspace?.['type'] === 'Metaspace' &&
    metaspace['replacement'] === space &&
    metaspace['prepend_scheme'] === 'always' &&
    split?.['type'] === 'Split' &&
    split['behavior'] === 'Isolated' &&
    patternOf(split) === '[㐀-鿿]+';
  if (!isKnown) throw unsupported('pre-tokenizer');
}

type Description = Readonly<Record<string, unknown>>;

function sequenceOf(description: unknown, key: string): Description[] {
  if (!isDescription(description)) throw unsupported(key);
  const steps = description['type'] === 'Sequence' ? description[key] : [description];
  if (!Array.isArray(steps) || !steps.every(isDescription)) throw unsupported(key);
  return steps;
}

function isDescription(value: unknown): value is Description {
  return typeof value === 'object' && value !== null;
}

function patternOf(step: Description): string {
  const pattern = isDescription(step['pattern']) ? step['pattern'] : {};
  if (typeof pattern['Regex'] === 'string') return pattern['Regex'];
  if (typeof pattern['String'] === 'string') return escapeRegExp(pattern['String']);
  throw unsupported('pattern');
}

/** `\s` of the tokenizers' regular expressions is Unicode white space; JavaScript's also takes U+FEFF. */
function translated(pattern: string): string {
  return pattern.replaceAll('\\s', '\\p{White_Space}');
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

function unsupported(what: string): AppError {
  return new AppError('model-incompatible', `the fast tokenizer does not know this ${what}`);
}
