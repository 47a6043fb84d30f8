import { AppError } from '../core/app-error';
import type { EmbedderContract } from '../contracts/embedder';
import type { ImporterContract } from '../contracts/importer';
import type { LanguageModelContract } from '../contracts/language-model';
import type { ModelStoreContract } from '../contracts/model-store';
import type { SearchIndexContract } from '../contracts/search-index';
import { RpcClient } from '../rpc/client';
import { joinWorkers, partWorkers } from '../rpc/peers';
import type { Contract } from '../rpc/protocol';

/**
 * A worker that is started when first needed and started again after a crash.
 * A crash ends every open call with `worker-crashed`; the next call goes to a new worker.
 */
export class WorkerHandle<C extends Contract> {
  readonly #create: () => Worker;
  readonly #wiring: Wiring;
  #running: { worker: Worker; client: RpcClient<C> } | undefined;
  #isGone = false;
  readonly #onCrash: ((error: AppError) => void)[] = [];

  constructor(create: () => Worker, wiring: Wiring = { onStart: () => undefined, onGone: () => undefined }) {
    this.#create = create;
    this.#wiring = wiring;
  }

  get client(): RpcClient<C> {
    return this.start().client;
  }

  get worker(): Worker {
    return this.start().worker;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** True after it could not even be loaded. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** Ends the worker; open calls are rejected with `error`. */
  stop(error = new AppError('worker-crashed', 'the worker was stopped')): void {
    const running = this.#running;
    this.#running = undefined;
    running?.worker.terminate();
    running?.client.fail(error);
  }

  /** Hears of each crash, for as long as the page is open, after its calls have ended and before it is started again. */
  observeCrash(onCrash: (error: AppError) => void): void {
    this.#onCrash.push(onCrash);
  }

  start(): { worker: Worker; client: RpcClient<C> } {
    if (this.#running) return this.#running;
    const worker = this.#create();
    const running = { worker, client: new RpcClient<C>(worker) };
    this.#running = running;
    this.#isGone = false;
    const onCrash = (message: string): void => {
      if (this.#running !== running) return;
      const hadStarted = running.client.isReady;
      const error = new AppError('worker-crashed', message);
      this.stop(error);
      for (const tell of this.#onCrash) tell(error);
      // Its callers in other workers wait for a new port: one that had worked is started again at once,
      // one that cannot even be loaded is reported gone.
      this.#isGone = !hadStarted;
      if (hadStarted) this.start();
      else this.#wiring.onGone();
    };
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      onCrash(event.message || 'the worker could not be loaded');
    });
    // A message that cannot be read, for want of memory, leaves a call open on one side.
    worker.addEventListener('messageerror', () => {
      onCrash('a message of the worker could not be read');
    });
    this.#wiring.onStart();
    return running;
  }
}

interface Wiring {
  readonly onStart: () => void;
  readonly onGone: () => void;
}

export interface Workers {
  /** All of them do the same; each reads one document at a time. */
  readonly importers: readonly WorkerHandle<ImporterContract>[];
  /** The first of them. */
  readonly importer: WorkerHandle<ImporterContract>;
  readonly embedder: WorkerHandle<EmbedderContract>;
  readonly searchIndex: WorkerHandle<SearchIndexContract>;
  readonly languageModel: WorkerHandle<LanguageModelContract>;
  readonly modelStore: WorkerHandle<ModelStoreContract>;
  /** Starts the three that call each other, so that each finds its peers. */
  startCore(): void;
  stopAll(): void;
}

/** One importer reads while others embed, search and show; what cores there are beyond two read too. */
function importerCount(): number {
  const cores = navigator.hardwareConcurrency || 2;
  return 1 + Math.max(0, Math.min(3, Math.floor((cores - 2) / 2)));
}

/** One worker of each kind, but for importers; importer and index call the embedder, and the importer the index, directly. */
export function createWorkers(): Workers {
  const embedder = new WorkerHandle<EmbedderContract>(
    () => new Worker(new URL('../../workers/embedder.worker.ts', import.meta.url), { type: 'module' }),
    {
      onStart: () => {
        for (const importer of importers) join(importer, embedder, 'embedder');
        join(searchIndex, embedder, 'embedder');
      },
      onGone: () => {
        for (const importer of importers) part(importer, 'embedder');
        part(searchIndex, 'embedder');
      },
    },
  );
  const searchIndex = new WorkerHandle<SearchIndexContract>(
    () => new Worker(new URL('../../workers/index.worker.ts', import.meta.url), { type: 'module' }),
    {
      onStart: () => {
        join(searchIndex, embedder, 'embedder');
        for (const importer of importers) join(importer, searchIndex, 'searchIndex');
      },
      onGone: () => {
        for (const importer of importers) part(importer, 'searchIndex');
      },
    },
  );
  const createImporter = (): WorkerHandle<ImporterContract> => {
    const importer: WorkerHandle<ImporterContract> = new WorkerHandle<ImporterContract>(
      () => new Worker(new URL('../../workers/importer.worker.ts', import.meta.url), { type: 'module' }),
      {
        onStart: () => {
          join(importer, embedder, 'embedder');
          join(importer, searchIndex, 'searchIndex');
        },
        onGone: () => undefined,
      },
    );
    return importer;
  };
  const importer = createImporter();
  const importers = [importer, ...Array.from({ length: importerCount() - 1 }, createImporter)];
  const languageModel: WorkerHandle<LanguageModelContract> = new WorkerHandle<LanguageModelContract>(
    () => new Worker(new URL('../../workers/llm.worker.ts', import.meta.url), { type: 'module' }),
    {
      onStart: () => {
        const { worker } = languageModel;
        void import('./offer-built-in-model')
          .then(({ offerBuiltInModel }) => offerBuiltInModel(worker))
          .catch((error: unknown) => {
            // Whoever waits for the browser's model there learns that none will come.
            partWorkers(worker, 'builtInModel');
            reportError(error);
          });
      },
      onGone: () => undefined,
    },
  );
  const modelStore = new WorkerHandle<ModelStoreContract>(
    () => new Worker(new URL('../../workers/model-store.worker.ts', import.meta.url), { type: 'module' }),
  );
  return {
    importers,
    importer,
    embedder,
    searchIndex,
    languageModel,
    modelStore,
    startCore: () => {
      for (const handle of [embedder, searchIndex, importer]) handle.start();
    },
    stopAll: () => {
      for (const handle of [...importers, searchIndex, embedder, languageModel, modelStore]) handle.stop();
    },
  };
}

interface Startable {
  readonly isRunning: boolean;
  readonly isGone: boolean;
  readonly worker: Worker;
}

/** Joins two workers once both run; whichever starts last does it. A caller that is started again learns who is gone. */
function join(caller: Startable, callee: Startable, name: string): void {
  if (!caller.isRunning) return;
  if (callee.isRunning) joinWorkers(caller.worker, callee.worker, name);
  else if (callee.isGone) partWorkers(caller.worker, name);
}

function part(caller: Startable, name: string): void {
  if (caller.isRunning) partWorkers(caller.worker, name);
}
