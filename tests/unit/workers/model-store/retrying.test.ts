import { expect, it } from 'vitest';
import { seededRandom } from '../../../../src/core/seeded-random';
import {
  backOffMs,
  isEnough,
  parseRetryAfter,
  RequestFailure,
} from '../../../../workers/model-store/retrying';

it('waits twice as long after each failure, with a chance part, and never longer than half a minute', () => {
  for (const [failures, longest] of [
    [1, 1000],
    [2, 2000],
    [5, 16_000],
    [9, 30_000],
  ] as const) {
    expect(backOffMs(failures, 1000, () => 0)).toBe(longest / 2);
    expect(backOffMs(failures, 1000, () => 1)).toBe(longest);
  }
  const random = seededRandom(1);
  const delays = new Set(Array.from({ length: 20 }, () => backOffMs(3, 1000, random)));
  expect(delays.size).toBe(20);
});

it('reads seconds and dates of a server that asks for a pause', () => {
  const now = Date.parse('2024-01-01T00:00:00Z');
  expect(parseRetryAfter('12', now)).toBe(12_000);
  expect(parseRetryAfter('Mon, 01 Jan 2024 00:00:30 GMT', now)).toBe(30_000);
  expect(parseRetryAfter('Sun, 31 Dec 2023 00:00:00 GMT', now)).toBe(0);
  expect(parseRetryAfter('soon', now)).toBeUndefined();
  expect(parseRetryAfter(null, now)).toBeUndefined();
});

it('gives up at once where a server will not change its mind, and otherwise after a bounded number of failures', () => {
  expect(isEnough(1, new RequestFailure('404', { patience: 'none' }))).toBe(true);
  expect(isEnough(3, new RequestFailure('unreachable', { patience: 'short' }))).toBe(false);
  expect(isEnough(4, new RequestFailure('unreachable', { patience: 'short' }))).toBe(true);
  expect(isEnough(7, new RequestFailure('cut', { patience: 'long' }))).toBe(false);
  expect(isEnough(8, new RequestFailure('cut', { patience: 'long' }))).toBe(true);
  expect(isEnough(1, new RequestFailure('429', { patience: 'long', waitMs: 3_600_000 }))).toBe(true);
});
