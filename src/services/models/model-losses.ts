import { AppError, isAbortError, toAppError } from '../../core/app-error';
import type { EngineId } from '../../core/conversation';
import type { OpenedAs } from '../../core/models/computing-device';
import type { LostModel } from '../../contracts/language-model';
import type { ModelChoice } from './model-choice';
import { toldByStatus, type ModelLoading } from './model-loading';
import type { ModelBoard, ModelParts } from './model-parts';

/** A model that is lost so often before it has answered once is not worth its place. */
const mostIdleLosses = 3;

/** What is to answer in the place of a lost model. */
export type Successor =
  | { readonly kind: 'model'; readonly id: string; readonly engine: Exclude<EngineId, 'extractive'> }
  | { readonly kind: 'quotes' };

interface Options {
  readonly parts: Pick<ModelParts, 'languageModel' | 'settings'>;
  readonly board: Pick<ModelBoard, 'status' | 'losses'>;
  readonly loading: ModelLoading;
  readonly choice: ModelChoice;
}

/**
 * What is done about models that are lost: one is started again, and given up when that is of no use. In automatic choice
 * the next one then takes its place.
 */
export class ModelLosses {
  readonly #options: Options;
  /** After a crash of the worker, since the model's last answer. */
  readonly #restarted = new Set<string>();
  /** Since the model's last answer. */
  readonly #idleLosses = new Map<string, number>();
  /** Settles when all is done about the model that was lost last. */
  #succession: Promise<void> = Promise.resolve();
  #isListening = false;

  constructor(options: Options) {
    this.#options = options;
    const { board, parts } = options;
    parts.languageModel.observeCrash((error) => this.#crashed(error));
    board.status.observe(({ status }) => {
      if (status === 'ready') void this.#listen();
    });
  }

  count(modelId: string): void {
    const { losses } = this.#options.board;
    losses.value = new Map([...losses.value, [modelId, (losses.value.get(modelId) ?? 0) + 1]]);
  }

  reopened(modelId: string, openedAs: OpenedAs): void {
    const { status } = this.#options.board;
    if (status.value.status !== 'ready' || status.value.modelId !== modelId) return;
    status.value = { ...status.value, ...openedAs };
  }

  answered(modelId: string): void {
    this.#restarted.delete(modelId);
    this.#idleLosses.delete(modelId);
  }

  /** It may be tried like any other, and is worth as many starts: its files are new, or the person wants it. */
  forgive(modelId: string): void {
    this.answered(modelId);
    this.#options.choice.forgive(modelId);
  }

  /**
   * A model was lost in an answer, and its worker could not bring it back. Resolves with what answers in its place, once
   * that is in memory; with nothing where the person chose that model and no other.
   */
  async successor(modelId: string, error: AppError): Promise<Successor | undefined> {
    const { board, parts, choice } = this.#options;
    // What is done about a crash has begun already.
    if (error.code !== 'worker-crashed') this.giveUp(modelId, error);
    await this.#succession;
    await choice.settled();
    const status = board.status.value;
    const { engine, modelId: chosenId } = parts.settings.current;
    if (engine === 'extractive') return { kind: 'quotes' };
    if (status.status === 'ready' && (engine === 'auto' || status.modelId === chosenId)) {
      return { kind: 'model', id: status.modelId, engine: status.engine };
    }
    return engine === 'model' ? undefined : { kind: 'quotes' };
  }

  /** It is not tried again while the page is open, unless the person asks for it. */
  giveUp(modelId: string, error: AppError): void {
    const { board, parts, choice } = this.#options;
    choice.setAside(modelId, error.code);
    const status = board.status.value;
    if (status.status === 'ready' && status.modelId === modelId) {
      board.status.value = { status: 'failed', modelId, error, isLost: true };
    }
    if (parts.settings.current.engine === 'auto') this.#succeed(this.#replace());
  }

  /** What is being started already comes first. */
  async #replace(): Promise<void> {
    const { board, choice } = this.#options;
    await choice.settled();
    if (board.status.value.status !== 'ready') await choice.choose();
  }

  /** The model went with its worker. It is started again, but once only: what ends its worker may do so each time. */
  #crashed(error: AppError): void {
    const status = this.#options.board.status.value;
    if (status.status !== 'ready') return;
    const { modelId } = status;
    this.count(modelId);
    if (this.#restarted.has(modelId)) this.giveUp(modelId, error);
    else {
      this.#restarted.add(modelId);
      this.#succeed(this.#restart(modelId));
    }
  }

  async #listen(): Promise<void> {
    if (this.#isListening) return;
    this.#isListening = true;
    try {
      for await (const loss of this.#options.parts.languageModel.losses()) this.#heard(loss);
    } catch (error) {
      // A crash of the worker is told of by itself.
      if (!(error instanceof AppError)) reportError(error);
    } finally {
      this.#isListening = false;
    }
  }

  /** Nobody waits for it: it is started again, so that nobody has to. */
  #heard({ modelId, code, message }: LostModel): void {
    const status = this.#options.board.status.value;
    this.count(modelId);
    if (status.status !== 'ready' || status.modelId !== modelId) return;
    const losses = (this.#idleLosses.get(modelId) ?? 0) + 1;
    this.#idleLosses.set(modelId, losses);
    if (losses >= mostIdleLosses) this.giveUp(modelId, new AppError(code, message));
    else this.#succeed(this.#restart(modelId));
  }

  async #restart(modelId: string): Promise<void> {
    const { board, parts, loading, choice } = this.#options;
    board.status.value = { status: 'none' };
    try {
      await loading.started(modelId);
    } catch (error) {
      this.#sayLost(modelId);
      if (isAbortError(error) || parts.settings.current.engine !== 'auto') throw error;
      choice.setAside(modelId, toAppError(error).code);
      await choice.choose();
    }
  }

  /** Of a start that failed: it was in memory before. */
  #sayLost(modelId: string): void {
    const { status } = this.#options.board;
    const failed = status.value;
    if (failed.status === 'failed' && failed.modelId === modelId) status.value = { ...failed, isLost: true };
  }

  #succeed(work: Promise<void>): void {
    this.#succession = toldByStatus(work).catch(reportError);
  }
}
