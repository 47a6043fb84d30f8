import { afterEach, expect, it } from 'vitest';
import type { ImporterContract } from '../../../src/contracts/importer';
import { ImporterPool, Interrupted, type PoolTimes } from '../../../src/services/imports/importer-pool';
import { WorkerHandle } from '../../../src/services/workers';

const handle = new WorkerHandle<ImporterContract>(
  () => new Worker(new URL('../../fixtures/looping-importer.worker.ts', import.meta.url), { type: 'module' }),
);
const never = new AbortController().signal;

afterEach(() => {
  handle.stop();
});

function importing(pool: ImporterPool, documentId: string, signal = never) {
  const lease = pool.lease(documentId, 1);
  if (!lease) throw new Error('there is no room');
  const input = { documentId, contentId: documentId, modelPath: '/m' };
  return pool.import(lease, input, signal, () => undefined).finally(() => pool.release(lease));
}

const poolWith = (times: Partial<PoolTimes>): ImporterPool => new ImporterPool([handle], times);

it('a worker that is caught in a document is ended: that one is too complex, the others are to be tried again', async () => {
  const pool = poolWith({ tickMs: 50, deadTicks: 10 });
  await handle.client.call('ping', undefined);
  const looping = importing(pool, 'loop');
  const other = importing(pool, 'other');
  await expect(looping).rejects.toMatchObject({ code: 'too-complex' });
  await expect(other).rejects.toBeInstanceOf(Interrupted);
  await handle.client.call('ping', undefined);
  expect(await importing(pool, 'other')).toEqual({ kind: 'stored' });
});

it('a worker that does not hear of a cancellation is ended soon', async () => {
  const pool = poolWith({ cancelMs: 100 });
  await handle.client.call('ping', undefined);
  const { worker } = handle;
  const controller = new AbortController();
  const looping = importing(pool, 'loop', controller.signal).catch((error: unknown) => error);
  const lease = pool.lease('watched', 1);
  await new Promise<void>((resolve) => {
    worker.addEventListener('message', ({ data }: MessageEvent<{ kind: string }>) => {
      if (data.kind === 'progress') resolve();
    });
  });
  controller.abort();
  expect(await looping).toMatchObject({ name: 'AbortError' });
  if (lease) pool.release(lease);
  await expect.poll(() => handle.isRunning && handle.worker === worker, { timeout: 5000 }).toBe(false);
});
