import { indexedText, type Chunk } from './chunk';
import { cutAt } from './chunking-cuts';
import { packPieces, type Span } from './chunking-packing';
import { piecesOf, sectionsOf } from './chunking-pieces';
import { countInSteps, type CountTokens, type Steps } from './chunking-steps';
import { pageAt, type RichText } from './rich-text';

/** Tokens of a chunk that is large enough to stand alone and small enough to be about one thing. */
export const defaultTargetTokens = 256;

/** Below this a chunk is not cut again: then its headings, not its text, are what is too long. */
const fewestTokens = 16;

export interface ChunkingOptions {
  /** Lengths in the embedding model's tokens. */
  readonly countTokens: CountTokens;
  /** The most that the model sees of a text: no chunk, embedded with its title and headings, is longer. */
  readonly maxTokens?: number | undefined;
  /** What a chunk aims at; one whole block with its heading may be a little longer. */
  readonly targetTokens?: number;
  /** The document's title, which is embedded with each chunk. */
  readonly title?: string | undefined;
}

/**
 * Cuts a document into chunks along its own structure: sections, then whole blocks, then sentences, and inside a
 * sentence only when it alone is too long. Chunks are in order; every character that is not white space is in at
 * least one, and in two only where a paragraph was cut between sentences and one sentence leads over.
 * `document.text.slice(start, end) === text` for each.
 */
export function splitIntoChunks(document: RichText, options: ChunkingOptions): Chunk[] {
  const steps = chunkingSteps(document, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same in steps of some milliseconds, for a caller that must not be away for longer. */
export function* chunkingSteps(document: RichText, options: ChunkingOptions): Steps<Chunk[]> {
  const { countTokens, maxTokens = Infinity, targetTokens = defaultTargetTokens, title } = options;
  const sections = yield* sectionsOf(document, { countTokens, maxTokens, targetTokens, title });
  const pieces = yield* piecesOf(document.text, sections, countTokens);
  let open = packPieces(pieces, targetTokens);
  const fitting: { span: Span; tokens: number }[] = [];
  while (open.length > 0) {
    const texts = open.map((span) => indexedText(title, textOf(document, span)));
    const lengths = yield* countInSteps(countTokens, texts);
    const cut: Span[] = [];
    open.forEach((span, i) => {
      const tokens = lengths[i] ?? 0;
      if (tokens <= maxTokens || span.tokens <= fewestTokens) fitting.push({ span, tokens });
      else cut.push(...halves(document.text, span));
    });
    open = cut;
  }
  // Halves come after the rest; nothing else is out of order.
  fitting.sort((a, b) => a.span.start - b.span.start);
  return fitting.map(({ span, tokens }, ordinal) => {
    const page = pageAt(document.pages, span.start);
    const { start, end } = span;
    return {
      ordinal,
      start,
      end,
      ...textOf(document, span),
      tokens,
      ...(page === undefined ? {} : { page }),
    };
  });
}

function textOf({ text }: RichText, { start, end, headingPath }: Span): Pick<Chunk, 'text' | 'headingPath'> {
  return { text: text.slice(start, end), headingPath };
}

/** Counted apart, a text's parts can be a few tokens shorter than together; the rare chunk over the limit is halved. */
function halves(text: string, span: Span): Span[] {
  const { start, end, headingPath } = span;
  const middle = cutAt(text, start, start + Math.ceil((end - start) / 2));
  if (middle >= end) return [{ ...span, tokens: 0 }];
  const tokens = Math.ceil(span.tokens / 2);
  return [
    { start, end: middle, tokens, headingPath },
    { start: middle, end, tokens, headingPath },
  ];
}
