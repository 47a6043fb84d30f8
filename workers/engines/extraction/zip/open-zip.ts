import { ZipReader, type FileEntry } from '@zip.js/zip.js/lib/zip-core-reader.js';
import { AppError } from '../../../../src/core/app-error';
import { BlobSource } from './blob-source';
import { decodeName, safeName } from './entry-names';
import { officeBounds, ZipBudget, type ZipBounds } from './zip-bounds';
import { toZipError } from './zip-errors';

export interface ZipEntry {
  /** Parts parted by `/`, none before; never leads out of the archive. */
  readonly name: string;
  /** As the archive claims. */
  readonly sizeBytes: number;
  readonly isEncrypted: boolean;
}

/** An opened archive. Entries are found by name, else by name in another case. */
export interface ZipFile {
  /** The files, in the archive's order; folders and names that lead out of it are left out. */
  readonly entries: readonly ZipEntry[];
  has(name: string): boolean;
  /** Inflates as it is read. Ends with AppError `too-large`, `encrypted`, `wrong-password` or `corrupt`. */
  stream(name: string): ReadableStream<Uint8Array<ArrayBuffer>>;
  bytes(name: string): Promise<Uint8Array<ArrayBuffer>>;
  blob(name: string): Promise<Blob>;
  /** UTF-8, or UTF-16 with a byte order mark. */
  text(name: string): Promise<string>;
}

export interface ZipOptions {
  readonly signal: AbortSignal;
  readonly password?: string | undefined;
  readonly bounds?: ZipBounds;
  /** Given for an archive inside another, so that both count together. */
  readonly budget?: ZipBudget;
}

/** Opens an archive by its list of entries. Throws AppError `corrupt`, `encrypted` or `too-large`. */
export async function openZip(
  file: Blob,
  { signal, password, bounds = officeBounds, budget = new ZipBudget(bounds) }: ZipOptions,
): Promise<ZipFile> {
  const found = await readDirectory(file, bounds, signal);
  refuseOverlaps(found);
  const byName = new Map<string, FileEntry>();
  const byFoldedName = new Map<string, FileEntry>();
  const entries: ZipEntry[] = [];
  for (const entry of found) {
    const name = safeName(entry.filename);
    if (name === undefined || byName.has(name)) continue;
    byName.set(name, entry);
    byFoldedName.set(name.toLowerCase(), entry);
    entries.push({ name, sizeBytes: entry.uncompressedSize, isEncrypted: entry.encrypted });
  }
  const find = (name: string) => byName.get(name) ?? byFoldedName.get(name.toLowerCase());
  const stream = (name: string) => {
    const entry = find(name);
    if (!entry) throw new AppError('corrupt', `The archive lacks ${name}.`);
    return inflate(entry, { name, budget, password, signal });
  };
  return {
    entries,
    has: (name) => find(name) !== undefined,
    stream,
    bytes: async (name) => new Uint8Array(await new Response(stream(name)).arrayBuffer()),
    blob: (name) => new Response(stream(name)).blob(),
    text: async (name) => decodeMarked(new Uint8Array(await new Response(stream(name)).arrayBuffer())),
  };
}

async function readDirectory(file: Blob, bounds: ZipBounds, signal: AbortSignal): Promise<FileEntry[]> {
  const files: FileEntry[] = [];
  let listed = 0;
  try {
    const reader = new ZipReader(new BlobSource(file));
    const listing = reader.getEntriesGenerator({
      strictness: 'tolerant',
      filenameValidation: 'tolerant',
      decodeText: (bytes, encoding) => decodeName(bytes, encoding),
    });
    for await (const entry of listing) {
      signal.throwIfAborted();
      listed += 1;
      if (listed > bounds.entries) {
        throw new AppError('too-large', `The archive holds more than ${bounds.entries} files.`);
      }
      if (!entry.directory) files.push(entry);
    }
  } catch (error) {
    throw toZipError(error, 'The archive');
  }
  return files;
}

const localHeaderBytes = 30;

/** Entries that share bytes make a small file unpack to a huge one; no program writes them. */
function refuseOverlaps(entries: readonly FileEntry[]): void {
  let end = 0;
  for (const entry of [...entries].sort((a, b) => a.offset - b.offset)) {
    if (entry.offset < end) throw new AppError('corrupt', 'Files in the archive overlap.');
    end = entry.offset + localHeaderBytes + entry.rawFilename.length + entry.compressedSize;
  }
}

interface Inflation {
  readonly name: string;
  readonly budget: ZipBudget;
  readonly password: string | undefined;
  readonly signal: AbortSignal;
}

function inflate(
  entry: FileEntry,
  { name, budget, password, signal }: Inflation,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const count = budget.meter(name, entry);
  // Leaving the stream early ends the inflating, as aborting does.
  const leaving = new AbortController();
  let refusal: unknown;
  const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform: (piece, controller) => {
      try {
        count(piece.byteLength);
      } catch (error) {
        refusal = error;
        throw error;
      }
      controller.enqueue(piece);
    },
  });
  const pieces = readable.getReader();
  const done = entry
    .getData(writable, {
      useWebWorkers: false,
      strictness: 'tolerant',
      checkCrc32: true,
      signal: AbortSignal.any([signal, leaving.signal]),
      ...(password === undefined ? {} : { password }),
    })
    .then(
      () => undefined,
      (error: unknown) => {
        // What fails before the first piece leaves the stream open and its reader waiting.
        void pieces.cancel().catch(() => undefined);
        return { error: toZipError(refusal ?? error, name) };
      },
    );
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull: async (controller) => {
        const piece = await pieces.read().catch(() => undefined);
        if (piece && !piece.done) {
          controller.enqueue(piece.value);
          return;
        }
        const failure = await done;
        if (signal.aborted) controller.error(signal.reason);
        else if (failure) controller.error(failure.error);
        else controller.close();
      },
      cancel: async (reason) => {
        leaving.abort();
        await pieces.cancel(reason).catch(() => undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

function decodeMarked(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}
