import { AppError } from '../core/app-error';
import { importedVersion, isStored, isUnfinished } from '../core/library';
import { checkConsistency } from '../storage/check-consistency';
import { ContentRepository } from '../storage/contents';
import { InkstoneDatabase } from '../storage/database';
import type { StoreCheck, StoredProgress, ToldDocument } from './protocol';

/** Larger texts are compared by their own length and chunks only, which the check of the whole store does. */
const comparedCharacters = 2_000_000;

/** Looks at the store as the last browser left it, before the app has a chance to mend anything. */
export async function checkStore(told: readonly ToldDocument[]): Promise<StoreCheck> {
  const database = new InkstoneDatabase();
  try {
    const lost: string[] = [];
    for (const document of told) {
      const fault = await faultOf(database, document);
      if (fault !== undefined) lost.push(`${document.path}: ${fault}`);
    }
    const violations = await checkConsistency(database);
    const inWords = violations.map(({ kind, subject, message }) => `${kind} ${subject}: ${message}`);
    return {
      lost,
      corrupt: inWords.filter((_, place) => violations[place]?.kind !== 'orphan'),
      leftovers: inWords.filter((_, place) => violations[place]?.kind === 'orphan'),
      unfinished: await storedProgress(database),
    };
  } finally {
    database.close();
  }
}

/** What of a document that was shown as ready is not there any more. */
async function faultOf(database: InkstoneDatabase, told: ToldDocument): Promise<string | undefined> {
  const document = await database.documents.get(told.documentId);
  if (!document) return 'its row is gone';
  if (!isStored(document)) return `it is ${document.status}`;
  if (told.word === undefined || (document.content?.characters ?? 0) > comparedCharacters) return undefined;
  const contents = new ContentRepository(database);
  const { text } = await contents.text(told.documentId);
  if (!text.includes(told.word)) return `its text does not hold “${told.word}”`;
  const chunks = await contents.chunksOf(told.documentId);
  return chunks.some((chunk) => chunk.text.includes(told.word ?? ''))
    ? undefined
    : 'its chunks do not hold its word';
}

/** How far each import that has not ended had come in the store. */
async function storedProgress(database: InkstoneDatabase): Promise<StoredProgress[]> {
  const rows = (await database.documents.toArray()).filter(isUnfinished);
  return Promise.all(
    rows.map(async (row) => {
      const { contentId, hash } = importedVersion(row);
      const checkpoint = await database.checkpoints.get(contentId);
      const kept = await database.keptWork
        .where(':id')
        .between([contentId, -Infinity], [contentId, Infinity])
        .toArray();
      return {
        documentId: row.id,
        path: row.path,
        areBytesStored: hash !== '',
        checkpointAt: checkpoint?.updatedAt ?? null,
        keptItems: kept.reduce((sum, { items }) => sum + items.length, 0),
      };
    }),
  );
}

/** The same at the end, when the app has nothing left to do: leftovers are faults then. */
export async function checkQuietStore(database: InkstoneDatabase): Promise<string[]> {
  const violations = await checkConsistency(database);
  return violations.map(({ kind, subject, message }) => `${kind} ${subject}: ${message}`);
}

/** A word of a document's text to search for, where none was planted: the first long one, or four Han characters. */
export async function chooseWord(
  database: InkstoneDatabase,
  documentId: string,
): Promise<string | undefined> {
  const document = await database.documents.get(documentId);
  if (!document) throw new AppError('not-found', `document ${documentId} is gone`);
  if (document.status !== 'ready') return undefined;
  const [first] = await new ContentRepository(database).chunksOf(documentId);
  return /\p{Script=Han}{4}|\p{Script=Latin}{5,20}/u.exec(first?.text ?? '')?.[0];
}
