import { indexedText, type Chunk } from './chunk';
import { cutAt } from './chunking-cuts';
import { fixedSpans } from './chunking-fixed';
import { outlineOf, type OutlineSection } from './chunking-outline';
import { packPieces, type Span } from './chunking-packing';
import { piecesOf, withRooms, type Budget } from './chunking-pieces';
import { questionSpans } from './chunking-questions';
import { sectionSpans } from './chunking-sections';
import { countInSteps, type CountTokens, type Steps } from './chunking-steps';
import { headerAt, tableHeaders, type TableHeader } from './chunking-tables';
import type { PartContext } from './document-parts';
import { pageAt, type RichText } from './rich-text';
import { defaultSplitting, type SplittingStrategy } from './splitting';

/** Below this a chunk is not cut again: then its headings, not its text, are what is too long. */
const fewestTokens = 16;

export interface ChunkingOptions {
  /** Lengths in the embedding model's tokens. */
  readonly countTokens: CountTokens;
  /** The most that the model sees of a text: no chunk, embedded with its title and headings, is longer. */
  readonly maxTokens?: number | undefined;
  readonly splitting?: SplittingStrategy | undefined;
  /** The document's title, which is embedded with each chunk. */
  readonly title?: string | undefined;
  /** Where the document is a part of a larger one. */
  readonly above?: PartContext | undefined;
}

/**
 * Cuts a document into chunks by a strategy; by default along its own structure: sections, then whole blocks, then
 * sentences, and inside a sentence only when it alone is too long. Chunks are in order, and every character that is not
 * white space is in at least one. `document.text.slice(start, end) === text` for each.
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
  const { countTokens, maxTokens = Infinity, splitting = defaultSplitting, title, above } = options;
  const headers = tableHeaders(document, above?.tableHeader);
  const budget = { countTokens, maxTokens, title };
  let open = yield* spansBy(splitting, document, outlineOf(document, above?.headings), headers, budget);
  const fitting: { span: Span; chunk: Omit<Chunk, 'ordinal'> }[] = [];
  while (open.length > 0) {
    const drafts = open.map((span) => ({ span, draft: draftOf(document, headers, span) }));
    const lengths = yield* countInSteps(
      countTokens,
      drafts.map(({ draft }) => indexedText(title, draft)),
    );
    const cut: Span[] = [];
    drafts.forEach(({ span, draft }, i) => {
      const tokens = lengths[i] ?? 0;
      const isSmall = span.tokens <= fewestTokens;
      if (tokens <= maxTokens || (isSmall && draft.tableHeader === undefined)) {
        fitting.push({ span, chunk: { ...draft, tokens } });
      } else if (isSmall) cut.push({ ...span, isWithoutHeader: true });
      else cut.push(...halves(document.text, span));
    });
    open = cut;
  }
  // Halves come after the rest; nothing else is out of order.
  fitting.sort((a, b) => a.span.start - b.span.start);
  const chunks: Chunk[] = [];
  for (const { chunk } of fitting) {
    // The half of a chunk may lie in the end of the one before, which it repeats.
    if (chunk.end > (chunks.at(-1)?.end ?? 0)) chunks.push({ ordinal: chunks.length, ...chunk });
  }
  return chunks;
}

function* spansBy(
  splitting: SplittingStrategy,
  document: RichText,
  outline: readonly OutlineSection[],
  headers: readonly TableHeader[],
  budget: Budget,
): Steps<Span[]> {
  switch (splitting.kind) {
    case 'structure': {
      const sections = yield* withRooms(outline, budget, splitting.tokens);
      const pieces = yield* piecesOf(document.text, sections, headers, budget.countTokens);
      return packPieces(pieces, splitting.tokens);
    }
    case 'questions':
      return yield* questionSpans(document, outline, headers, budget);
    case 'fixed':
      return yield* fixedSpans(document.text, outline, headers, splitting, budget);
    case 'sections':
      return yield* sectionSpans(document.text, outline, headers, budget);
  }
}

function draftOf(
  { text, pages }: RichText,
  headers: readonly TableHeader[],
  { start, end, headingPath, isWithoutHeader = false }: Span,
): Omit<Chunk, 'ordinal' | 'tokens'> {
  const page = pageAt(pages, start);
  const tableHeader = isWithoutHeader ? undefined : headerAt(headers, start);
  return {
    start,
    end,
    text: text.slice(start, end),
    headingPath,
    ...(page === undefined ? {} : { page }),
    ...(tableHeader === undefined ? {} : { tableHeader }),
  };
}

/** Counted apart, a text's parts can be a few tokens shorter than together; the rare chunk over the limit is halved. */
function halves(text: string, span: Span): Span[] {
  const { start, end } = span;
  const middle = cutAt(text, start, start + Math.ceil((end - start) / 2));
  if (middle >= end) return [{ ...span, tokens: 0 }];
  const tokens = Math.ceil(span.tokens / 2);
  return [
    { ...span, end: middle, tokens },
    { ...span, start: middle, tokens },
  ];
}
