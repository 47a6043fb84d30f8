/** Shorter ones, such as an icon, are not worth the copy. */
const longestDataUrl = 512;

/** The source without pictures and fonts that are written into it: they can be most of a page, and say nothing. */
export function withoutEmbeddedData(source: string): string {
  if (source.length < longestDataUrl || !source.includes(';base64,')) return source;
  const parts: string[] = [];
  let from = 0;
  for (let at = source.indexOf(';base64,'); at >= 0; at = source.indexOf(';base64,', at + 8)) {
    const start = at + ';base64,'.length;
    const end = endOfBase64(source, start);
    if (end - start < longestDataUrl) continue;
    parts.push(source.slice(from, start));
    from = end;
  }
  parts.push(source.slice(from));
  return parts.join('');
}

function endOfBase64(source: string, start: number): number {
  const outside = /[^A-Za-z0-9+/=%\s]/g;
  outside.lastIndex = start;
  return outside.exec(source)?.index ?? source.length;
}
