/**
 * Document text made safe to stand in Markdown: it shows as it is and can never become a heading, a list, a link,
 * an address, an image, HTML or a citation mark. White space is folded, so that a quote stays in its paragraph.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_{}[\]<>|~$]/g, '\\$&')
    .replace(/&(?=#?\w)/g, '\\&')
    .replace(/^[#+=:-]/, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2')
    .replace(/\b(https?|ftp|mailto|xmpp):/gi, '$1\\:')
    .replace(/\bwww\./gi, (address) => `${address.slice(0, -1)}\\.`)
    .replace(/@/g, '\\@');
}
