import { AppError } from '../core/app-error';
import { RpcClient } from './client';
import type { Contract, Port } from './protocol';
import { serve } from './server';

/**
 * Workers also talk to each other, so that document text never passes through the main thread.
 * The main thread owns every worker and hands out the ports: `connect` gives a worker a caller,
 * `peer` gives it something to call.
 */
type WiringMessage =
  | { kind: 'connect'; port: MessagePort }
  | { kind: 'peer'; name: string; port: MessagePort }
  | { kind: 'peer-gone'; name: string };

/** Joins two workers: after it, `caller` can call the contract that `callee` serves, by `name`. */
export function joinWorkers(caller: Port, callee: Port, name: string): void {
  const { port1, port2 } = new MessageChannel();
  callee.postMessage({ kind: 'connect', port: port1 } satisfies WiringMessage, [port1]);
  caller.postMessage({ kind: 'peer', name, port: port2 } satisfies WiringMessage, [port2]);
}

/** Lets a worker call what the page itself serves, by `name`. */
export function offerToWorker(caller: Port, procedures: Contract, name: string): void {
  const { port1, port2 } = new MessageChannel();
  serve(port1, procedures);
  caller.postMessage({ kind: 'peer', name, port: port2 } satisfies WiringMessage, [port2]);
}

/** Tells `caller` that `name` cannot be started; its calls fail until a new port comes. */
export function partWorkers(caller: Port, name: string): void {
  caller.postMessage({ kind: 'peer-gone', name } satisfies WiringMessage, []);
}

/** Serves the worker's own scope and every port that is connected later. */
export function serveWithPeers(scope: Port, procedures: Contract): void {
  scope.addEventListener('message', (event) => {
    const message = event.data as WiringMessage | null;
    if (message?.kind === 'connect') serve(message.port, procedures);
  });
  serve(scope, procedures);
}

/**
 * The calling end of a peer that may not be joined yet, or be joined again after it crashed:
 * a new port ends the calls that were open on the old one.
 */
export class Peer<C extends Contract> {
  #client: Promise<RpcClient<C>>;

  constructor(scope: Port, name: string) {
    let resolveFirst: (client: RpcClient<C>) => void = () => undefined;
    this.#client = new Promise((resolve) => {
      resolveFirst = resolve;
    });
    let current: RpcClient<C> | undefined;
    scope.addEventListener('message', (event) => {
      const message = event.data as WiringMessage | null;
      if (message?.kind !== 'peer' && message?.kind !== 'peer-gone') return;
      if (message.name !== name) return;
      current?.fail(new AppError('worker-crashed', `${name} has ended`));
      current = message.kind === 'peer' ? new RpcClient<C>(message.port) : failedClient();
      this.#client = Promise.resolve(current);
      resolveFirst(current);
    });
  }

  client(): Promise<RpcClient<C>> {
    return this.#client;
  }
}

function failedClient<C extends Contract>(): RpcClient<C> {
  const client = new RpcClient<C>(new MessageChannel().port1);
  client.fail(new AppError('worker-crashed', 'the worker could not be started'));
  return client;
}
