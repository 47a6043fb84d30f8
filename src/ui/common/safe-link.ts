/** The address when it is safe to open from a document or an answer; undefined for any other scheme. */
export function safeHref(href: string): string | undefined {
  if (!URL.canParse(href)) return undefined;
  const { protocol } = new URL(href);
  return ['http:', 'https:', 'mailto:'].includes(protocol) ? href : undefined;
}
