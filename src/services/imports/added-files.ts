import {
  compareFile,
  freePath,
  newDocument,
  newestHash,
  type FileComparison,
  type FileFacts,
} from '../../core/file-versions';
import { isStored, type StoredDocument } from '../../core/library';
import type { AddedFile } from '../app-services';

/** What is to be done with a file that was added. */
export interface Addition {
  readonly kind: 'added' | 'updated' | 'unchanged';
  readonly file: File;
  readonly facts: FileFacts;
  /** The row of a new document, or the one that is there. */
  readonly document: StoredDocument;
}

export interface AdditionContext {
  readonly libraryId: string;
  /** This tab's id. */
  readonly importer: string;
  readonly isNew: boolean;
  readonly rows: readonly StoredDocument[];
  readonly hash: (file: File) => Promise<string>;
}

/** Files hashed at a time, so that their threads stay free for others. */
const concurrentHashes = 4;

/** Decides for each file whether it is new to its library, another version of what is there, or the same. */
export async function planAdditions(
  files: readonly AddedFile[],
  { libraryId, importer, isNew, rows, hash }: AdditionContext,
): Promise<Addition[]> {
  // A file never takes the place of a note, whose words lie nowhere else.
  const notes = rows.filter(({ isNote }) => isNote);
  const byPath = new Map(rows.filter(({ isNote }) => !isNote).map((row) => [row.path, row]));
  const taken = new Set(notes.map(({ path }) => path));
  const owner = { libraryId, importer, addedAt: Date.now() };
  const paths = files.map(({ path }) => {
    const free = freePath(path, (one) => taken.has(one) || (isNew && byPath.has(one)));
    taken.add(free);
    return free;
  });
  const plan = async ({ file }: AddedFile, i: number): Promise<Addition> => {
    const path = paths[i] ?? file.name;
    const facts = factsOf(file, path);
    const row = byPath.get(path);
    if (!row) return { kind: 'added', file, facts, document: newDocument(facts, owner) };
    const comparison = await compared(row, facts, () => hash(file));
    const kind = comparison === 'unchanged' ? comparison : isStored(row) ? 'updated' : 'added';
    return { kind, file, facts, document: row };
  };
  const additions: Addition[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let i = next++; i < files.length; i = next++) {
      const file = files[i];
      if (file) additions[i] = await plan(file, i);
    }
  };
  await Promise.all(Array.from({ length: concurrentHashes }, work));
  return additions;
}

async function compared(
  row: StoredDocument,
  facts: FileFacts,
  hash: () => Promise<string>,
): Promise<FileComparison> {
  const comparison = compareFile(row, facts);
  if (comparison !== 'unknown') return comparison;
  try {
    return (await hash()) === newestHash(row) ? 'unchanged' : 'changed';
  } catch {
    // What is wrong with it is told of its own row, when it is copied.
    return 'changed';
  }
}

function factsOf(file: File, path: string): FileFacts {
  return {
    name: path.slice(path.lastIndexOf('/') + 1),
    path,
    mediaType: file.type,
    sizeBytes: file.size,
    lastModified: file.lastModified,
  };
}
