import type { WllamaLogger } from '@wllama/wllama';
import type { DeviceLoss } from '../../language-models/text-engine';

const keptLines = 4;
const fetching = /^Loading "[^"]+\.wasm" from /;

/**
 * What the library's worker says of itself. The library hands errors on as lines of a log only, the end of its worker
 * among them.
 */
export class NativeReport {
  /** Settles when the worker has said something. */
  readonly alive: Promise<void>;
  /** Settles when what runs in the worker has come to an end by itself. */
  readonly lost: Promise<DeviceLoss>;
  /** Rejects then. */
  readonly failed: Promise<never>;
  readonly logger: WllamaLogger;
  /** Called each time that the worker says something, and told whether it fetches the code that it runs next. */
  onSign: (isFetching: boolean) => void = () => undefined;
  #loss: DeviceLoss | undefined;
  #gpuLayers = 0;
  #lines: string[] = [];
  #lose: (loss: DeviceLoss) => void = () => undefined;

  constructor() {
    let live: () => void = () => undefined;
    this.alive = new Promise((resolve) => {
      live = resolve;
    });
    this.lost = new Promise((resolve) => {
      this.#lose = resolve;
    });
    this.failed = this.lost.then(({ message }) => {
      throw new Error(message);
    });
    // Not everybody waits for it.
    this.failed.catch(() => undefined);
    this.logger = {
      debug: (...said: unknown[]) => {
        live();
        this.onSign(fetching.test(said.join(' ')));
        this.#noteGpu(said);
      },
      log: (...said: unknown[]) => {
        this.onSign(false);
        this.#noteGpu(said);
      },
      warn: () => this.onSign(false),
      error: (...said: unknown[]) => {
        this.onSign(false);
        this.#hear(said);
      },
    };
  }

  /** How it ended; undefined while it has not. */
  get loss(): DeviceLoss | undefined {
    return this.#loss;
  }

  /** How many layers of the model the graphics processor computes. */
  get gpuLayers(): number {
    return this.#gpuLayers;
  }

  fail(message: string): void {
    const reason = /memory|bad_alloc|\bOOM\b/i.test(message) ? 'memory' : 'device';
    this.#loss ??= { reason, message };
    this.#lose(this.#loss);
  }

  /** What was said since this was last asked. */
  takeWords(): string {
    const words = this.#lines.join('; ');
    this.#lines = [];
    return words;
  }

  /** The library gives it in no other way. */
  #noteGpu(said: readonly unknown[]): void {
    const layers = /offloaded (\d+)\/\d+ layers to GPU/.exec(said.join(' '))?.[1];
    if (layers !== undefined) this.#gpuLayers = Number(layers);
  }

  #hear(said: readonly unknown[]): void {
    const [first] = said;
    // An event of the worker itself: its script could not be loaded, or threw outside of any call.
    if (first instanceof Event) {
      this.fail(
        first instanceof ErrorEvent && first.message !== '' ? first.message : 'its worker has failed',
      );
      return;
    }
    const line = said.map((each) => (each instanceof Error ? each.message : String(each))).join(' ');
    this.#lines = [...this.#lines, line].slice(-keptLines);
    if (line.startsWith('Stack trace (')) this.fail(this.#lines.join('; '));
  }
}
