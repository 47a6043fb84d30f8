import { parseHTML } from 'linkedom';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

/**
 * What Markdown says once its syntax is read: no marks, table pipes, comments or pictures; a piece for each block or cell.
 * @param {string} markdown
 */
export function textOfMarkdown(markdown) {
  const tree = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  return textOfNode(tree);
}

/**
 * @param {import('mdast').Nodes} node
 * @returns {string}
 */
function textOfNode(node) {
  if (node.type === 'html') return node.value.replace(/<!--[^]*?-->|<[^>]*>/g, '');
  if (node.type === 'break') return '\n';
  // The words beside a picture stand for what it shows, not for text of the page.
  if (node.type === 'image' || node.type === 'imageReference' || node.type === 'definition') return '';
  if ('value' in node) return node.value;
  if (!('children' in node)) return '';
  const isInline = ['paragraph', 'heading', 'tableCell', 'link', 'emphasis', 'strong', 'delete'].includes(
    node.type,
  );
  return node.children.map(textOfNode).join(isInline ? '' : '\n');
}

/** @param {string} html */
export function textOfHtml(html) {
  const { document } = parseHTML(`<!doctype html><html><body>${html}</body></html>`);
  for (const element of document.querySelectorAll('script, style, template')) element.remove();
  return document.body.textContent ?? '';
}
