import { join, resolve, sep } from 'node:path';

/**
 * The file on disk that a request's path names, inside the folder served under the longest prefix that
 * matches. Undefined for whatever would leave that folder, however it is written.
 * @param {string} url the request's path and query
 * @param {ReadonlyMap<string, string>} roots folders by the prefix they are served under, each ending in `/`
 * @returns {{ path: string, prefix: string } | undefined}
 */
export function filePathOf(url, roots) {
  const pathname = decode(url.replace(/[?#].*$/s, ''));
  if (pathname === undefined || pathname.includes('\0')) return undefined;
  // Where it parts folders, it is none of a name's characters.
  if (sep === '\\' && pathname.includes(sep)) return undefined;
  const [prefix] = [...roots.keys()]
    .filter((candidate) => pathname.startsWith(candidate))
    .sort((a, b) => b.length - a.length);
  const root = prefix === undefined ? undefined : roots.get(prefix);
  if (prefix === undefined || root === undefined) return undefined;
  const base = resolve(root);
  const path = join(base, pathname.slice(prefix.length));
  const isInside = path === base || path.startsWith(base.endsWith(sep) ? base : base + sep);
  if (!isInside) return undefined;
  return { path: pathname.endsWith('/') ? join(path, 'index.html') : path, prefix };
}

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not a path that any file has.
    return undefined;
  }
}
