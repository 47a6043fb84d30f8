import { AppError, toAppError } from '../../src/core/app-error';
import type { FileHash } from '../../src/core/models/model-package';
import { dataName, findEntry, journalName, openForWriting } from '../../src/storage/model-files';
import { nextTurn } from '../turns';
import { FileHasher, pieceBytes, type HashResult } from './hashing';
import { headLine, isOfFile, parseJournal, positionLine, type Journal, type Validators } from './journal';

/** A file as it is fetched: `url` is given. */
export interface WantedFile {
  readonly path: string;
  readonly url: string;
  readonly bytes?: number;
  readonly hash?: FileHash;
}

/** How many bytes of a file are here already of an earlier try. */
export async function positionOf(
  folder: FileSystemDirectoryHandle | undefined,
  file: WantedFile,
): Promise<number> {
  return (folder && (await readJournal(folder, file))?.position) ?? 0;
}

async function readJournal(
  folder: FileSystemDirectoryHandle,
  file: WantedFile,
): Promise<Journal | undefined> {
  const journal = parseJournal((await (await findEntry(folder, journalName(file.path)))?.text()) ?? '');
  if (!journal || !isOfFile(journal, file)) return undefined;
  const size = (await findEntry(folder, dataName(file.path)))?.size ?? 0;
  return { ...journal, position: Math.min(journal.position, size) };
}

/** A file that is being fetched: its bytes so far, their hash, and the journal from which a restart goes on. */
export class PartFile {
  readonly #file: WantedFile;
  readonly #data: FileSystemSyncAccessHandle;
  readonly #journal: FileSystemSyncAccessHandle;
  readonly #hasher: FileHasher;
  readonly #checkpointBytes: number;
  #position = 0;
  #journaled = 0;
  #validators: Validators = {};

  private constructor(
    file: WantedFile,
    handles: { data: FileSystemSyncAccessHandle; journal: FileSystemSyncAccessHandle },
    hasher: FileHasher,
    checkpointBytes: number,
  ) {
    this.#file = file;
    this.#data = handles.data;
    this.#journal = handles.journal;
    this.#hasher = hasher;
    this.#checkpointBytes = checkpointBytes;
  }

  /** Takes up what is there of an earlier try. `checkpointBytes` is the most that a crash loses. */
  static async open(
    folder: FileSystemDirectoryHandle,
    file: WantedFile,
    checkpointBytes: number,
    signal: AbortSignal,
  ): Promise<PartFile> {
    const earlier = await readJournal(folder, file);
    const hasher = await FileHasher.create(file.hash, file.bytes);
    const data = await openForWriting(folder, dataName(file.path));
    let journal: FileSystemSyncAccessHandle | undefined;
    try {
      journal = await openForWriting(folder, journalName(file.path));
      const part = new PartFile(file, { data, journal }, hasher, checkpointBytes);
      if (earlier) await part.#takeUp(earlier, signal);
      else part.startAnew();
      return part;
    } catch (error) {
      data.close();
      journal?.close();
      throw error;
    }
  }

  /** Bytes from the start that are here. */
  get position(): number {
    return this.#position;
  }

  /** Of the version that the bytes so far are of. */
  get validators(): Validators {
    return this.#validators;
  }

  /** Drops what is there. */
  startAnew(): void {
    // In this order, so that the journal never tells of bytes that are not there.
    this.#journal.truncate(0);
    this.#journal.flush();
    this.#data.truncate(0);
    this.#hasher.start();
    this.#position = 0;
    this.#journaled = 0;
    this.#validators = {};
  }

  /** Says of which version the bytes from the start on will be. */
  begin(validators: Validators): void {
    const { url, bytes, hash } = this.#file;
    this.#validators = validators;
    const head = { url, ...(bytes === undefined ? {} : { bytes }), ...(hash ? { hash } : {}), ...validators };
    this.#addToJournal(headLine(head));
  }

  write(bytes: Uint8Array): void {
    writeWhole(this.#data, bytes, this.#position);
    this.#hasher.update(bytes);
    this.#position += bytes.length;
    if (this.#position - this.#journaled >= this.#checkpointBytes) this.checkpoint();
  }

  /** Brings what is there to the disk. */
  checkpoint(): void {
    if (this.#position === this.#journaled) return;
    this.#data.flush();
    this.#addToJournal(positionLine(this.#position));
    this.#journaled = this.#position;
  }

  /** To be asked when all bytes are here; whoever finds them wrong starts anew. */
  async result(signal: AbortSignal): Promise<HashResult> {
    this.checkpoint();
    const result = this.#hasher.result();
    if (!this.#file.hash || result.isAsPublished !== undefined) return result;
    // Its length was not known before its last byte, and git hashes the length first.
    const hasher = await FileHasher.create(this.#file.hash, this.#position);
    await this.#readInto(hasher, this.#position, signal);
    return hasher.result();
  }

  close(): void {
    this.#data.close();
    this.#journal.close();
  }

  async #takeUp({ head, position }: Journal, signal: AbortSignal): Promise<void> {
    // Another server's word for the same bytes says nothing.
    if (head.url === this.#file.url) this.#validators = head;
    else this.begin({});
    await this.#readInto(this.#hasher, position, signal);
    this.#data.truncate(position);
    this.#position = position;
    this.#journaled = position;
  }

  async #readInto(hasher: FileHasher, length: number, signal: AbortSignal): Promise<void> {
    const buffer = new Uint8Array(Math.min(pieceBytes, length));
    for (let at = 0; at < length;) {
      const count = this.#data.read(buffer.subarray(0, Math.min(buffer.length, length - at)), { at });
      if (count <= 0) throw new AppError('storage-failed', `${this.#file.path} cannot be read back`);
      hasher.update(buffer.subarray(0, count));
      at += count;
      await nextTurn();
      signal.throwIfAborted();
    }
  }

  #addToJournal(line: string): void {
    writeWhole(this.#journal, new TextEncoder().encode(line), this.#journal.getSize());
    this.#journal.flush();
  }
}

/** Errors: `storage-full`. */
export function writeWhole(handle: FileSystemSyncAccessHandle, bytes: Uint8Array, at: number): void {
  const written = writeSome(handle, bytes, at);
  if (written < bytes.length) throw new AppError('storage-full', 'there was no room for the rest of a file');
}

function writeSome(handle: FileSystemSyncAccessHandle, bytes: Uint8Array, at: number): number {
  try {
    return handle.write(bytes, { at });
  } catch (error) {
    throw toAppError(error, 'storage-failed');
  }
}
