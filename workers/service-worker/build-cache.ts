import { partialResponse } from './partial-response';

/** A file of this build, as the build lists it. A hashed name is its own revision. */
export interface BuildFile {
  /** Relative to the scope. */
  readonly url: string;
  readonly revision: string | null;
}

const parallelDownloads = 6;

/**
 * The files of one build in the browser's cache, each under a key that names its content, so that an
 * unchanged file is never fetched again, by this build or the next.
 */
export class BuildCache {
  readonly #files: ReadonlyMap<string, BuildFile>;
  readonly #cacheName: string;
  /** Downloads under way, by key: two askers share one. */
  readonly #writing = new Map<string, Promise<unknown>>();

  constructor(files: readonly BuildFile[], scope: string, cacheName = 'inkstone-build') {
    this.#files = new Map(files.map((file) => [new URL(file.url, scope).href, file]));
    this.#cacheName = cacheName;
  }

  has(url: string): boolean {
    return this.#files.has(url);
  }

  /** Stores the files that `isEager`. What an interrupted call has stored is not fetched again by the next. */
  async install(isEager: (file: BuildFile) => boolean): Promise<void> {
    const cache = await caches.open(this.#cacheName);
    const waiting = [...this.#files].filter(([, file]) => isEager(file)).values();
    const download = async (): Promise<void> => {
      for (const [url, file] of waiting) {
        const key = keyOf(url, file);
        if (await cache.match(key)) continue;
        const response = await fetch(freshRequest(url, file));
        if (!response.ok) throw new Error(`${file.url} answered ${response.status}`);
        await cache.put(key, response);
      }
    };
    await Promise.all(Array.from({ length: parallelDownloads }, download));
  }

  /**
   * The file from the cache, or from the network and then into the cache. A part of a file is cut from a
   * stored whole, and otherwise left to the network. `keepAlive` is told of what outlasts the response.
   */
  async respond(request: Request, keepAlive: (work: Promise<unknown>) => void): Promise<Response> {
    const file = this.#files.get(request.url);
    if (!file) return fetch(request);
    const key = keyOf(request.url, file);
    await this.#writing.get(key);
    const cache = await caches.open(this.#cacheName);
    const stored = await cache.match(key);
    if (stored) return partialResponse(request, stored);
    if (request.method !== 'GET' || request.headers.has('range')) return fetch(request);
    // Another asker may have begun while the cache was searched.
    if (this.#writing.has(key)) return this.respond(request, keepAlive);
    return this.#fetchAndStore(request, file, key, cache, keepAlive);
  }

  /** Deletes what this build does not name. */
  async prune(): Promise<void> {
    const cache = await caches.open(this.#cacheName);
    const kept = new Set([...this.#files].map(([url, file]) => keyOf(url, file)));
    const stale = (await cache.keys()).filter(({ url }) => !kept.has(url));
    await Promise.all(stale.map((request) => cache.delete(request)));
  }

  async #fetchAndStore(
    request: Request,
    file: BuildFile,
    key: string,
    cache: Cache,
    keepAlive: (work: Promise<unknown>) => void,
  ): Promise<Response> {
    let settle: () => void = () => undefined;
    this.#writing.set(
      key,
      new Promise<void>((resolve) => {
        settle = () => {
          this.#writing.delete(key);
          resolve();
        };
      }),
    );
    try {
      const response = await fetch(freshRequest(request.url, file));
      if (!response.ok) {
        settle();
        return response;
      }
      // A full disk or a reader who leaves costs the stored copy, not the response.
      keepAlive(cache.put(key, response.clone()).then(settle, settle));
      return response;
    } catch (error) {
      settle();
      throw error;
    }
  }
}

/** An unhashed file may have changed behind the same name, so the browser's own cache must ask. */
function freshRequest(url: string, { revision }: BuildFile): Request {
  return new Request(url, {
    cache: revision === null ? 'default' : 'no-cache',
    credentials: 'same-origin',
  });
}

function keyOf(url: string, { revision }: BuildFile): string {
  if (revision === null) return url;
  const key = new URL(url);
  key.searchParams.set('revision', revision);
  return key.href;
}
