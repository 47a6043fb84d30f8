import { AppError, toAppError, type ErrorDetail } from '../../src/core/app-error';
import type { InstallProgress } from '../../src/contracts/model-store';
import type { ModelPackage } from '../../src/core/models/model-package';
import {
  createModelFolder,
  findModelFolder,
  journalName,
  removeEntries,
  removeModelFolder,
  safeName,
} from '../../src/storage/model-files';
import type { StoredModel, StoredModelFacts } from '../../src/core/models/stored-model';
import type { ModelRepository } from '../../src/storage/models';
import { checkGgufFiles } from './check-gguf';
import { Connection, type RetryOptions } from './connection';
import { downloadFile } from './download-file';
import { addWholeFile, beginModel, commitModel, noteArrived, wholeFiles } from './installed-files';
import { positionOf, type WantedFile } from './part-file';
import { ProgressMeter } from './progress-meter';
import { requestSize, type RequestOptions } from './request';
import { checkRoom, withNeed, type EstimateRoom } from './room';

export interface InstallOptions {
  readonly models: ModelRepository;
  readonly request: Omit<RequestOptions, 'signal'>;
  readonly retry: RetryOptions;
  readonly estimate: EstimateRoom;
  /** How many files are fetched at the same time. */
  readonly parallel: number;
  /** The most of a file that is fetched twice after a crash. */
  readonly checkpointBytes: number;
}

/** See `ModelStoreContract.install`; whoever calls it is the only writer. */
export async function installModel(
  wanted: ModelPackage,
  options: InstallOptions,
  signal: AbortSignal,
  report: (progress: InstallProgress) => void,
): Promise<void> {
  const { models } = options;
  const model = await models.get(wanted.id);
  const whole = await wholeFiles(wanted, model, signal);
  if (model?.state === 'installed' && isAll(wanted, whole.length, model.files.length)) return;

  const wholePaths = new Set(whole.map(({ path }) => path));
  const connection = new Connection(options.retry);
  const missing = wanted.files.filter(({ path }) => !wholePaths.has(path)).map(toWantedFile);
  if (missing.length > 0 && !options.retry.network.isOnline()) throw new AppError('offline');
  const sized = await inParallel(missing, options.parallel, signal, (file, each) =>
    withSize(file, connection, options, each),
  );

  const earlierFolder = await findModelFolder(wanted.id);
  const positions = new Map<string, number>();
  for (const { path, file } of sized) positions.set(path, await positionOf(earlierFolder, file));
  const missingBytes = sized.reduce(
    (sum, { path, expectedBytes = 0 }) => sum + Math.max(0, expectedBytes - (positions.get(path) ?? 0)),
    0,
  );
  await checkRoom(missingBytes, options.estimate);

  await beginModel(models, wanted, whole);
  const folder = await createModelFolder(wanted.id);
  const isSized = sized.every(({ expectedBytes }) => expectedBytes !== undefined);
  const allBytes =
    sized.reduce((sum, { expectedBytes = 0 }) => sum + expectedBytes, 0) +
    whole.reduce((sum, { bytes }) => sum + bytes, 0);
  const meter = new ProgressMeter('downloading', isSized ? allBytes : 0, report);
  for (const { path, bytes } of whole) meter.set(path, bytes, { isOld: true });
  for (const [path, position] of positions) meter.set(path, position, { isOld: true });

  const far = (): Pick<StoredModel, 'arrivedBytes' | 'totalBytes'> => ({
    arrivedBytes: meter.loadedBytes,
    ...(isSized ? { totalBytes: allBytes } : {}),
  });
  await noteArrived(models, wanted.id, far());

  // The small ones first: what is wrong with a model often shows in them.
  const order = sized.toSorted((one, other) => (one.expectedBytes ?? 0) - (other.expectedBytes ?? 0));
  const fetching = inParallel(order, options.parallel, signal, (file, each) =>
    meter.during(async () => {
      const stored = await downloadFile(folder, file.file, {
        request: options.request,
        connection,
        checkpointBytes: options.checkpointBytes,
        signal: each,
        onPosition: (position) => meter.set(file.path, position),
        onWait: (until) => meter.wait(file.path, until),
      });
      await addWholeFile(models, wanted.id, stored);
      await removeEntries(folder, [journalName(file.path)]);
    }),
  );
  let told: StoredModelFacts;
  try {
    await fetching;
    told = await checkGgufFiles(wanted, folder);
  } catch (error) {
    const isUnusable = error instanceof AppError && unusableKinds.has(error.detail?.kind);
    // Nothing can go on from what is no model; one that was here before is left to be repaired.
    if (isUnusable && (!model || model.state === 'partial')) {
      await models.remove(wanted.id);
      await removeModelFolder(safeName(wanted.id));
    } else await noteArrived(models, wanted.id, far());
    throw withNeed(error, meter.leftBytes);
  }
  meter.end();
  await commitModel(models, wanted, folder, told);
}

const unusableKinds: ReadonlySet<string | undefined> = new Set([
  'cut-short',
  'no-model-file',
  'no-answer-model',
] satisfies ErrorDetail['kind'][]);

function isAll(wanted: ModelPackage, whole: number, stored: number): boolean {
  return whole === wanted.files.length && stored === wanted.files.length;
}

function toWantedFile({ path, url, bytes, hash }: ModelPackage['files'][number]): WantedFile {
  if (url === undefined) throw new AppError('invalid-input', `${path} has no address to be fetched from`);
  return { path, url, ...(bytes === undefined ? {} : { bytes }), ...(hash ? { hash } : {}) };
}

interface SizedFile {
  readonly path: string;
  readonly file: WantedFile;
  /** As published, or else as the server says. */
  readonly expectedBytes: number | undefined;
}

async function withSize(
  file: WantedFile,
  connection: Connection,
  { request }: InstallOptions,
  signal: AbortSignal,
): Promise<SizedFile> {
  const expectedBytes =
    file.bytes ??
    (await connection.persist(file.url, () => requestSize(file.url, { ...request, signal }), {
      signal,
      onWait: () => undefined,
    }));
  return { path: file.path, file, expectedBytes };
}

/** Works on so many at a time. The first failure ends the others, and they have ended before it is thrown. */
async function inParallel<Item, Result>(
  items: readonly Item[],
  count: number,
  signal: AbortSignal,
  work: (item: Item, signal: AbortSignal) => Promise<Result>,
): Promise<Result[]> {
  const failed = new AbortController();
  const each = AbortSignal.any([signal, failed.signal]);
  const results: Result[] = [];
  const failures: unknown[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) {
      if (each.aborted) return;
      try {
        results[index] = await work(item, each);
      } catch (error) {
        failures.push(error);
        failed.abort();
        return;
      }
    }
  };
  await Promise.all(Array.from({ length: count }, worker));
  signal.throwIfAborted();
  if (failures.length > 0) throw toAppError(failures[0], 'storage-failed');
  return results;
}
