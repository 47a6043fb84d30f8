import { isAbortError, toAppError } from '../core/app-error';
import {
  transfersOf,
  type CallContext,
  type ClientMessage,
  type Contract,
  type Failure,
  type Port,
  type ServerMessage,
} from './protocol';

/** Answers calls that arrive on `port` until `stop` is called. Says `ready` at once. */
export function serve(port: Port, procedures: Contract): { stop: () => void } {
  const running = new Map<number, RunningCall>();

  const onMessage = (event: MessageEvent): void => {
    const message = event.data as ClientMessage | null;
    // A worker's own scope also receives messages that are not calls (its peers' ports).
    if (message === null) return;
    if (message.kind === 'cancel') running.get(message.id)?.cancel();
    if (message.kind === 'pull') running.get(message.id)?.addCredit(message.credit);
    if (message.kind === 'call') void start(message);
  };

  async function start({ id, method, input, credit }: ClientMessage & { kind: 'call' }): Promise<void> {
    const call = new RunningCall(credit);
    running.set(id, call);
    try {
      if (!Object.hasOwn(procedures, method)) throw new Error(`no procedure named ${method}`);
      const procedure = procedures[method] as unknown as (
        input: unknown,
        context: CallContext<unknown>,
      ) => unknown;
      const outcome = procedure(input, {
        signal: call.signal,
        progress: (value) => {
          send({ kind: 'progress', id, value });
        },
      });
      if (isAsyncIterable(outcome)) {
        for await (const value of outcome) {
          if (call.signal.aborted) break;
          send({ kind: 'item', id, value }, transfersOf(value));
          await call.spendCredit();
        }
        call.signal.throwIfAborted();
        send({ kind: 'result', id, value: undefined });
      } else {
        const value = await outcome;
        call.signal.throwIfAborted();
        send({ kind: 'result', id, value }, transfersOf(value));
      }
    } catch (error) {
      send({ kind: 'failure', id, failure: failureOf(error, call.signal) });
    } finally {
      running.delete(id);
    }
  }

  function send(message: ServerMessage, transfer: Transferable[] = []): void {
    port.postMessage(message, transfer);
  }

  port.addEventListener('message', onMessage);
  port.start?.();
  send({ kind: 'ready' });

  return {
    stop: () => {
      port.removeEventListener('message', onMessage);
      for (const call of running.values()) call.cancel();
    },
  };
}

function failureOf(error: unknown, signal: AbortSignal): Failure {
  if (signal.aborted || isAbortError(error)) return { kind: 'aborted' };
  const { code, message, detail } = toAppError(error);
  return { kind: 'error', code, message, ...(detail ? { detail } : {}) };
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** One call's cancellation, and for streams the number of items that the client still wants. */
class RunningCall {
  readonly #controller = new AbortController();
  #credit: number;
  #wake: (() => void) | undefined;

  constructor(credit: number) {
    this.#credit = credit;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  cancel(): void {
    this.#controller.abort();
    this.#wake?.();
  }

  addCredit(credit: number): void {
    this.#credit += credit;
    this.#wake?.();
  }

  async spendCredit(): Promise<void> {
    this.#credit -= 1;
    while (this.#credit <= 0 && !this.signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
