import type { InkstoneDatabase } from './database';

/** Beside the documents, so that whatever goes on with one of them leaves the mark alone. */
const key = 'removedDocuments';

type Settings = Pick<InkstoneDatabase, 'settings'>;

/**
 * Documents that were removed and can still be brought back. All of each is stored as before, but nothing shows, searches
 * or cites it.
 */
export async function removedDocumentIds({ settings }: Settings): Promise<ReadonlySet<string>> {
  const ids: unknown = (await settings.get(key))?.value;
  return new Set(Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : []);
}

export function markRemoved(database: Settings, documentIds: readonly string[]): Promise<void> {
  return change(database, (ids) => [...new Set([...ids, ...documentIds])]);
}

export function unmarkRemoved(database: Settings, documentIds: readonly string[]): Promise<void> {
  const wanted = new Set(documentIds);
  return change(database, (ids) => [...ids].filter((id) => !wanted.has(id)));
}

async function change(
  database: Settings,
  to: (ids: ReadonlySet<string>) => readonly string[],
): Promise<void> {
  const { settings } = database;
  const ids = await removedDocumentIds(database);
  const next = to(ids);
  if (next.length === 0 && ids.size === 0) return;
  if (next.length > 0) await settings.put({ key, value: next });
  else await settings.delete(key);
}
