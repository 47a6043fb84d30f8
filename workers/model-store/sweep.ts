import { isRemnant, type StoredModel } from '../../src/core/models/stored-model';
import {
  dataName,
  entryNames,
  findModelFolder,
  journalName,
  lockNameOfFolder,
  modelFolderNames,
  modelLockName,
  removeEntries,
  removeModelFolder,
  safeName,
} from '../../src/storage/model-files';
import type { ModelRepository } from '../../src/storage/models';

/**
 * Deletes what a crash left: folders of models that nobody knows, copies of the person's own files that were cut off,
 * and files in the others that no row or journal tells of.
 */
export async function sweepModels(models: ModelRepository, locks: LockManager): Promise<void> {
  // Names first: a folder whose row is written meanwhile is then not among them.
  const folderNames = await modelFolderNames();
  const known = new Set((await models.list()).map(({ id }) => safeName(id)));
  for (const name of folderNames.filter((each) => !known.has(each))) {
    await whenUnused(locks, lockNameOfFolder(name), async () => {
      const isKnown = (await models.list()).some(({ id }) => safeName(id) === name);
      if (!isKnown) await removeModelFolder(name);
    });
  }
  for (const { id } of await models.list()) {
    await whenUnused(locks, modelLockName(id), async () => {
      const model = await models.get(id);
      if (!model) return;
      if (isRemnant(model)) {
        await models.remove(id);
        await removeModelFolder(safeName(id));
      } else await sweepFolder(model);
    });
  }
}

async function sweepFolder({ id, state, files, package: wanted }: StoredModel): Promise<void> {
  const folder = await findModelFolder(id);
  if (!folder) return;
  const names = await entryNames(folder);
  const used = new Set(files.map(({ path }) => dataName(path)));
  if (state === 'partial') {
    for (const { path } of wanted?.files ?? []) {
      // Bytes without a journal are of no use to a download that goes on.
      if (used.has(dataName(path)) || !names.includes(journalName(path))) continue;
      used.add(dataName(path)).add(journalName(path));
    }
  }
  await removeEntries(
    folder,
    names.filter((name) => !used.has(name)),
  );
}

/** Does nothing while someone else holds the lock. */
async function whenUnused(locks: LockManager, lockName: string, work: () => Promise<void>): Promise<void> {
  await locks.request(lockName, { ifAvailable: true }, (lock) => (lock ? work() : undefined));
}
