/**
 * Document text made safe to stand in Markdown: it shows as it is and can never become a heading, a list, a link,
 * an image, HTML or a citation mark. White space is folded, so that a quote stays in its paragraph.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_{}[\]()<>#+!|~$&:-]/g, (sign) => (needsEscape(sign) ? `\\${sign}` : sign))
    .replace(/^(\d+)([.)])/, '$1\\$2')
    .replace(/\b(https?|ftp|www)(\\?[:.])/gi, (_, scheme: string, sign: string) => `${scheme}\u200b${sign}`);
}

/** Signs that only mean something at the start of a line are escaped there alone, below. */
function needsEscape(sign: string): boolean {
  return !'():'.includes(sign);
}
