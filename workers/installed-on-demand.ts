import { memoised } from '../src/core/memoised';

/** The database is opened only where there is a model to look up in it, and once. */
const models = memoised(async () => {
  const [{ InkstoneDatabase }, { ModelRepository }] = await Promise.all([
    import('../src/storage/database'),
    import('../src/storage/models'),
  ]);
  return new ModelRepository(new InkstoneDatabase());
});

/** The files of a model that is kept on this device. */
export async function openInstalled(id: string): Promise<ReadonlyMap<string, File>> {
  return (await models()).openModelFiles(id);
}
