import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { hasUsableGpu } from '../../../../workers/engines/wllama/gpu-choice';
import { readGpuSupport } from '../../../../workers/engines/webllm/gpu-support';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('a graphics driver that never answers is taken for none, and no model waits for it for ever', async () => {
  vi.stubGlobal('navigator', { gpu: { requestAdapter: () => new Promise(() => undefined) } });
  vi.stubGlobal('WebAssembly', { Suspending: Object });
  const told: unknown[] = [];
  void readGpuSupport().then((support) => told.push(support));
  void hasUsableGpu().then((isUsable) => told.push(isUsable));
  await vi.advanceTimersByTimeAsync(29_000);
  expect(told).toEqual([]);
  await vi.advanceTimersByTimeAsync(2000);
  expect(told).toContainEqual({ status: 'absent', reason: 'no-adapter' });
  expect(told).toContain(false);
});
