/** Documents that are looked through; of a larger library the same ones every time. */
export const mostDocuments = 40;
/** Chunks that are read of all of them together, and of one at least. */
const mostChunks = 240;
const fewestOfDocument = 6;

/**
 * At most `mostDocuments` of the ids, spread evenly over them and the same ones while they are there: a document that
 * is added or removed changes at most one.
 */
export function sampleDocuments(documentIds: Iterable<string>): string[] {
  return Array.from(documentIds, (id) => ({ id, rank: hashOf(id) }))
    .sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1))
    .slice(0, mostDocuments)
    .map(({ id }) => id);
}

/** Which chunks of a document are read: the first ones, which say what it is about, and some spread over the rest. */
export function sampleOrdinals(chunkCount: number, documents: number): number[] {
  const most = Math.max(fewestOfDocument, Math.floor(mostChunks / Math.max(1, documents)));
  if (chunkCount <= most) return Array.from({ length: chunkCount }, (_, i) => i);
  const first = Math.ceil(most / 2);
  const spread = most - first;
  const step = (chunkCount - first) / spread;
  return Array.from({ length: most }, (_, i) => (i < first ? i : Math.floor(first + (i - first) * step)));
}

/** FNV-1a, and its bits mixed once more, since ids that differ at their end only would stay beside each other. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
