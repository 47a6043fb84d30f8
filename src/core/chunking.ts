import { indexedText, type Chunk } from './chunk';
import { pageAt, type Block, type RichText } from './rich-text';
import { splitSentences } from './sentences';

/** Tokens of a chunk that is large enough to stand alone and small enough to be about one thing. */
export const defaultTargetTokens = 256;

export interface ChunkingOptions {
  /** Lengths in the embedding model's tokens. */
  readonly countTokens: (texts: readonly string[]) => number[];
  /** What a chunk aims at; only a piece that cannot be cut further is longer. */
  readonly targetTokens?: number;
  /** The document's title, which is embedded with each chunk. */
  readonly title?: string;
}

/** A stretch of the document that is kept whole. */
interface Piece {
  readonly start: number;
  readonly end: number;
  readonly tokens: number;
  readonly headingPath: readonly string[];
  /** Set on the piece that a heading is: a chunk begins here, unless the section before is tiny. */
  readonly headingLevel?: number;
}

/**
 * Cuts a document into chunks along its own structure: sections, then whole blocks, then sentences, and inside a
 * sentence only when it alone is too long. Chunks are in order and do not overlap; every character that is not
 * white space is in exactly one. `document.text.slice(start, end) === text` for each.
 */
export function splitIntoChunks(document: RichText, options: ChunkingOptions): Chunk[] {
  const { countTokens, targetTokens = defaultTargetTokens, title } = options;
  const pieces = piecesOf(document, countTokens, targetTokens);
  const spans = packPieces(pieces, targetTokens);
  const drafts = spans.map(({ start, end, headingPath }, ordinal) => {
    const page = pageAt(document.pages, start);
    const text = document.text.slice(start, end);
    return { ordinal, start, end, text, headingPath, ...(page === undefined ? {} : { page }) };
  });
  const tokens = countTokens(drafts.map((draft) => indexedText(title, draft)));
  return drafts.map((draft, i) => ({ ...draft, tokens: tokens[i] ?? 0 }));
}

function piecesOf(
  document: RichText,
  countTokens: ChunkingOptions['countTokens'],
  targetTokens: number,
): Piece[] {
  const { text } = document;
  const blocks = document.blocks.length > 0 ? withGaps(document) : [paragraph(0, text.length)];
  const lengths = countTokens(blocks.map((block) => text.slice(block.start, block.end)));
  const pieces: Piece[] = [];
  const path: { level: number; text: string }[] = [];
  blocks.forEach((block, i) => {
    if (text.slice(block.start, block.end).trim() === '') return;
    if (block.kind === 'heading') {
      while ((path.at(-1)?.level ?? 0) >= block.level) path.pop();
      path.push({ level: block.level, text: text.slice(block.start, block.end).trim() });
    }
    const headingPath = path.map((heading) => heading.text);
    const tokens = lengths[i] ?? 0;
    if (tokens <= targetTokens) {
      const headingLevel = block.kind === 'heading' ? { headingLevel: block.level } : {};
      pieces.push({ start: block.start, end: block.end, tokens, headingPath, ...headingLevel });
      return;
    }
    for (const span of cutBlock(text, block, countTokens, targetTokens))
      pieces.push({ ...span, headingPath });
  });
  return pieces;
}

/** The blocks, and as paragraphs whatever text lies between them, so that nothing is left out. */
function withGaps({ text, blocks }: RichText): Block[] {
  const all: Block[] = [];
  let end = 0;
  for (const block of blocks) {
    if (text.slice(end, block.start).trim() !== '') all.push(paragraph(end, block.start));
    all.push(block);
    end = Math.max(end, block.end);
  }
  if (text.slice(end).trim() !== '') all.push(paragraph(end, text.length));
  return all;
}

function paragraph(start: number, end: number): Block {
  return { kind: 'paragraph', start, end };
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly tokens: number;
}

