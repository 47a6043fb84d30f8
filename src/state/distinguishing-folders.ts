import type { StoredDocument } from '../core/library';

/**
 * For each document whose name another one has too, by id, as many of its last folders as it takes to tell them apart.
 */
export function distinguishingFolders(
  documents: readonly Pick<StoredDocument, 'id' | 'name' | 'path'>[],
): ReadonlyMap<string, string> {
  const alike = new Map<string, Pick<StoredDocument, 'id' | 'path'>[]>();
  for (const document of documents) {
    const others = alike.get(document.name);
    if (others) others.push(document);
    else alike.set(document.name, [document]);
  }
  const found = new Map<string, string>();
  for (const group of alike.values()) {
    if (group.length < 2) continue;
    const folders = group.map(({ path }) => path.split('/').slice(0, -1));
    const deepest = Math.max(...folders.map(({ length }) => length));
    for (let depth = 1; depth <= deepest; depth += 1) {
      const tails = folders.map((parts) => parts.slice(-depth).join('/'));
      const isEnough = depth === deepest || new Set(tails).size === tails.length;
      if (!isEnough) continue;
      for (const [index, { id }] of group.entries()) {
        const tail = tails[index] ?? '';
        if (tail !== '') found.set(id, tail);
      }
      break;
    }
  }
  return found;
}
