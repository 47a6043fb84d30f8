import { AppError } from '../core/app-error';
import {
  transfersOf,
  type CallNames,
  type ClientMessage,
  type Contract,
  type Failure,
  type InputOf,
  type ItemOf,
  type OutputOf,
  type Port,
  type ProgressOf,
  type ServerMessage,
  type StreamNames,
} from './protocol';

export interface CallOptions<Progress> {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** How many items of a stream may be on their way before the consumer has taken them. */
const streamWindow = 32;
/** Taken items are acknowledged so many at a time: a message for each would cost as much as the item. */
const itemsPerPull = streamWindow / 4;

interface Pending {
  onItem?: (value: unknown) => void;
  onProgress?: ((value: unknown) => void) | undefined;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/**
 * The calling end of a port. Calls made before the other end is ready wait for it;
 * after `fail` every open and later call is rejected with that error.
 */
export class RpcClient<C extends Contract> {
  readonly #port: Port;
  readonly #pending = new Map<number, Pending>();
  #unsent: { message: ClientMessage; transfer: Transferable[] }[] = [];
  #isReady = false;
  #failure: AppError | undefined;
  #nextId = 1;

  constructor(port: Port) {
    this.#port = port;
    port.addEventListener('message', this.#onMessage);
    port.start?.();
  }

  /** True once the other end has said that it listens. */
  get isReady(): boolean {
    return this.#isReady;
  }

  call<K extends CallNames<C>>(
    method: K,
    input: InputOf<C[K]>,
    options: CallOptions<ProgressOf<C[K]>> = {},
  ): Promise<OutputOf<C[K]>> {
    return new Promise((resolve, reject) => {
      this.#start(method, input, options, { resolve: resolve as Pending['resolve'], reject });
    });
  }

  async *stream<K extends StreamNames<C>>(
    method: K,
    input: InputOf<C[K]>,
    options: CallOptions<ProgressOf<C[K]>> = {},
  ): AsyncGenerator<ItemOf<C[K]>, void, undefined> {
    const items: unknown[] = [];
    let taken = 0;
    let end: { error?: unknown } | undefined;
    let wake = (): void => undefined;
    const { id, cancel } = this.#start(method, input, options, {
      onItem: (value) => {
        items.push(value);
        wake();
      },
      resolve: () => {
        end = {};
        wake();
      },
      reject: (error) => {
        end = { error };
        wake();
      },
    });
    try {
      for (;;) {
        while (items.length > 0) {
          // What had arrived before the abort is no longer wanted.
          if (options.signal?.aborted) throw new DOMException('The call was cancelled.', 'AbortError');
          const item = items.shift() as ItemOf<C[K]>;
          taken += 1;
          if (taken === itemsPerPull) {
            this.#send({ kind: 'pull', id, credit: taken });
            taken = 0;
          }
          yield item;
        }
        if (end) {
          if ('error' in end) throw end.error;
          return;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    } finally {
      cancel();
    }
  }

  /** Ends every open and later call with `error`: the other end crashed or was closed. */
  fail(error: AppError): void {
    if (this.#failure) return;
    this.#failure = error;
    this.#port.removeEventListener('message', this.#onMessage);
    this.#unsent = [];
    const open = [...this.#pending.values()];
    this.#pending.clear();
    for (const call of open) call.reject(error);
  }

  #start(
    method: string,
    input: unknown,
    { signal, onProgress }: CallOptions<never>,
    pending: Pending,
  ): { id: number; cancel: () => void } {
    const id = this.#nextId++;
    const cancel = (): void => {
      if (!this.#pending.delete(id)) return;
      signal?.removeEventListener('abort', onAbort);
      this.#send({ kind: 'cancel', id });
    };
    const onAbort = (): void => {
      cancel();
      pending.reject(new DOMException('The call was cancelled.', 'AbortError'));
    };
    if (this.#failure || signal?.aborted) {
      pending.reject(this.#failure ?? new DOMException('The call was cancelled.', 'AbortError'));
      return { id, cancel };
    }
    signal?.addEventListener('abort', onAbort, { once: true });
    this.#pending.set(id, {
      ...pending,
      onProgress: onProgress as Pending['onProgress'],
      resolve: (value) => {
        signal?.removeEventListener('abort', onAbort);
        pending.resolve(value);
      },
      reject: (error) => {
        signal?.removeEventListener('abort', onAbort);
        pending.reject(error);
      },
    });
    this.#send({ kind: 'call', id, method, input, credit: streamWindow }, transfersOf(input));
    return { id, cancel };
  }

  #send(message: ClientMessage, transfer: Transferable[] = []): void {
    if (this.#failure) return;
    if (!this.#isReady) {
      this.#unsent.push({ message, transfer });
      return;
    }
    try {
      this.#port.postMessage(message, transfer);
    } catch (error) {
      // An input that cannot be cloned must end its own call, not hang it.
      const open = this.#pending.get(message.id);
      this.#pending.delete(message.id);
      open?.reject(error);
    }
  }

  readonly #onMessage = (event: MessageEvent): void => {
    const message = event.data as ServerMessage;
    if (message.kind === 'ready') {
      this.#isReady = true;
      const waiting = this.#unsent;
      this.#unsent = [];
      for (const { message: unsent, transfer } of waiting) this.#send(unsent, transfer);
      return;
    }
    const call = this.#pending.get(message.id);
    if (!call) return;
    if (message.kind === 'progress') call.onProgress?.(message.value);
    if (message.kind === 'item') call.onItem?.(message.value);
    if (message.kind === 'result') {
      this.#pending.delete(message.id);
      call.resolve(message.value);
    }
    if (message.kind === 'failure') {
      this.#pending.delete(message.id);
      call.reject(errorOf(message.failure));
    }
  };
}

function errorOf(failure: Failure): Error {
  return failure.kind === 'aborted'
    ? new DOMException('The call was cancelled.', 'AbortError')
    : new AppError(failure.code, failure.message, { detail: failure.detail });
}
