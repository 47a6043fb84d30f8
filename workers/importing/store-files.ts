import { isAbortError, toAppError } from '../../src/core/app-error';
import { Sha256 } from '../../src/core/sha256';
import type { CopyProgress, FileOutcome, FileToStore } from '../../src/contracts/importer';
import { partBytes, type FileRepository, type ReadFile, type StoreOutcome } from '../../src/storage/files';
import { isArchive } from '../engines/extraction/archive';
import { readHead, recogniseFormat } from '../engines/extraction/extract';
import { MemoryFile } from './memory-file';

/** Stores the bytes of files, the small ones together; what is wrong with one stays with it. */
export async function storeFiles(
  repository: FileRepository,
  files: readonly FileToStore[],
  signal: AbortSignal,
  onProgress: (progress: CopyProgress) => void = () => undefined,
): Promise<FileOutcome[]> {
  const read = await Promise.all(files.map((file) => readOrRefuse(repository, file, signal, onProgress)));
  signal.throwIfAborted();
  const readable = read.filter((file) => 'fileId' in file);
  const stored = new Map(
    (await storeTogether(repository, readable)).map((outcome, i) => [readable[i], outcome]),
  );
  return read.map((file) => ('fileId' in file ? (stored.get(file) ?? { kind: 'gone' }) : file));
}

/** SHA-256 of a file of any size, lower-case hexadecimal. */
export async function hashFile(file: Blob, signal: AbortSignal): Promise<string> {
  if (file.size <= partBytes) return digestOf(await file.arrayBuffer());
  const hash = new Sha256();
  for (let at = 0; at < file.size; at += partBytes) {
    hash.update(new Uint8Array(await file.slice(at, at + partBytes).arrayBuffer()));
    signal.throwIfAborted();
  }
  return hash.digest();
}

async function readOrRefuse(
  repository: FileRepository,
  { documentId, fileId, name, file }: FileToStore,
  signal: AbortSignal,
  onProgress: (progress: CopyProgress) => void,
): Promise<ReadFile | FileOutcome> {
  try {
    const bytes = file.size <= partBytes ? await file.arrayBuffer() : undefined;
    const source = bytes ? new MemoryFile(new Uint8Array(bytes), file.type) : file;
    // Before anything is written: a program in the folder is refused by its first bytes.
    if (!isArchive(await readHead(source), name)) await recogniseFormat(source, name);
    if (bytes) {
      return { documentId, fileId, hash: await digestOf(bytes), bytes };
    }
    const hash = new Sha256();
    let loaded = 0;
    await repository.writeLarge({ documentId, fileId }, file, {
      onPiece: (piece) => {
        hash.update(piece);
        loaded += piece.byteLength;
        onProgress({ documentId, loaded, total: file.size });
      },
      signal,
    });
    return { documentId, fileId, hash: hash.digest(), bytes: undefined };
  } catch (error) {
    if (isAbortError(error)) throw error;
    return failure(error);
  }
}

/** In one transaction; where that fails, each alone, so that one file too many does not take the others along. */
async function storeTogether(repository: FileRepository, files: readonly ReadFile[]): Promise<FileOutcome[]> {
  try {
    const outcomes = await repository.storeAll(files);
    await Promise.all(
      outcomes.map(async ({ kind }, i) => {
        const file = files[i];
        if (kind !== 'stored' && file && !file.bytes) await repository.remove(file.fileId);
      }),
    );
    return outcomes.map(outcomeOf);
  } catch (error) {
    if (files.length > 1) {
      const outcomes: FileOutcome[] = [];
      for (const file of files) outcomes.push(...(await storeTogether(repository, [file])));
      return outcomes;
    }
    const [file] = files;
    if (file && !file.bytes) await repository.remove(file.fileId);
    return [failure(error)];
  }
}

function outcomeOf(outcome: StoreOutcome): FileOutcome {
  if (outcome.kind !== 'duplicate') return outcome;
  return { kind: 'failed', code: 'duplicate', message: outcome.path };
}

function failure(error: unknown): FileOutcome {
  const { code, message } = toAppError(error);
  return { kind: 'failed', code, message };
}

async function digestOf(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
