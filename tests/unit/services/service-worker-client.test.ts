import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { applyUpdate, observeUpdate, workerReady } from '../../../src/services/service-worker-client';

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

it('a worker whose script never arrives keeps nobody from the app', async () => {
  let isReady = false;
  void workerReady(30_000).then(() => (isReady = true));
  await vi.advanceTimersByTimeAsync(29_999);
  expect(isReady).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(isReady).toBe(true);
});

it('a worker that never comes into control keeps nobody from the app', async () => {
  let isReady = false;
  void workerReady(30_000).then(() => (isReady = true));
  await vi.advanceTimersByTimeAsync(20_000);
  container.settle(installing());
  await vi.advanceTimersByTimeAsync(9999);
  expect(isReady).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(isReady).toBe(true);
});

it('the app goes on as soon as the worker is in control', async () => {
  let isReady = false;
  void workerReady(30_000).then(() => (isReady = true));
  container.settle(installing());
  await vi.advanceTimersByTimeAsync(1000);
  expect(isReady).toBe(false);
  container.controller = {};
  container.dispatchEvent(new Event('controllerchange'));
  await vi.advanceTimersByTimeAsync(0);
  expect(isReady).toBe(true);
});

it('a new version is asked to take over until it does, and then the page is loaded again', async () => {
  const reload = vi.fn();
  vi.stubGlobal('location', { reload });
  const postMessage = vi.fn();
  const waiting = { state: 'installed', postMessage };
  let status = '';
  observeUpdate((update) => (status = update.status));
  container.controller = {};
  void workerReady();
  container.settle(Object.assign(new EventTarget(), { installing: null, active: {}, waiting }));
  await vi.advanceTimersByTimeAsync(0);
  expect(status).toBe('waiting');
  expect(postMessage).not.toHaveBeenCalled();
  applyUpdate();
  applyUpdate();
  expect(postMessage.mock.calls).toEqual([['activate']]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(postMessage).toHaveBeenCalledTimes(2);
  waiting.state = 'activating';
  await vi.advanceTimersByTimeAsync(1000);
  expect(postMessage).toHaveBeenCalledTimes(2);
  expect(reload).not.toHaveBeenCalled();
  container.dispatchEvent(new Event('controllerchange'));
  expect(reload).toHaveBeenCalled();
});
