import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchSilence } from '../../../../workers/language-models/silence';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

it('silence is heard once it has lasted long enough', () => {
  const onSilence = vi.fn();
  watchSilence(4500, onSilence);
  vi.advanceTimersByTime(4499);
  expect(onSilence).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(onSilence).toHaveBeenCalledOnce();
});

it('silence is not heard when the watch has ended', () => {
  const onSilence = vi.fn();
  const end = watchSilence(2000, onSilence);
  vi.advanceTimersByTime(1500);
  end();
  vi.advanceTimersByTime(60_000);
  expect(onSilence).not.toHaveBeenCalled();
});

it('a machine that slept for hours is given the whole time again', () => {
  const onSilence = vi.fn();
  watchSilence(5000, onSilence);
  vi.advanceTimersByTime(3000);
  // The lid is closed: the clock goes on, the timers do not.
  const now = performance.now.bind(performance);
  const sleepMs = 8 * 3600 * 1000;
  vi.spyOn(performance, 'now').mockImplementation(() => now() + sleepMs);
  vi.advanceTimersByTime(5999);
  expect(onSilence).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(onSilence).toHaveBeenCalledOnce();
});
