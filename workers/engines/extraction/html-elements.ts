import type { InlineTextBuilder, MarkStart } from '../../../src/core/inline-text';
import { tagOf } from './tree-walk';

/** Elements that hold no reading text: code for the browser, controls, pictures. */
export const droppedTags: ReadonlySet<string> = new Set(
  (
    'script style noscript template svg iframe frameset embed audio video map ' +
    'head title meta link base select datalist button input textarea progress meter'
  ).split(' '),
);

export const blockTags: ReadonlySet<string> = new Set(
  (
    'html body address article aside blockquote caption center dd details dialog div dl dt fieldset figcaption ' +
    'figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre section summary ' +
    'table tbody td tfoot th thead tr ul'
  ).split(' '),
);

export function isBlock(element: Element): boolean {
  return blockTags.has(tagOf(element));
}

/** Whether an element and all in it is left out of the text. */
export function isDropped(element: Element): boolean {
  return droppedTags.has(tagOf(element)) || isHidden(element);
}

function isHidden(element: Element): boolean {
  if (element.hasAttribute('hidden') || element.getAttribute('aria-hidden') === 'true') return true;
  const style = element.getAttribute('style');
  return style !== null && /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(style);
}

/** How the characters before are read, and the brackets around it for programs that do not place it above them. */
export const readingTags: ReadonlySet<string> = new Set(['rt', 'rp']);

/** The mark that an inline element puts on its text. */
export function markOf(element: Element): MarkStart | undefined {
  switch (tagOf(element)) {
    case 'b':
    case 'strong':
      return { kind: 'strong' };
    case 'i':
    case 'em':
      return { kind: 'emphasis' };
    case 'code':
    case 'kbd':
    case 'samp':
    case 'tt':
      return { kind: 'code' };
    case 's':
    case 'del':
    case 'strike':
      return { kind: 'strikethrough' };
    case 'a': {
      const href = safeHref(element.getAttribute('href'));
      return href === undefined ? undefined : { kind: 'link', href };
    }
    default:
      return undefined;
  }
}

/** Adds what an element says without child text; false when its children are to be read. */
export function appendReplaced(element: Element, inline: InlineTextBuilder): boolean {
  switch (tagOf(element)) {
    case 'math': {
      const tex = element.getAttribute('alttext') ?? element.querySelector('annotation')?.textContent;
      if (tex) inline.appendCollapsed(tex);
      return Boolean(tex);
    }
    case 'img': {
      const alternative = element.getAttribute('alt')?.trim() ?? '';
      // A picture alone with a word or two is an ornament more often than not; in a sentence they belong to it.
      const isTold = !inline.isEmpty || /\S+\s+\S+\s+\S+|\p{Script=Han}{6}/u.test(alternative);
      if (alternative !== '' && isTold) inline.appendCollapsed(` ${alternative} `);
      return true;
    }
    default:
      return false;
  }
}

/** Whether an element is a picture that says something to who sees it, and nothing in words. */
export function isMutePicture(element: Element): boolean {
  if (tagOf(element) !== 'img' || element.getAttribute('alt')?.trim()) return false;
  const isSmall = ['width', 'height'].some((name) => Number(element.getAttribute(name) ?? NaN) <= 32);
  // An empty alternative says that the picture is an ornament, but in a figure it is what is shown.
  const isOrnament = element.hasAttribute('alt') && !element.closest('figure');
  return !isSmall && !isOrnament && element.getAttribute('role') !== 'presentation';
}

/** Soft hyphens and zero-width spaces are for laying out, and hide words from a search. */
export function readableText(text: string): string {
  return text.replace(/[\u00AD\u200B\uFEFF]/g, '');
}

/** An address that a person may be sent to, or undefined. Relative ones lead nowhere outside their site. */
export function safeHref(href: string | null | undefined): string | undefined {
  const trimmed = href?.trim();
  return trimmed && /^(?:https?:\/\/|mailto:)/i.test(trimmed) ? trimmed : undefined;
}
