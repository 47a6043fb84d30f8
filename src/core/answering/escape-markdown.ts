import { oneLine } from '../one-line';

/**
 * Document text made safe to stand in Markdown: it shows as it is and can never become a heading, a list, a link,
 * an address, an image, HTML or a citation mark. White space is folded, so that a quote stays in its paragraph.
 */
export function escapeMarkdown(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_{}[\]<>|~$]/g, '\\$&')
    .replace(/&(?=#?\w)/g, '\\&')
    .replace(/^[#+=:-]/, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2')
    .replace(/\b(https?|ftp|mailto|xmpp):/gi, '$1\\:')
    .replace(/\bwww\./gi, (address) => `${address.slice(0, -1)}\\.`)
    .replace(/@/g, '\\@');
}

/** Escaped text as it is read, without the bold signs that may have been set around it. */
export function unescapeMarkdown(escaped: string): string {
  return escaped.replace(/\\([!-/:-@[-`{-~])|\*\*/g, '$1');
}
