import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LookedAt } from '../../../src/state/looked-at';

let waiting: Set<string>;
let asked: (readonly string[])[];
let lookedAt: LookedAt;

beforeEach(() => {
  vi.useFakeTimers();
  waiting = new Set(['a', 'b', 'c']);
  asked = [];
  lookedAt = new LookedAt(
    (id) => waiting.has(id),
    (ids) => asked.push(ids),
  );
});

afterEach(() => {
  vi.useRealTimers();
});

it('asks for the rows that a person stopped at, not for those passed on the way', () => {
  lookedAt.see(['a']);
  lookedAt.see(['b', 'ready', 'c']);
  vi.runAllTimers();
  expect(asked).toEqual([['b', 'c']]);
});

it('asks for the opened document before all rows', () => {
  lookedAt.see(['a', 'b']);
  lookedAt.open('c');
  vi.runAllTimers();
  expect(asked).toEqual([['c', 'a', 'b']]);
});

it('does not ask for the same again, nor for nothing', () => {
  lookedAt.see(['a']);
  vi.runAllTimers();
  lookedAt.see(['a', 'ready']);
  vi.runAllTimers();
  lookedAt.see(['ready']);
  vi.runAllTimers();
  expect(asked).toEqual([['a']]);
});
