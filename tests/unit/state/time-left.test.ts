import { describe, expect, it } from 'vitest';
import { remainingMs } from '../../../src/state/time-left';

const start = { stage: 'embedding', loaded: 100, atMs: 0 } as const;

describe('the time left of an import', () => {
  it('follows the pace so far', () => {
    expect(remainingMs(start, { stage: 'embedding', loaded: 300, total: 500 }, 4000)).toBe(4000);
  });

  it('is not told before there is something to go by', () => {
    expect(remainingMs(start, { stage: 'embedding', loaded: 300, total: 500 }, 500)).toBeUndefined();
    expect(remainingMs(start, { stage: 'embedding', loaded: 100, total: 500 }, 9000)).toBeUndefined();
    expect(remainingMs(start, { stage: 'embedding', loaded: 300, total: 0 }, 9000)).toBeUndefined();
    expect(remainingMs(undefined, { stage: 'embedding', loaded: 300, total: 500 }, 9000)).toBeUndefined();
  });

  it('is not told by the first hundredth of the stage, unless that took long', () => {
    const early = { stage: 'embedding', loaded: 110, total: 2000 } as const;
    expect(remainingMs(start, early, 3000)).toBeUndefined();
    expect(remainingMs(start, early, 20_000)).toBe(3_780_000);
  });

  it('is not told by the pace of another stage', () => {
    expect(remainingMs(start, { stage: 'storing', loaded: 300, total: 500 }, 9000)).toBeUndefined();
  });
});
