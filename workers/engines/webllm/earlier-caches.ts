/** Deletes what the library's own caches held of models before their files were kept in the app's store. */
export async function forgetEarlierCaches(
  storage: Pick<CacheStorage, 'keys' | 'delete'> | undefined,
): Promise<void> {
  if (!storage) return;
  const names = (await storage.keys()).filter((name) => name.startsWith('webllm/'));
  await Promise.all(names.map((name) => storage.delete(name)));
}
