export interface MarkdownSegment {
  /** `text` for a paragraph that a Markdown parser would spend minutes on. */
  readonly kind: 'markdown' | 'text';
  readonly source: string;
}

/** A piece of this size is a short task: a million characters take about a second. */
const segmentCharacters = 100_000;

/** Within one paragraph the parser's time grows with the square of these. */
const longestParagraph = 40_000;
const mostDelimiters = 4_000;

/** For every rule under a table's header the parser looks through all lines down to the next empty one. */
const mostTableRules = 200;

const deepestIndent = 48;
const deepestQuote = 24;

/**
 * Cuts long Markdown between blocks into pieces that can be parsed alone. Link definitions reach across a
 * document, so each piece gets those of the others. Nesting and paragraphs beyond all use are defused.
 */
export function splitMarkdown(source: string): MarkdownSegment[] {
  const cutter = new Cutter();
  for (const line of source.split('\n')) cutter.add(line);
  return withDefinitions(cutter.finish());
}

class Cutter {
  readonly #segments: MarkdownSegment[] = [];
  #lines: string[] = [];
  #length = 0;
  #fence: string | undefined;
  #isAfterBlank = true;
  #tableRules = 0;
  #paragraph = { firstLine: 0, length: 0, delimiters: 0 };

  add(line: string): void {
    const wasFenced = this.#fence !== undefined;
    this.#fence = fenceAfter(line, this.#fence);
    const isCode = wasFenced || this.#fence !== undefined;
    if (isCode || beginsBlock(line)) this.#endParagraph();
    const isCut =
      /^#{1,6}[ \t]/.test(line) ||
      (this.#isAfterBlank && /^[\p{L}\p{N}*_[`]/u.test(line) && !isListItem(line));
    if (this.#length >= segmentCharacters && !isCode && isCut) this.#cut('markdown');
    if (!isCode) this.#countTableRule(line);
    this.#isAfterBlank = !isCode && line.trim() === '';
    this.#push(isCode ? line : shallow(line));
  }

  finish(): readonly MarkdownSegment[] {
    this.#endParagraph();
    this.#cut('markdown');
    return this.#segments;
  }

  #push(line: string): void {
    this.#lines.push(line);
    this.#length += line.length + 1;
    this.#paragraph.length += line.length + 1;
    this.#paragraph.delimiters += line.match(/[*_~`[\]]/g)?.length ?? 0;
  }

  #countTableRule(line: string): void {
    if (/^[\s>]*(?:$|#)/.test(line)) this.#tableRules = 0;
    if (!/^[\s>]*(?=[^\n]*[|:])[-:| \t]+$/.test(line)) return;
    this.#tableRules += 1;
    if (this.#tableRules <= mostTableRules) return;
    this.#endParagraph();
    this.#cut('markdown');
    this.#tableRules = 0;
  }

  #endParagraph(): void {
    const { firstLine, length, delimiters } = this.#paragraph;
    // Raw HTML is no paragraph, however long: it is taken as it stands.
    const isHtml = /^\s*</.test(this.#lines[firstLine] ?? '');
    if (!isHtml && (length > longestParagraph || delimiters > mostDelimiters)) {
      const paragraph = this.#lines.splice(firstLine);
      this.#cut('markdown');
      this.#lines = paragraph;
      this.#cut('text');
    }
    this.#paragraph = { firstLine: this.#lines.length, length: 0, delimiters: 0 };
  }

  #cut(kind: MarkdownSegment['kind']): void {
    if (this.#lines.length > 0) this.#segments.push({ kind, source: this.#lines.join('\n') });
    this.#lines = [];
    this.#length = 0;
    this.#paragraph = { firstLine: 0, length: 0, delimiters: 0 };
  }
}

function beginsBlock(line: string): boolean {
  return /^[\s>]*(?:$|\||#{1,6}\s)/.test(line) || isListItem(line);
}

function isListItem(line: string): boolean {
  return /^[\s>]*(?:[-*+]|\d{1,9}[.)])\s/.test(line);
}

/** The marker of the code fence that is open after this line. */
function fenceAfter(line: string, open: string | undefined): string | undefined {
  const fence = /^[ \t>]*(`{3,}|~{3,})([^`]*)$/.exec(line);
  const marker = fence?.[1];
  if (marker === undefined) return open;
  if (open === undefined) return marker;
  const closes = marker.startsWith(open) && fence?.[2]?.trim() === '';
  return closes ? undefined : open;
}

function shallow(line: string): string {
  if (line.length < deepestQuote) return line;
  return line
    .replace(/^[ \t]+(?=(?:[-*+>]|\d+[.)])\s)/, (indent) => indent.slice(0, deepestIndent))
    .replace(/^(?:[ \t]*(?:>|[-*+](?=\s)|\d{1,9}[.)](?=\s))){24,}/, (markers) =>
      markers.slice(0, deepestQuote),
    );
}

function withDefinitions(segments: readonly MarkdownSegment[]): MarkdownSegment[] {
  const definitions = segments.flatMap(
    ({ source }) => source.match(/^ {0,3}\[[^\]^\n]+\]:[ \t]*\S.*$/gm) ?? [],
  );
  if (segments.length < 2 || definitions.length === 0) return [...segments];
  // The first definition of a name wins, which is then the document's first: the same in every piece.
  const all = `\n\n${definitions.join('\n')}\n`;
  return segments.map(({ kind, source }) => ({ kind, source: kind === 'markdown' ? source + all : source }));
}
