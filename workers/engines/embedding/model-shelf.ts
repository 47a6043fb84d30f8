import type { LoadProgress } from '../../../src/contracts/embedder';

interface Disposable {
  /** Frees what the garbage collector does not see; a session's memory above all. */
  readonly dispose?: () => Promise<void>;
}

interface Entry<Model> {
  readonly model: Promise<Model>;
  readonly listeners: Set<(progress: LoadProgress) => void>;
  users: number;
  isGone: boolean;
}

type Load<Model> = (onProgress: (progress: LoadProgress) => void) => Promise<Model>;

/** Keeps the models that were used last, a few of them; one that makes room is freed when nobody uses it any more. */
export class ModelShelf<Model extends Disposable> {
  readonly #capacity: number;
  /** The one used last comes last. */
  readonly #entries = new Map<string, Entry<Model>>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  /** Loads the model unless it is here, and lends it to `work`. A load that failed is tried again the next time. */
  async use<T>(
    key: string,
    load: Load<Model>,
    work: (model: Model) => T | Promise<T>,
    onProgress?: (progress: LoadProgress) => void,
  ): Promise<T> {
    const entry = this.#take(key, load);
    entry.users += 1;
    if (onProgress) entry.listeners.add(onProgress);
    try {
      return await work(await entry.model);
    } finally {
      if (onProgress) entry.listeners.delete(onProgress);
      entry.users -= 1;
      if (entry.isGone) await free(entry);
    }
  }

  #take(key: string, load: Load<Model>): Entry<Model> {
    const known = this.#entries.get(key);
    const entry = known ?? this.#start(key, load);
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    const surplus = [...this.#entries.keys()].slice(0, -this.#capacity);
    for (const old of surplus) this.#letGo(old);
    return entry;
  }

  /** Shared by all who ask, so no single caller's signal ends it. */
  #start(key: string, load: Load<Model>): Entry<Model> {
    const listeners: Entry<Model>['listeners'] = new Set();
    const model = load((progress) => {
      for (const listener of listeners) listener(progress);
    });
    const entry: Entry<Model> = { model, listeners, users: 0, isGone: false };
    model.catch(() => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    });
    return entry;
  }

  #letGo(key: string): void {
    const entry = this.#entries.get(key);
    this.#entries.delete(key);
    if (!entry) return;
    entry.isGone = true;
    void free(entry);
  }
}

async function free<Model extends Disposable>(entry: Entry<Model>): Promise<void> {
  if (entry.users > 0) return;
  // One that could not be loaded holds nothing, and what cannot be freed is lost with the worker.
  await entry.model.then((model) => model.dispose?.()).catch(() => undefined);
}
