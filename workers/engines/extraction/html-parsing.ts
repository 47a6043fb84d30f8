import { parseHTML } from 'linkedom/worker';
import { refuseTooDeep } from './html-depth';
import { isElement, walkTree } from './tree-walk';

/**
 * Parses a page or a fragment into `html` with a `head` and a `body`, however little of that the source has.
 * Throws AppError `too-complex` for one that nests beyond all use.
 */
export function parseHtml(source: string): Document {
  refuseTooDeep(source);
  const expanded = isXhtml(source) ? expandSelfClosing(source) : source;
  const { document } = parseHTML(expanded);
  return document.firstElementChild?.localName === 'html'
    ? gatherIntoBody(document)
    : parseHTML(inPage(expanded)).document;
}

function inPage(fragment: string): string {
  return `<html><head></head><body>${fragment}</body></html>`;
}

/** What makes a tree slow to work on: Readability goes up and down it, and through all children of an element. */
export interface TreeMeasure {
  readonly depth: number;
  /** Elements and texts. */
  readonly nodes: number;
  /** Children of the element with the most. */
  readonly widest: number;
}

export function measureTree(root: Node): TreeMeasure {
  const open: number[] = [];
  let depth = 0;
  let nodes = 0;
  let widest = 0;
  walkTree(root, {
    enter: (node) => {
      nodes += 1;
      const siblings = (open.at(-1) ?? 0) + 1;
      if (open.length > 0) open[open.length - 1] = siblings;
      widest = Math.max(widest, siblings);
      if (!isElement(node)) return false;
      open.push(0);
      depth = Math.max(depth, open.length);
      return true;
    },
    leave: () => open.pop(),
  });
  return { depth, nodes, widest };
}

function isXhtml(source: string): boolean {
  return /^\s*<\?xml|<!doctype html public "[^"]*xhtml|<html[^>]+xmlns=/i.test(source.slice(0, 1024));
}

/** XHTML may close any element in its start tag; an HTML parser would take what follows into it. */
function expandSelfClosing(source: string): string {
  return source.replace(
    /<(a|div|em|i|b|iframe|p|script|span|strong|style|td|th|title|textarea)((?:\s[^<>]*)?)\/>/gi,
    '<$1$2></$1>',
  );
}

/** The parser leaves text after `</body>`, or in a page without one, where no reader looks for it. */
function gatherIntoBody(document: Document): Document {
  const { documentElement: html, head, body } = document;
  const strays: Node[] = [];
  for (let node = html.firstChild; node; node = node.nextSibling) {
    if (node !== head && node !== body) strays.push(node);
  }
  for (let node = html.nextSibling; node; node = node.nextSibling) strays.push(node);
  for (const stray of strays) body.appendChild(stray);
  return document;
}
