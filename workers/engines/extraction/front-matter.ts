/** The title that YAML or TOML front matter gives, read by line: the rest of it is not needed. */
export function frontMatterTitle(source: string): string | undefined {
  const line = /^title\s*[:=][ \t]*(\S.*)$/im.exec(source)?.[1]?.trim();
  if (line === undefined) return undefined;
  const quoted = /^(["'])(.*)\1(?:\s*#.*)?$/.exec(line);
  const title = quoted ? unescape(quoted[2] ?? '', quoted[1]) : line.replace(/\s+#.*$/, '');
  // A block scalar puts the title on the next lines; nothing is better than its sign.
  return /^[>|][+-]?\d?$/.test(title) ? undefined : title.trim() || undefined;
}

function unescape(text: string, quote: string | undefined): string {
  return quote === '"' ? text.replace(/\\(["\\])/g, '$1') : text.replaceAll("''", "'");
}
