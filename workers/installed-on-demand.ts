/** The files of a model that is kept on this device; the database is opened only where there is one to look up. */
export async function openInstalled(id: string): Promise<ReadonlyMap<string, File>> {
  const [{ InkstoneDatabase }, { ModelRepository }] = await Promise.all([
    import('../src/storage/database'),
    import('../src/storage/models'),
  ]);
  return new ModelRepository(new InkstoneDatabase()).openModelFiles(id);
}
