import type { Transaction } from 'dexie';
import type { InkstoneDatabase } from './database';
import { deleteSegments, segmentTables } from './segment-writing';

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

/** Deletes what is stored of each content, but not the segments that are searched. Runs inside the caller's transaction. */
export async function deleteContents(
  transaction: Pick<Transaction, 'table'>,
  contentIds: readonly string[],
): Promise<void> {
  for (const contentId of contentIds) {
    for (const name of ['textParts', 'chunks', 'keptWork']) {
      await transaction
        .table(name)
        .where(':id')
        .between(...rowsOf(contentId))
        .delete();
    }
    await transaction.table('checkpoints').delete(contentId);
    await deleteStagedSegments(transaction, contentId);
  }
}

/** Deletes the segments of a content that is not shown yet. */
export async function deleteStagedSegments(
  transaction: Pick<Transaction, 'table'>,
  contentId: string,
): Promise<void> {
  const staged = await transaction.table<unknown, number>('segments').where({ contentId }).primaryKeys();
  if (staged.length > 0) await deleteSegments(transaction, staged);
}

/** Deletes the bytes of files that are stored in parts. Runs inside the caller's transaction. */
export async function deleteFileParts(
  transaction: Pick<Transaction, 'table'>,
  fileIds: readonly string[],
): Promise<void> {
  for (const fileId of fileIds) {
    await transaction
      .table('fileParts')
      .where(':id')
      .between(...rowsOf(fileId))
      .delete();
  }
}
