import type {
  GenerateEvent,
  GenerateInput,
  GpuSupport,
  LanguageModelContract,
  ModelLoadProgress,
  RewriteInput,
} from '../../../src/contracts/language-model';
import { readCatalogue } from './catalogue';
import type { EngineSession } from './engine-session';
import { saying, webLlmError } from './errors';
import type { WebLlmLibrary } from './library';
import { openSession } from './open-session';
import { rewriteQuestion } from './rewrite-question';
import { SharedLoad } from './shared-load';
import { streamAnswer } from './stream-answer';
import type { Patience } from './stream-text';
import { Turns } from './turns';

export interface LanguageModelDependencies {
  readonly loadLibrary: () => Promise<WebLlmLibrary>;
  readonly readSupport: () => Promise<GpuSupport>;
  readonly isOnline: () => boolean;
  readonly machineBytes: number | undefined;
  readonly patience: Patience;
}

/** One language model at a time on WebGPU; loading, generating and unloading never overlap. */
export function createLanguageModel(dependencies: LanguageModelDependencies): LanguageModelContract {
  const model = new LanguageModel(dependencies);
  return {
    support: dependencies.readSupport,
    catalogue: async () =>
      readCatalogue(await model.library(), await dependencies.readSupport(), dependencies.machineBytes),
    load: ({ modelId }, { signal, progress }) => model.load(modelId, signal, progress),
    unload: () => model.unload(),
    remove: ({ modelId }) => model.remove(modelId),
    generate: (input, { signal }) => model.generate(input, signal),
    rewrite: async (input, { signal }) => ({ question: await model.rewrite(input, signal) }),
  };
}

class LanguageModel {
  readonly #dependencies: LanguageModelDependencies;
  readonly #turns = new Turns();
  #library: Promise<WebLlmLibrary> | undefined;
  #session: EngineSession | undefined;
  #loading: SharedLoad | undefined;
  /** Ends the answer that is being written. */
  #writing: AbortController | undefined;

  constructor(dependencies: LanguageModelDependencies) {
    this.#dependencies = dependencies;
  }

  library(): Promise<WebLlmLibrary> {
    this.#library ??= this.#dependencies.loadLibrary().catch((error: unknown) => {
      this.#library = undefined;
      throw this.#failure(error);
    });
    return this.#library;
  }

  /** Loading a model that is being loaded joins that load: two at once would leave it mute. */
  load(modelId: string, signal: AbortSignal, report: (progress: ModelLoadProgress) => void): Promise<void> {
    if (this.#loading?.modelId !== modelId || this.#loading.isAborted) {
      const loading: SharedLoad = new SharedLoad(modelId, async (own, reportAll) => {
        const endTurn = await this.#turns.take(own);
        try {
          await this.#open(modelId, own, reportAll);
        } finally {
          if (this.#loading === loading) this.#loading = undefined;
          endTurn();
        }
      });
      this.#loading = loading;
    }
    return this.#loading.join(signal, report);
  }

  /** Ends whatever is under way first. */
  async unload(): Promise<void> {
    this.#loading?.abort();
    this.#writing?.abort();
    const endTurn = await this.#turns.take();
    try {
      await this.#close();
    } finally {
      endTurn();
    }
  }

  async remove(modelId: string): Promise<void> {
    if (this.#loading?.modelId === modelId) this.#loading.abort();
    if (this.#session?.modelId === modelId) this.#writing?.abort();
    const endTurn = await this.#turns.take();
    try {
      if (this.#session?.modelId === modelId) await this.#close();
      await (await this.library()).remove(modelId);
    } catch (error) {
      throw this.#failure(error);
    } finally {
      endTurn();
    }
  }

  async *generate(input: GenerateInput, signal: AbortSignal): AsyncGenerator<GenerateEvent, void, undefined> {
    const { either, end } = await this.#takePen(signal);
    try {
      const session = await this.#sessionOf(input.modelId, either);
      yield* streamAnswer(session, input, { signal: either, patience: this.#dependencies.patience });
    } finally {
      end();
    }
  }

  /** Only with a model that is there: to load one would take longer than the question is worth. */
  async rewrite(input: RewriteInput, signal: AbortSignal): Promise<string> {
    const { either, end } = await this.#takePen(signal);
    try {
      const session = this.#session;
      if (session?.modelId !== input.modelId || session.loss) {
        throw saying('model-load-failed', `${input.modelId} is not loaded`);
      }
      return await rewriteQuestion(session, input, {
        signal: either,
        patience: this.#dependencies.patience,
      });
    } finally {
      end();
    }
  }

  /** The turn to write, until `end` is called; `either` is aborted by the caller or by unloading. */
  async #takePen(signal: AbortSignal): Promise<{ either: AbortSignal; end: () => void }> {
    const endTurn = await this.#turns.take(signal);
    const writing = new AbortController();
    this.#writing = writing;
    const end = (): void => {
      this.#writing = undefined;
      endTurn();
    };
    return { either: AbortSignal.any([signal, writing.signal]), end };
  }

  /** The session of a loaded model. One that was lost with its device is opened again from what is stored here. */
  async #sessionOf(modelId: string, signal: AbortSignal): Promise<EngineSession> {
    if (this.#session?.modelId === modelId && !this.#session.loss) return this.#session;
    const installed = await (await this.library()).installedModels();
    if (!installed.has(modelId)) throw saying('model-load-failed', `${modelId} is not loaded`);
    return this.#open(modelId, signal, () => undefined);
  }

  async #open(
    modelId: string,
    signal: AbortSignal,
    report: (progress: ModelLoadProgress) => void,
  ): Promise<EngineSession> {
    if (this.#session?.modelId === modelId && !this.#session.loss) return this.#session;
    await this.#close();
    const { readSupport, isOnline } = this.#dependencies;
    try {
      const library = await this.library();
      const session = await openSession(modelId, {
        library,
        support: await readSupport(),
        isOnline,
        signal,
        report,
      });
      this.#session = session;
      return session;
    } catch (error) {
      throw this.#failure(error);
    }
  }

  async #close(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    await session?.close();
  }

  #failure(error: unknown): Error {
    return webLlmError(error, 'model-load-failed', { isOnline: this.#dependencies.isOnline() });
  }
}