/** Cuts a block that is too long: code and tables at their lines, running text at its sentences. */
function cutBlock(
  text: string,
  block: Block,
  countTokens: ChunkingOptions['countTokens'],
  targetTokens: number,
): Span[] {
  const content = text.slice(block.start, block.end);
  const parts =
    block.kind === 'code' || block.kind === 'table' ? lineSpans(content) : splitSentences(content);
  const tokens = countTokens(parts.map((part) => content.slice(part.start, part.end)));
  return parts.flatMap((part, i) => {
    const span = {
      start: block.start + part.start,
      end: block.start + part.end,
      tokens: tokens[i] ?? 0,
    };
    return span.tokens <= targetTokens ? [span] : cutSentence(text, span, targetTokens);
  });
}

function lineSpans(text: string): { start: number; end: number }[] {
  return [...text.matchAll(/[^\n]+/g)].map((line) => ({
    start: line.index,
    end: line.index + line[0].length,
  }));
}

/**
 * Cuts what has no sentence ends (a long list of names, a minified line) into parts of about equal tokens,
 * after a comma, a space or, where there is none, between any two characters.
 */
function cutSentence(text: string, span: Span, targetTokens: number): Span[] {
  const parts = Math.ceil(span.tokens / targetTokens);
  const stride = Math.ceil((span.end - span.start) / parts);
  const cuts: Span[] = [];
  for (let start = span.start; start < span.end;) {
    const wanted = start + stride;
    const end = wanted >= span.end ? span.end : cutBefore(text, start, wanted);
    const share = (end - start) / (span.end - span.start);
    cuts.push({ start, end, tokens: Math.ceil(span.tokens * share) });
    start = end;
  }
  return cuts;
}

function cutBefore(text: string, start: number, wanted: number): number {
  // The last third of the stride is searched for a better place.
  const window = text.slice(wanted - Math.floor((wanted - start) / 3), wanted);
  for (const separator of [/[,，、;；:：](?=[^,，、;；:：]*$)/, /\s(?=\S*$)/]) {
    const match = separator.exec(window);
    if (match) return wanted - window.length + match.index + 1;
  }
  const isInsidePair = /[\uD800-\uDBFF]/.test(text.charAt(wanted - 1));
  return isInsidePair ? wanted + 1 : wanted;
}

interface OpenChunk {
  start: number;
  end: number;
  tokens: number;
  headingPath: readonly string[];
}

/** Fills chunks with whole pieces up to the target. A heading begins a new chunk once the open one is worth keeping. */
function packPieces(pieces: readonly Piece[], targetTokens: number): OpenChunk[] {
  const worthKeeping = targetTokens / 4;
  const chunks: OpenChunk[] = [];
  let open: OpenChunk | undefined;
  let pendingHeadings: Piece[] = [];
  for (const piece of pieces) {
    if (piece.headingLevel !== undefined) {
      pendingHeadings.push(piece);
      continue;
    }
    // Headings go with what follows them.
    const first = pendingHeadings[0] ?? piece;
    const headingTokens = pendingHeadings.reduce((sum, heading) => sum + heading.tokens, 0);
    const tokens = headingTokens + piece.tokens;
    const startsSection = pendingHeadings.length > 0;
    const isFull = open !== undefined && open.tokens + tokens > targetTokens;
    if (!open || isFull || (startsSection && open.tokens >= worthKeeping)) {
      open = { start: first.start, end: piece.end, tokens, headingPath: piece.headingPath };
      chunks.push(open);
    } else {
      open.end = piece.end;
      open.tokens += tokens;
      if (startsSection) open.headingPath = commonPath(open.headingPath, piece.headingPath);
    }
    pendingHeadings = [];
  }
  return withTrailingHeadings(chunks, pendingHeadings);
}

/** Headings with nothing below them. */
function withTrailingHeadings(chunks: OpenChunk[], headings: readonly Piece[]): OpenChunk[] {
  const first = headings[0];
  const last = headings.at(-1);
  if (!first || !last) return chunks;
  const tokens = headings.reduce((sum, heading) => sum + heading.tokens, 0);
  return [...chunks, { start: first.start, end: last.end, tokens, headingPath: last.headingPath }];
}

function commonPath(a: readonly string[], b: readonly string[]): readonly string[] {
  const length = a.findIndex((heading, i) => heading !== b[i]);
  return length === -1 ? a : a.slice(0, length);
}
