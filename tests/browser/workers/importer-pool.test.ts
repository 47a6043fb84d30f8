import { afterEach, expect, it, vi } from 'vitest';
import type { ImporterContract } from '../../../src/contracts/importer';
import { ImporterPool, Interrupted, type PoolTimes } from '../../../src/services/imports/importer-pool';
import { WorkerHandle } from '../../../src/services/workers';

const handle = new WorkerHandle<ImporterContract>(
  () => new Worker(new URL('../../fixtures/looping-importer.worker.ts', import.meta.url), { type: 'module' }),
);
const never = new AbortController().signal;

afterEach(() => {
  vi.useRealTimers();
  handle.stop();
});

function importing(
  pool: ImporterPool,
  documentId: string,
  { signal = never, onProgress = () => undefined }: { signal?: AbortSignal; onProgress?: () => void } = {},
) {
  const lease = pool.lease(documentId, 1);
  if (!lease) throw new Error('there is no room');
  const input = { documentId, contentId: documentId, modelPath: '/m' };
  return pool.import(lease, input, signal, onProgress).finally(() => pool.release(lease));
}

const poolWith = (times: Partial<PoolTimes>): ImporterPool => new ImporterPool([handle], times);

it('a worker that is caught in a document is ended: that one is too complex, the others are to be tried again', async () => {
  const [tickMs, deadTicks] = [50, 10];
  // Ticks come when the test says so, however busy the machine is.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const pool = poolWith({ tickMs, deadTicks });
  const caught = Promise.withResolvers<undefined>();
  const looping = expect(
    importing(pool, 'loop', { onProgress: () => caught.resolve(undefined) }),
  ).rejects.toMatchObject({
    code: 'too-complex',
  });
  const other = expect(importing(pool, 'other')).rejects.toBeInstanceOf(Interrupted);
  await caught.promise;
  // The first one asks for a sign of life.
  vi.advanceTimersByTime(tickMs * (deadTicks + 1));
  await looping;
  await other;
  const again = importing(pool, 'other');
  for (let tick = 0; tick < 2 * deadTicks; tick += 1) {
    vi.advanceTimersByTime(tickMs);
    // What the pool has asked is answered before this.
    await handle.client.call('ping', undefined);
  }
  expect(await again).toEqual({ kind: 'stored' });
});

it('a worker that does not hear of a cancellation is ended soon', async () => {
  const pool = poolWith({ cancelMs: 100 });
  await handle.client.call('ping', undefined);
  const { worker } = handle;
  const controller = new AbortController();
  const looping = importing(pool, 'loop', { signal: controller.signal }).catch((error: unknown) => error);
  const lease = pool.lease('watched', 1);
  await new Promise<void>((resolve) => {
    worker.addEventListener('message', ({ data }: MessageEvent<{ kind: string }>) => {
      if (data.kind === 'progress') resolve();
    });
  });
  controller.abort();
  expect(await looping).toMatchObject({ name: 'AbortError' });
  if (lease) pool.release(lease);
  await expect.poll(() => handle.isRunning && handle.worker === worker).toBe(false);
});
