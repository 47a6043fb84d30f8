import type { Table, Transaction } from 'dexie';
import type { InkstoneDatabase } from './database';
import { deleteSegments, segmentTables } from './segment-writing';

type Tables = Pick<Transaction, 'table'>;

/** The tables that `deleteContents` covers; the transaction must hold them, and `segmentTables`. */
export const contentTables = ['textParts', 'chunks', 'checkpoints', 'keptWork'] as const;

/** Everything that belongs to content and files of documents, for a transaction that removes some. */
export function tablesOfContent(database: InkstoneDatabase) {
  return [...contentTables, ...segmentTables, 'tombstones', 'documents'].map((name) => database.table(name));
}

/** The keys of all rows that belong to one content or file. */
export function rowsOf(id: string): [[string, number], [string, number]] {
  return [
    [id, -Infinity],
    [id, Infinity],
  ];
}

/**
 * Deletes what is stored of each content, but not the segments that are searched. Runs inside the caller's transaction,
 * with all requests on their way at once.
 */
export async function deleteContents(transaction: Tables, contentIds: readonly string[]): Promise<void> {
  if (contentIds.length === 0) return;
  const rowTables = ['textParts', 'chunks', 'keptWork'].map((name) => transaction.table(name));
  const segments = transaction.table<unknown, number>('segments');
  const staged = await Promise.all(
    contentIds.map((contentId) => segments.where({ contentId }).primaryKeys()),
  );
  await Promise.all([
    ...contentIds.flatMap((id) => rowTables.map((table) => deleteRowsOf(table, id))),
    transaction.table('checkpoints').bulkDelete([...contentIds]),
    deleteSegments(transaction, staged.flat()),
  ]);
}

/** Contents of which an import that has not ended, or never will, has left something. */
export async function begunContentIds(transaction: Tables): Promise<Set<string>> {
  const [checkpoints, kept] = await Promise.all([
    transaction.table<unknown, string>('checkpoints').toCollection().primaryKeys(),
    transaction.table<unknown, [string, number]>('keptWork').toCollection().primaryKeys(),
  ]);
  return new Set([...checkpoints, ...kept.map(([contentId]) => contentId)]);
}

/** Deletes the bytes of files that are stored in parts. Runs inside the caller's transaction. */
export async function deleteFileParts(transaction: Tables, fileIds: readonly string[]): Promise<void> {
  const table = transaction.table('fileParts');
  await Promise.all(fileIds.map((id) => deleteRowsOf(table, id)));
}

async function deleteRowsOf(table: Table, id: string): Promise<void> {
  await table
    .where(':id')
    .between(...rowsOf(id))
    .delete();
}
