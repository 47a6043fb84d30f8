import { memoised } from '../src/core/memoised';
import type { InstalledModel } from '../src/core/models/installed-path';

/** The database is opened only where there is a model to look up in it, and once. */
const models = memoised(async () => {
  const [{ InkstoneDatabase }, { ModelRepository }] = await Promise.all([
    import('../src/storage/database'),
    import('../src/storage/models'),
  ]);
  return new ModelRepository(new InkstoneDatabase());
});

/** The files of a model that is kept on this device. */
export async function openInstalled({ id, revision }: InstalledModel): Promise<ReadonlyMap<string, File>> {
  return (await models()).openModelFiles(id, revision);
}
