/**
 * What other apps shared with this one, until it is added or thrown away. The service worker writes it before any page
 * is open, so it lies in the browser's cache, which holds files of any size and needs no database.
 */
export class ShareInbox {
  readonly #cacheName: string;

  constructor(cacheName = 'inkstone-shared') {
    this.#cacheName = cacheName;
  }

  async put(files: readonly File[]): Promise<void> {
    const cache = await caches.open(this.#cacheName);
    const batch = crypto.randomUUID();
    // One after another, so that a phone never holds more than one of them in memory.
    for (const [index, file] of files.entries()) {
      const headers = {
        'Content-Type': file.type || 'application/octet-stream',
        'X-File-Name': encodeURIComponent(file.name),
        'X-Last-Modified': String(file.lastModified),
      };
      await cache.put(`${addressPrefix}${batch}/${index}`, new Response(file, { headers }));
    }
  }

  /** In the order they were shared. */
  async files(): Promise<File[]> {
    if (!(await caches.has(this.#cacheName))) return [];
    const cache = await caches.open(this.#cacheName);
    const found: File[] = [];
    for (const request of await cache.keys()) {
      const response = await cache.match(request);
      if (response) found.push(await fileOf(response));
    }
    return found;
  }

  async clear(): Promise<void> {
    await caches.delete(this.#cacheName);
  }
}

/** Never asked of any server. */
const addressPrefix = '/shared-with-inkstone/';

async function fileOf(response: Response): Promise<File> {
  const { headers } = response;
  return new File([await response.blob()], decodeURIComponent(headers.get('X-File-Name') ?? ''), {
    type: headers.get('Content-Type') ?? '',
    lastModified: Number(headers.get('X-Last-Modified')),
  });
}
