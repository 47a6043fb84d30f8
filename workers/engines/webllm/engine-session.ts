import type { DeviceLoss } from '../../language-models/text-engine';
import { codeOfLoss, saying, webLlmError } from './errors';
import type { EngineOptions, LibraryDeviceLoss, LoadedModel, WebLlmEngine } from './library';

/** An engine from its first load to its end: closed by us, or dead with its GPU device. */
export class EngineSession {
  readonly engine: WebLlmEngine;
  readonly modelId: string;
  /** Settles when the device is lost. */
  readonly lost: Promise<DeviceLoss>;
  #model: LoadedModel | undefined;
  #loss: LibraryDeviceLoss | undefined;
  #isClosing = false;
  #ending: Promise<void> | undefined;
  #onLoss: ((loss: LibraryDeviceLoss) => void)[] = [];

  constructor(modelId: string, createEngine: (onDeviceLost: EngineOptions['onDeviceLost']) => WebLlmEngine) {
    this.modelId = modelId;
    this.lost = new Promise((resolve) => {
      this.#onLoss.push((loss) => {
        resolve({
          reason: codeOfLoss(loss) === 'out-of-memory' ? 'memory' : 'device',
          message: loss.message,
        });
      });
    });
    this.engine = createEngine((loss) => {
      // Closing destroys the device as well.
      if (!this.#isClosing) this.declareLost(loss);
    });
  }

  get loss(): LibraryDeviceLoss | undefined {
    return this.#loss;
  }

  /** Set once the engine has loaded it. */
  get model(): LoadedModel {
    if (!this.#model) throw saying('model-load-failed', `${this.modelId} is not loaded`);
    return this.#model;
  }

  set model(model: LoadedModel) {
    this.#model = model;
  }

  /** Set while a reply that was stopped still computes its last token; settles when the engine is free. */
  get ending(): Promise<void> | undefined {
    return this.#ending;
  }

  /** `ending` never rejects. */
  waitFor(ending: Promise<void>): void {
    const own = ending.then(() => {
      if (this.#ending === own) this.#ending = undefined;
    });
    this.#ending = own;
  }

  declareLost(loss: LibraryDeviceLoss): void {
    if (this.#loss) return;
    this.#loss = loss;
    const waiting = this.#onLoss;
    this.#onLoss = [];
    for (const tell of waiting) tell(loss);
  }

  /** The outcome of `work`, or a failure as soon as the device is lost: what the engine does then may never end. */
  untilLost<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const fail = (): void => {
        reject(webLlmError(undefined, 'device-lost', this.#loss));
      };
      if (this.#loss) fail();
      else this.#onLoss.push(fail);
      work.then(resolve, reject).finally(() => {
        this.#onLoss = this.#onLoss.filter((other) => other !== fail);
      });
    });
  }

  async close(): Promise<void> {
    await this.#ending;
    this.#isClosing = true;
    const closing = this.engine.unload();
    // Without its device the engine may wait for ever or fail, and holds nothing any more.
    if (this.#loss) closing.catch(() => undefined);
    else await closing;
  }
}
