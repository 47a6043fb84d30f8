import { expect, it } from 'vitest';
import { mayTakeOver } from '../../../../src/core/models/may-take-over';

const large = { id: 'large', engine: 'webllm', memoryBytes: 4e9 } as const;
const small = { id: 'small', engine: 'webllm', memoryBytes: 1e9 } as const;
const onProcessor = { id: 'file', engine: 'wllama', memoryBytes: 5e9 } as const;
const browsersOwn = { id: 'built-in', engine: 'built-in', memoryBytes: 0 } as const;

it('no model takes over from itself', () => {
  expect(mayTakeOver(large, large, 'model-load-failed')).toBe(false);
});

it('only a smaller model takes over where memory ran out, and one whose needs nobody tells', () => {
  expect(mayTakeOver(small, large, 'out-of-memory')).toBe(true);
  expect(mayTakeOver(large, small, 'out-of-memory')).toBe(false);
  expect(mayTakeOver(onProcessor, large, 'out-of-memory')).toBe(false);
  expect(mayTakeOver(browsersOwn, large, 'out-of-memory')).toBe(true);
});

it.each(['device-lost', 'worker-crashed'] as const)(
  'after %s a smaller model takes over, or one of another engine of any size',
  (code) => {
    expect(mayTakeOver(small, large, code)).toBe(true);
    expect(mayTakeOver(large, small, code)).toBe(false);
    expect(mayTakeOver(onProcessor, large, code)).toBe(true);
  },
);

it('without a graphics processor no other model of its engine is tried', () => {
  expect(mayTakeOver(small, large, 'webgpu-unavailable')).toBe(false);
  expect(mayTakeOver(onProcessor, large, 'webgpu-unavailable')).toBe(true);
});

it('any other model takes over from one that is damaged or unsound', () => {
  expect(mayTakeOver(large, small, 'model-damaged')).toBe(true);
  expect(mayTakeOver(large, small, 'model-unsound')).toBe(true);
});
