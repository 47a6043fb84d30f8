import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DeadlineError, settleWithin } from '../../../../workers/engines/extraction/deadline';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const never = new Promise<never>(() => undefined);
const { signal } = new AbortController();

it('gives the outcome of work that ends in time, good or bad', async () => {
  await expect(settleWithin(Promise.resolve(7), { milliseconds: 100, signal })).resolves.toBe(7);
  const failing = Promise.reject(new Error('bad page'));
  await expect(settleWithin(failing, { milliseconds: 100, signal })).rejects.toThrow('bad page');
  expect(vi.getTimerCount()).toBe(0);
});

it('gives up on work that does not end', async () => {
  const late = expect(settleWithin(never, { milliseconds: 100, signal })).rejects.toBeInstanceOf(
    DeadlineError,
  );
  vi.advanceTimersByTime(100);
  await late;
});

it('ends as soon as it is cancelled', async () => {
  const controller = new AbortController();
  const cancelled = settleWithin(never, { milliseconds: 100, signal: controller.signal });
  controller.abort();
  await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
  expect(vi.getTimerCount()).toBe(0);
});
