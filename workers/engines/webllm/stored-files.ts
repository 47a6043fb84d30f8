import { AppError } from '../../../src/core/app-error';

/** No such host can exist: a request that slipped past this module would reach nobody. */
const storeOrigin = 'https://models.inkstone.invalid';

/** Where the library is told that a model's files lie. */
export function storedAddressOf(modelId: string): string {
  return `${storeOrigin}/${encodeURIComponent(modelId)}/resolve/main/`;
}

interface Scope {
  caches?: Pick<CacheStorage, 'open'>;
  fetch: typeof fetch;
}

/**
 * The one door between the library and a model's files. The library asks the Cache API, and fetches what it does not
 * find there; both are answered from the files that lie on this device, so that nothing is copied and nothing leaves it.
 */
export class StoredFiles {
  readonly #models = new Map<string, ReadonlyMap<string, File>>();

  constructor(scope: Scope = globalThis) {
    const cache = new StoredFileCache(this);
    const open = scope.caches?.open.bind(scope.caches);
    const openStored = (name: string): Promise<Cache> =>
      name.startsWith('webllm/') || !open ? Promise.resolve(cache) : open(name);
    if (scope.caches) scope.caches.open = openStored;
    else Object.defineProperty(scope, 'caches', { value: { open: openStored }, configurable: true });
    const fetchElsewhere = scope.fetch.bind(scope);
    scope.fetch = async (input, init) => {
      const url = addressOf(input);
      return url.startsWith(`${storeOrigin}/`) ? this.responseTo(url) : fetchElsewhere(input, init);
    };
  }

  /** Answers for a model until the returned function is called. */
  hold(modelId: string, files: ReadonlyMap<string, File>): () => void {
    this.#models.set(modelId, files);
    return () => {
      if (this.#models.get(modelId) === files) this.#models.delete(modelId);
    };
  }

  /** Every address that there is a file for. */
  addresses(): string[] {
    return [...this.#models].flatMap(([id, files]) =>
      [...files.keys()].map((path) => new URL(path, storedAddressOf(id)).href),
    );
  }

  find(url: string): File | undefined {
    const { origin, pathname } = new URL(url);
    if (origin !== storeOrigin) return undefined;
    const [id = '', , , ...path] = pathname.slice(1).split('/').map(decodeURIComponent);
    return this.#models.get(id)?.get(path.join('/'));
  }

  responseTo(url: string): Response {
    const file = this.find(url);
    if (!file) throw new AppError('model-damaged', `a file of the model is missing: ${url}`);
    return new Response(file);
  }
}

/** What the library takes for its cache: it holds whatever there is a file for, and keeps nothing. */
class StoredFileCache implements Cache {
  readonly #files: StoredFiles;

  constructor(files: StoredFiles) {
    this.#files = files;
  }

  match(request: RequestInfo | URL): Promise<Response | undefined> {
    const file = this.#files.find(addressOf(request));
    return Promise.resolve(file && new Response(file));
  }

  async matchAll(request?: RequestInfo | URL): Promise<readonly Response[]> {
    const found = request === undefined ? undefined : await this.match(request);
    return found ? [found] : [];
  }

  keys(): Promise<readonly Request[]> {
    return Promise.resolve(this.#files.addresses().map((address) => new Request(address)));
  }

  /** Asked for what `match` has not found. */
  // eslint-disable-next-line @typescript-eslint/require-await -- a failure is a rejection
  async add(request: RequestInfo | URL): Promise<void> {
    this.#files.responseTo(addressOf(request));
  }

  async addAll(requests: Iterable<RequestInfo>): Promise<void> {
    for (const request of requests) await this.add(request);
  }

  put(): Promise<void> {
    return Promise.resolve();
  }

  delete(): Promise<boolean> {
    return Promise.resolve(false);
  }
}

function addressOf(request: RequestInfo | URL): string {
  if (typeof request === 'string') return request;
  return request instanceof URL ? request.href : request.url;
}
