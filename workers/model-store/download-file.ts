import { AppError } from '../../src/core/app-error';
import { noGguf } from '../../src/core/models/gguf-check';
import { isGgufPath, mayBeginGguf } from '../../src/core/models/gguf-files';
import type { StoredModelFile } from '../../src/core/models/stored-model';
import type { Connection } from './connection';
import type { Validators } from './journal';
import { PartFile, type WantedFile } from './part-file';
import { requestFile, type FileResponse, type RequestOptions } from './request';
import { RequestFailure } from './retrying';

export interface DownloadOptions {
  readonly request: Omit<RequestOptions, 'signal'>;
  readonly connection: Connection;
  /** The most that is fetched twice after a crash. */
  readonly checkpointBytes: number;
  readonly signal: AbortSignal;
  /** How many bytes from the start are here. */
  readonly onPosition: (position: number) => void;
  readonly onWait: (until: number | undefined) => void;
}

/** So much has to arrive for a connection that fails again and again to be worth going on with. */
const worthwhileBytes = 256 * 1024;

/**
 * Fetches a file, or what an earlier try left of it, and verifies it; bytes that are wrong are fetched anew once.
 * Pausing keeps what has arrived. Errors: `model-download-failed`, `model-damaged`, `storage-full`, `offline`.
 */
export async function downloadFile(
  folder: FileSystemDirectoryHandle,
  file: WantedFile,
  options: DownloadOptions,
): Promise<StoredModelFile> {
  const part = await PartFile.open(folder, file, options.checkpointBytes, options.signal);
  try {
    return (
      (await fetchVerified(part, file, options)) ??
      (await fetchVerified(part, file, options)) ??
      damaged(file.path)
    );
  } finally {
    part.close();
  }
}

function damaged(path: string): never {
  throw new AppError('model-damaged', `${path}: the server sends other bytes than were published`);
}

/** Undefined, with nothing left of it, when it arrived whole but wrong. */
async function fetchVerified(
  part: PartFile,
  file: WantedFile,
  options: DownloadOptions,
): Promise<StoredModelFile | undefined> {
  const { connection, signal, onPosition, onWait } = options;
  onPosition(part.position);
  let furthest = part.position;
  const isWhole = await connection.persist(
    file.url,
    async (failures, onProgress) => {
      try {
        return await fetchRest(part, file, failures, options);
      } finally {
        part.checkpoint();
        if (part.position - furthest >= worthwhileBytes) onProgress();
        furthest = Math.max(furthest, part.position);
      }
    },
    { signal, onWait },
  );
  if (isWhole) {
    const { sha256, isAsPublished = true } = await part.result(signal);
    const { path, hash } = file;
    const published = hash && hash.algorithm !== 'sha256' ? { published: hash } : {};
    if (isAsPublished) return { path, bytes: part.position, sha256, ...published };
  }
  part.startAnew();
  return undefined;
}

/** False when there is more of it than there should be. Throws `RequestFailure` when there is less, so far. */
async function fetchRest(
  part: PartFile,
  file: WantedFile,
  failures: number,
  { request, signal, onPosition }: DownloadOptions,
): Promise<boolean> {
  const { bytes } = file;
  if (bytes === part.position) return true;
  const answer = await requestFile(
    file.url,
    // Every other first try asks without a range, for servers that do not let a page ask for one.
    { position: part.position, plainly: part.position === 0 && failures % 2 === 1 },
    { ...request, signal },
  ).catch((error: unknown) => {
    if (error instanceof RequestFailure && error.isStale) part.startAnew();
    throw error;
  });
  try {
    return await take(answer, part, file, onPosition);
  } finally {
    answer.end();
  }
}

async function take(
  { start, total, validators, body }: FileResponse,
  part: PartFile,
  file: WantedFile,
  onPosition: (position: number) => void,
): Promise<boolean> {
  const { bytes } = file;
  if (bytes !== undefined && total !== undefined && total !== bytes) {
    const message = `the server has ${total} bytes instead of ${bytes}`;
    throw new RequestFailure(message, { patience: 'short', code: 'model-damaged' });
  }
  if (start > 0 && !isSameVersion(part, file, validators)) {
    part.startAnew();
    throw new RequestFailure('the file has changed on the server', { patience: 'long' });
  }
  if (start === 0) {
    part.startAnew();
    part.begin(validators);
  }
  for await (const piece of body) {
    // Where a hash was published it tells more, and wrong bytes are fetched anew.
    const isJudged = part.position === 0 && file.hash === undefined && isGgufPath(file.path);
    if (isJudged && !mayBeginGguf(piece)) throw noGguf(file.path);
    if (bytes !== undefined && part.position + piece.length > bytes) return false;
    part.write(piece);
    onPosition(part.position);
  }
  const end = bytes ?? total;
  if (end !== undefined && part.position < end) {
    throw new RequestFailure('the server stopped before the end of the file', { patience: 'long' });
  }
  return end === undefined || part.position === end;
}

function isSameVersion(part: PartFile, { hash }: WantedFile, { etag, lastModified }: Validators): boolean {
  const before = part.validators;
  const pairs = [
    [before.etag, etag],
    [before.lastModified, lastModified],
  ];
  const told = pairs.filter(([one, other]) => one !== undefined && other !== undefined);
  // Where nothing tells, a published hash will.
  return told.length > 0 ? told.every(([one, other]) => one === other) : hash !== undefined;
}
