import { expect, it } from 'vitest';
import { joinWorkers, partWorkers, Peer, serveWithPeers } from '../../../src/rpc/peers';
import type { Call, Port } from '../../../src/rpc/protocol';

type Greeter = { greet: Call<string, string>; hang: Call<void, void> };

/** A worker seen from outside and its scope seen from inside: the two ends of a channel. */
function fakeWorker(): { outside: Port; scope: Port; close: () => void } {
  const { port1, port2 } = new MessageChannel();
  port1.start();
  port2.start();
  return {
    outside: port1,
    scope: port2,
    close: () => {
      port1.close();
    },
  };
}

function startGreeter(greeting: string) {
  const worker = fakeWorker();
  serveWithPeers(worker.scope, {
    greet: (name: string) => Promise.resolve(`${greeting} ${name}`),
    hang: () => new Promise(() => undefined),
  });
  return worker;
}

it('a worker calls another over the port it was handed, also when it asked before', async () => {
  const caller = fakeWorker();
  const peer = new Peer<Greeter>(caller.scope, 'greeter');
  const answer = peer.client().then((client) => client.call('greet', 'Su Shi'));
  const greeter = startGreeter('Hello');
  joinWorkers(caller.outside, greeter.outside, 'greeter');
  await expect(answer).resolves.toBe('Hello Su Shi');
  caller.close();
  greeter.close();
});

it('calls open on a crashed peer are rejected when its successor is joined, and new ones reach it', async () => {
  const caller = fakeWorker();
  const peer = new Peer<Greeter>(caller.scope, 'greeter');
  const first = startGreeter('Hello');
  joinWorkers(caller.outside, first.outside, 'greeter');
  const open = (await peer.client()).call('hang', undefined);
  const second = startGreeter('Again');
  joinWorkers(caller.outside, second.outside, 'greeter');
  await expect(open).rejects.toMatchObject({ code: 'worker-crashed' });
  await expect((await peer.client()).call('greet', 'Mi Fu')).resolves.toBe('Again Mi Fu');
  for (const worker of [caller, first, second]) worker.close();
});

it('calls to a peer that cannot be started fail instead of waiting', async () => {
  const caller = fakeWorker();
  const peer = new Peer<Greeter>(caller.scope, 'greeter');
  const waiting = peer.client().then((client) => client.call('greet', 'x'));
  partWorkers(caller.outside, 'greeter');
  await expect(waiting).rejects.toMatchObject({ code: 'worker-crashed' });
  caller.close();
});
