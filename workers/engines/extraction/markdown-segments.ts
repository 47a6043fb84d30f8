/** Parsing takes about two seconds for each million characters; a piece of this size is a short task. */
const segmentCharacters = 100_000;

const deepestIndent = 48;
const deepestQuote = 24;

/**
 * Cuts long Markdown before headings into pieces that can be parsed alone. Link definitions reach across a
 * document, so each piece gets those of the others. Nesting beyond all use, which takes the parser
 * minutes, is made shallow.
 */
export function splitMarkdown(source: string): string[] {
  const segments: string[] = [];
  let lines: string[] = [];
  let length = 0;
  let fence: string | undefined;
  for (const line of source.split('\n')) {
    fence = fenceAfter(line, fence);
    if (length >= segmentCharacters && fence === undefined && /^#{1,6}[ \t]/.test(line)) {
      segments.push(lines.join('\n'));
      lines = [];
      length = 0;
    }
    lines.push(fence === undefined ? shallow(line) : line);
    length += line.length + 1;
  }
  segments.push(lines.join('\n'));
  return segments.length === 1 ? segments : withDefinitions(segments);
}

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

function withDefinitions(segments: readonly string[]): string[] {
  const definitions = segments.map((segment) => segment.match(/^ {0,3}\[[^\]^\n]+\]:[ \t]*\S.*$/gm) ?? []);
  if (definitions.every((own) => own.length === 0)) return [...segments];
  const all = definitions.flat().join('\n');
  // The first definition of a name wins, which is then the document's first: the same in every piece.
  return segments.map((segment) => `${segment}\n\n${all}\n`);
}
