import { describe, expect, it } from 'vitest';
import type { DeviceProfile, GpuFacts } from '../../../../src/core/models/device-profile';
import { judgeModel, type ModelNeeds } from '../../../../src/core/models/judge-model';

const gibibyte = 2 ** 30;

const gpu: GpuFacts = {
  features: ['shader-f16'],
  maxBufferBytes: 4 * gibibyte,
  maxStorageBindingBytes: 4 * gibibyte,
  maxWorkgroupStorageBytes: 32_768,
  maxWorkgroupInvocations: 1024,
};
const desktop: DeviceProfile = { gpu, threads: 8, memoryBytes: 8 * gibibyte };

function needs(change: Partial<ModelNeeds> = {}): ModelNeeds {
  return {
    id: 'Qwen2.5-1.5B-Instruct-q4f16_1-MLC',
    engine: 'webllm',
    downloadBytes: 0.9e9,
    memoryBytes: 1.6 * gibibyte,
    isStored: false,
    isLowResource: true,
    ...change,
  };
}

describe('judging a model that runs on the graphics processor', () => {
  it('finds that a small one runs on an ordinary machine', () => {
    expect(judgeModel(needs(), desktop)).toEqual({ runs: true });
  });

  it.each<[string, Partial<ModelNeeds>, Partial<GpuFacts>, Partial<DeviceProfile>, string]>([
    ['16-bit floats that the record does not name', {}, { features: [] }, {}, 'needs-f16'],
    [
      '16-bit floats that it names',
      { id: 'a-q4f32_1-MLC', features: ['shader-f16'] },
      { features: [] },
      {},
      'needs-f16',
    ],
    ['another feature', { features: ['subgroups'] }, {}, {}, 'needs-feature'],
    ['more shared memory than there is', {}, { maxWorkgroupStorageBytes: 16_384 }, {}, 'needs-feature'],
    ['larger groups than there are', {}, { maxWorkgroupInvocations: 128 }, {}, 'needs-feature'],
    ['a buffer that is too large', { bindingBytes: 2 * gibibyte }, {}, {}, 'needs-memory'],
    ['buffers at all', {}, { maxBufferBytes: 2 ** 27 }, {}, 'needs-memory'],
    ['a full-size device', { isLowResource: false }, { maxStorageBindingBytes: 2 ** 28 }, {}, 'needs-memory'],
    [
      'more memory than a small machine has',
      { memoryBytes: 3 * gibibyte },
      {},
      { memoryBytes: 4 * gibibyte },
      'needs-memory',
    ],
    ['more memory than any machine likely has', { memoryBytes: 30 * gibibyte }, {}, {}, 'needs-memory'],
    ['more storage than is left', {}, {}, { freeStorageBytes: 0.5e9 }, 'needs-storage'],
    [
      'another device, since it failed its test here',
      { selfTest: { passed: false } },
      {},
      {},
      'failed-self-test',
    ],
  ])('finds that it needs %s', (_, model, gpuChange, change, reason) => {
    const device = { ...desktop, gpu: { ...gpu, ...gpuChange }, ...change };
    expect(judgeModel(needs(model), device)).toEqual({ runs: false, reason });
  });

  it('takes the largest figure that browsers used to tell for "at least so much"', () => {
    expect(judgeModel(needs({ memoryBytes: 9 * gibibyte }), desktop)).toEqual({ runs: true });
  });

  it('says where memory will be tight', () => {
    const device = { ...desktop, memoryBytes: 4 * gibibyte };
    expect(judgeModel(needs({ memoryBytes: 2.5 * gibibyte }), device)).toEqual({
      runs: true,
      caution: 'tight-memory',
    });
  });

  it.each(['google swiftshader', 'mesa llvmpipe', 'Microsoft Basic Render Driver'])(
    'says that %s is slow, which is a program on the processor',
    (description) => {
      const device = { ...desktop, gpu: { ...gpu, description } };
      expect(judgeModel(needs(), device)).toEqual({ runs: true, caution: 'slow' });
      expect(judgeModel(needs({ memoryBytes: 9 * gibibyte }), device)).toEqual({
        runs: true,
        caution: 'slow',
      });
    },
  );

  it('finds that nothing runs without an adapter', () => {
    expect(judgeModel(needs(), { threads: 8 })).toEqual({ runs: false, reason: 'needs-webgpu' });
  });

  it('asks no storage for what is stored', () => {
    expect(judgeModel(needs({ isStored: true }), { ...desktop, freeStorageBytes: 0 })).toEqual({
      runs: true,
    });
  });
});

describe('judging a model that runs on the processor', () => {
  const gguf = (change: Partial<ModelNeeds> = {}): ModelNeeds =>
    needs({ id: 'a/b/c', engine: 'wllama', downloadBytes: 0.5e9, memoryBytes: 0.9e9, ...change });

  it('needs no graphics processor', () => {
    expect(judgeModel(gguf(), { threads: 4 })).toEqual({ runs: true });
  });

  it('is slow on one thread', () => {
    expect(judgeModel(gguf(), { threads: 1 })).toEqual({ runs: true, caution: 'slow' });
  });

  it('is slow where it is large for its threads', () => {
    expect(judgeModel(gguf({ downloadBytes: 1.5e9, memoryBytes: 1.9e9 }), { threads: 2 })).toEqual({
      runs: true,
      caution: 'slow',
    });
  });

  it('is slow and tight where both hold', () => {
    const model = gguf({ downloadBytes: 2.3e9, largestFileBytes: 2.3e9, memoryBytes: 2.5e9 });
    expect(judgeModel(model, { threads: 2 })).toEqual({ runs: true, caution: 'slow-and-tight' });
  });

  it('warns of a file above 2 GiB', () => {
    const model = gguf({ downloadBytes: 2.3e9, largestFileBytes: 2.3e9, memoryBytes: 2.5e9 });
    expect(judgeModel(model, { threads: 16 })).toEqual({ runs: true, caution: 'tight-memory' });
  });

  it('does not run beyond what WebAssembly addresses, however large the machine', () => {
    const model = gguf({ memoryBytes: 4.5 * gibibyte });
    expect(judgeModel(model, { threads: 16, memoryBytes: 32 * gibibyte })).toEqual({
      runs: false,
      reason: 'needs-memory',
    });
  });
});

it('the built-in model runs where the browser has one', () => {
  const builtIn = needs({ engine: 'built-in', downloadBytes: 0, memoryBytes: 0 });
  expect(judgeModel(builtIn, { threads: 4 })).toEqual({ runs: false, reason: 'needs-feature' });
  expect(judgeModel(builtIn, { threads: 4, builtIn: 'available' })).toEqual({ runs: true });
});
