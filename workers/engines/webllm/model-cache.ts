/** The library's caches: weights with tokenizers, configurations, compiled libraries. */
export type ModelCache = 'webllm/model' | 'webllm/config' | 'webllm/wasm';

/** The addresses of what a cache holds; looking does not create it. */
export async function cachedUrls(name: ModelCache): Promise<ReadonlySet<string>> {
  if (!(await caches.has(name))) return new Set();
  const requests = await (await caches.open(name)).keys();
  return new Set(requests.map(({ url }) => url));
}

export async function deleteCached(name: ModelCache, isDoomed: (url: string) => boolean): Promise<void> {
  if (!(await caches.has(name))) return;
  const cache = await caches.open(name);
  const doomed = (await cache.keys()).filter(({ url }) => isDoomed(url));
  await Promise.all(doomed.map((request) => cache.delete(request)));
}
