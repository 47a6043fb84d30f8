import { parseHTML } from 'linkedom/worker';
import { isElement, walkTree } from './tree-walk';

/** Parses a page or a fragment into `html` with a `head` and a `body`, however little of that the source has. */
export function parseHtml(source: string): Document {
  const expanded = isXhtml(source) ? expandSelfClosing(source) : source;
  const { document } = parseHTML(expanded);
  return document.firstElementChild?.localName === 'html'
    ? gatherIntoBody(document)
    : parseHTML(inPage(expanded)).document;
}

function inPage(fragment: string): string {
  return `<html><head></head><body>${fragment}</body></html>`;
}

/** How deep the tree is and how many elements it has. */
export function measureTree(root: Node): { depth: number; elements: number } {
  let level = 0;
  let depth = 0;
  let elements = 0;
  walkTree(root, {
    enter: (node) => {
      if (!isElement(node)) return node === root;
      level += 1;
      elements += 1;
      depth = Math.max(depth, level);
      return true;
    },
    leave: () => (level -= 1),
  });
  return { depth, elements };
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
