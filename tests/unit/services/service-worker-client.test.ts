import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { workerReady } from '../../../src/services/service-worker-client';

/** A page that is isolated already. */
class Page extends EventTarget {
  readonly isSecureContext = true;
}

/** The browser's end of it, with a registration that each test settles. */
class Container extends EventTarget {
  controller: object | null = null;
  settle: (registration: unknown) => void = () => undefined;

  register(): Promise<unknown> {
    return new Promise((resolve) => {
      this.settle = resolve;
    });
  }
}

let container: Container;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubEnv('PROD', true);
  container = new Container();
  vi.stubGlobal('navigator', { serviceWorker: container });
  vi.stubGlobal('window', new Page());
  vi.stubGlobal('document', new EventTarget());
  vi.stubGlobal('crossOriginIsolated', true);
  vi.stubGlobal('sessionStorage', { removeItem: () => undefined });
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** Of a worker that is still being installed. */
const installing = () => Object.assign(new EventTarget(), { installing: new EventTarget(), active: null });

/** Waits for the worker, no longer than half a minute. */
function startWaiting() {
  const waiting = { isOver: false };
  void workerReady(30_000).then(() => (waiting.isOver = true));
  return waiting;
}

it('a worker whose script never arrives keeps nobody from the app', async () => {
  const waiting = startWaiting();
  await vi.advanceTimersByTimeAsync(29_999);
  expect(waiting.isOver).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(waiting.isOver).toBe(true);
});

it('a worker that never comes into control keeps nobody from the app', async () => {
  const waiting = startWaiting();
  await vi.advanceTimersByTimeAsync(20_000);
  container.settle(installing());
  await vi.advanceTimersByTimeAsync(9999);
  expect(waiting.isOver).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(waiting.isOver).toBe(true);
});

it('the app goes on as soon as the worker is in control', async () => {
  const waiting = startWaiting();
  container.settle(installing());
  await vi.advanceTimersByTimeAsync(1000);
  expect(waiting.isOver).toBe(false);
  container.controller = {};
  container.dispatchEvent(new Event('controllerchange'));
  await vi.advanceTimersByTimeAsync(0);
  expect(waiting.isOver).toBe(true);
});

/** Of a new version that waits to be accepted. */
async function offered() {
  vi.resetModules();
  const client = await import('../../../src/services/service-worker-client');
  const reload = vi.fn();
  vi.stubGlobal('location', { reload });
  const waiting = { state: 'installed', postMessage: vi.fn() };
  container.controller = {};
  void client.workerReady();
  container.settle(Object.assign(new EventTarget(), { installing: null, active: {}, waiting }));
  await vi.advanceTimersByTimeAsync(0);
  const statuses: string[] = [];
  client.observeUpdate(({ status }) => statuses.push(status));
  expect(statuses).toEqual(['waiting']);
  expect(waiting.postMessage).not.toHaveBeenCalled();
  return { apply: client.applyUpdate, waiting, reload, statuses };
}

it('the page is loaded again once, when the new version that was accepted has taken over', async () => {
  const { apply, waiting, reload, statuses } = await offered();
  apply();
  apply();
  expect(waiting.postMessage.mock.calls).toEqual([['activate']]);
  await vi.advanceTimersByTimeAsync(5000);
  expect(reload).not.toHaveBeenCalled();
  container.dispatchEvent(new Event('controllerchange'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(reload).toHaveBeenCalledOnce();
  expect(statuses).toEqual(['waiting']);
});

it('the page is loaded again also where the new version is kept waiting, or is gone', async () => {
  const kept = await offered();
  kept.apply();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(kept.reload).toHaveBeenCalledOnce();
  const gone = await offered();
  gone.waiting.state = 'redundant';
  gone.apply();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(gone.reload).toHaveBeenCalledOnce();
  expect(gone.waiting.postMessage).not.toHaveBeenCalled();
});
