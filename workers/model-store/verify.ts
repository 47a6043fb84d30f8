import { AppError, toAppError } from '../../src/core/app-error';
import type { DamagedFile, InstallProgress } from '../../src/contracts/model-store';
import type { StoredModel, StoredModelFile } from '../../src/core/models/stored-model';
import { dataName, findEntry, findModelFolder } from '../../src/storage/model-files';
import type { ModelRepository } from '../../src/storage/models';
import { checkGgufFiles } from './check-gguf';
import { hashBlob } from './hashing';
import { ProgressMeter } from './progress-meter';

/** See `ModelStoreContract.verify`; whoever calls it is the only writer. Errors: `not-found`. */
export async function verifyModel(
  modelId: string,
  models: ModelRepository,
  signal: AbortSignal,
  report: (progress: InstallProgress) => void,
): Promise<DamagedFile[]> {
  const model = await models.get(modelId);
  if (!model) throw new AppError('not-found', `${modelId} is not on this device`);
  const folder = await findModelFolder(modelId);
  const meter = new ProgressMeter(
    'verifying',
    model.files.reduce((sum, { bytes }) => sum + bytes, 0),
    report,
  );
  const damaged: DamagedFile[] = [];
  for (const stored of model.files) {
    const file = folder && (await findEntry(folder, dataName(stored.path)));
    const problem = await problemOf(stored, file, signal, (bytes) => meter.add(stored.path, bytes));
    if (problem) damaged.push({ path: stored.path, problem });
  }
  if (damaged.length === 0 && model.state !== 'partial' && folder) {
    damaged.push(...(await unusableGguf(model, folder)));
  }
  meter.end();
  await models.change(modelId, (before) => judged(before, damaged));
  return damaged;
}

async function problemOf(
  { bytes, sha256 }: StoredModelFile,
  file: File | undefined,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<DamagedFile['problem'] | undefined> {
  if (!file) return 'missing';
  if (file.size !== bytes) return 'length';
  return (await hashBlob(file, undefined, signal, onBytes)).sha256 === sha256 ? undefined : 'hash';
}

/** A model whose bytes are as they came may have come cut short. */
async function unusableGguf(model: StoredModel, folder: FileSystemDirectoryHandle): Promise<DamagedFile[]> {
  try {
    await checkGgufFiles(model, folder);
    return [];
  } catch (error) {
    const { detail } = toAppError(error);
    if (detail?.kind === 'cut-short') return [{ path: detail.path, problem: 'cut-short' }];
    if (detail?.kind === 'no-model-file') return [{ path: detail.path, problem: 'no-model' }];
    if (detail?.kind === 'no-answer-model') return [];
    throw error;
  }
}

function judged(model: StoredModel, damaged: readonly DamagedFile[]): StoredModel {
  if (model.state === 'partial') {
    // What is wrong is fetched again when the download goes on.
    const wrong = new Set(damaged.map(({ path }) => path));
    return { ...model, files: model.files.filter(({ path }) => !wrong.has(path)) };
  }
  return { ...model, state: damaged.length > 0 ? 'damaged' : 'installed', verifiedAt: Date.now() };
}
