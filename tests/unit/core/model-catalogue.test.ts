import { prebuiltAppConfig } from '@mlc-ai/web-llm';
import { describe, expect, it } from 'vitest';
import {
  byRecommendation,
  estimateDownloadBytes,
  isAnswerModel,
  judgeModel,
  languagesOf,
  parseModelId,
  preferredVariants,
  type DeviceFacts,
  type ModelFacts,
  type Verdict,
} from '../../../src/core/model-catalogue';

const gibibyte = 2 ** 30;

const desktop: DeviceFacts = {
  features: ['shader-f16'],
  maxBufferBytes: 4 * gibibyte,
  maxStorageBindingBytes: 4 * gibibyte,
  maxWorkgroupStorageBytes: 32_768,
  maxWorkgroupInvocations: 1024,
  machineBytes: 8 * gibibyte,
};

function facts(change: Partial<ModelFacts> = {}): ModelFacts {
  return {
    id: 'Qwen2.5-1.5B-Instruct-q4f16_1-MLC',
    contextTokens: 4096,
    memoryBytes: 1.6 * gibibyte,
    suitsSmallDevices: true,
    features: [],
    ...change,
  };
}

describe('judging a model', () => {
  it('finds that a small one runs on an ordinary machine', () => {
    expect(judgeModel(facts(), desktop)).toEqual({ runs: true });
  });

  it.each<[string, Partial<ModelFacts>, Partial<DeviceFacts>, string]>([
    ['16-bit floats that the record does not name', {}, { features: [] }, 'needs-f16'],
    [
      '16-bit floats that it names',
      { id: 'a-q4f32_1-MLC', features: ['shader-f16'] },
      { features: [] },
      'needs-f16',
    ],
    ['another feature', { features: ['subgroups'] }, {}, 'needs-feature'],
    ['more shared memory than there is', {}, { maxWorkgroupStorageBytes: 16_384 }, 'needs-feature'],
    ['larger groups than there are', {}, { maxWorkgroupInvocations: 128 }, 'needs-feature'],
    ['a buffer that is too large', { bindingBytes: 2 * gibibyte }, {}, 'needs-memory'],
    ['buffers at all', {}, { maxBufferBytes: 2 ** 27 }, 'needs-memory'],
    ['a full-size device', { suitsSmallDevices: false }, { maxStorageBindingBytes: 2 ** 28 }, 'needs-memory'],
    [
      'more memory than a small machine has',
      { memoryBytes: 3 * gibibyte },
      { machineBytes: 4 * gibibyte },
      'needs-memory',
    ],
    ['more memory than any machine likely has', { memoryBytes: 30 * gibibyte }, {}, 'needs-memory'],
  ])('finds that it needs %s', (_, model, device, reason) => {
    expect(judgeModel(facts(model), { ...desktop, ...device })).toEqual({ runs: false, reason });
  });

  it('takes the largest figure that browsers tell for "at least so much"', () => {
    expect(judgeModel(facts({ memoryBytes: 9 * gibibyte }), desktop)).toEqual({ runs: true });
  });

  it('finds that nothing runs without an adapter', () => {
    expect(judgeModel(facts(), undefined)).toEqual({ runs: false, reason: 'needs-feature' });
  });
});

describe('reading a model id', () => {
  it.each([
    ['Qwen2.5-0.5B-Instruct-q4f16_1-MLC', 'Qwen2.5 0.5B'],
    ['Llama-3.2-1B-Instruct-q4f32_1-MLC', 'Llama 3.2 1B'],
    ['gemma-2-2b-it-q4f16_1-MLC', 'Gemma 2 2B'],
    ['gemma3-1b-it-q4f16_1-MLC', 'Gemma 3 1B'],
    ['Phi-3.5-mini-instruct-q4f16_1-MLC-1k', 'Phi 3.5 mini'],
    ['SmolLM2-360M-Instruct-q4f16_1-MLC', 'SmolLM2 360M'],
    ['Ministral-3-3B-Instruct-2512-BF16-q4f16_1-MLC', 'Ministral 3 3B'],
  ])('%s is %s to a reader', (id, name) => {
    expect(parseModelId(id).name).toBe(name);
  });

  it('names the languages that a family writes', () => {
    expect(languagesOf('Qwen3-4B-q4f16_1-MLC')).toEqual(['en', 'zh']);
    expect(languagesOf('Llama-3.2-1B-Instruct-q4f16_1-MLC')).toEqual(['en']);
  });
});

describe('the size of a download', () => {
  it.each([
    // Parameters × (4 bits + a 16-bit scale for each 32) and 12 MB besides.
    ['Qwen2.5-0.5B-Instruct-q4f16_1-MLC', 0.5e9 * (4.5 / 8) + 12e6],
    ['SmolLM2-360M-Instruct-q4f32_1-MLC', 0.36e9 * (5 / 8) + 12e6],
    ['SmolLM2-135M-Instruct-q0f16-MLC', 0.135e9 * 2 + 12e6],
    ['Phi-3.5-mini-instruct-q4f16_1-MLC', 3.82e9 * (4.5 / 8) + 12e6],
  ])('of %s follows from its parameters and bits', (id, bytes) => {
    expect(estimateDownloadBytes({ id, memoryBytes: 99e9 })).toBeCloseTo(bytes, -1);
  });

  it('is never more than what the model takes in memory', () => {
    expect(estimateDownloadBytes({ id: 'Huge-900B-q4f16_1-MLC', memoryBytes: 1e9 })).toBe(1e9 + 12e6);
  });
});

describe('the list', () => {
  const entry = (
    id: string,
    change: Partial<{ isInstalled: boolean; verdict: Verdict; memoryBytes: number }> = {},
  ) => ({
    id,
    memoryBytes: 2 * gibibyte,
    isInstalled: false,
    verdict: { runs: true } as Verdict,
    ...change,
  });
  const needsHalf: Verdict = { runs: false, reason: 'needs-f16' };
  const half = 'Qwen3-4B-q4f16_1-MLC';
  const single = 'Qwen3-4B-q4f32_1-MLC';

  it('shows of each model the variant for this device', () => {
    expect(preferredVariants([entry(single), entry(half)]).map(({ id }) => id)).toEqual([half]);
    const without = [entry(single), entry(half, { verdict: needsHalf })];
    expect(preferredVariants(without).map(({ id }) => id)).toEqual([single]);
  });

  it('always shows a variant that is installed', () => {
    const entries = [entry(half), entry(single, { isInstalled: true })];
    expect(preferredVariants(entries).map(({ id }) => id)).toEqual([half, single]);
  });

  it('begins with what runs, then with good small models', () => {
    const sorted = byRecommendation([
      entry('Llama-3.1-8B-Instruct-q4f16_1-MLC', { memoryBytes: 5.1 * gibibyte }),
      entry('TinyLlama-1.1B-Chat-v1.0-q4f16_1-MLC'),
      entry('Qwen3-8B-q4f16_1-MLC', { memoryBytes: 5.6 * gibibyte }),
      entry('Qwen3-0.6B-q4f16_1-MLC', { verdict: needsHalf }),
      entry('Qwen3-1.7B-q4f16_1-MLC'),
    ]);
    expect(sorted.map(({ id }) => parseModelId(id).name)).toEqual([
      'Qwen3 1.7B',
      'TinyLlama 1.1B v1.0',
      'Qwen3 8B',
      'Llama 3.1 8B',
      'Qwen3 0.6B',
    ]);
  });

  it('leaves out what is made for something else, or holds too little', () => {
    expect(isAnswerModel({ id: 'Qwen2.5-Coder-1.5B-Instruct-q4f16_1-MLC', contextTokens: 4096 })).toBe(false);
    expect(isAnswerModel({ id: 'DeepSeek-R1-Distill-Qwen-7B-q4f16_1-MLC', contextTokens: 4096 })).toBe(false);
    expect(isAnswerModel({ id: 'gemma-2-2b-it-q4f16_1-MLC-1k', contextTokens: 1024 })).toBe(false);
    expect(isAnswerModel({ id: 'gemma-2-2b-it-q4f16_1-MLC', contextTokens: 4096 })).toBe(true);
  });

  it('can read every id of the library', () => {
    for (const { model_id: id, model_type: type } of prebuiltAppConfig.model_list) {
      const { name, quantization } = parseModelId(id);
      expect(quantization, id).toMatch(/^q\df\d{2}/);
      expect(name, id).not.toMatch(/q\df|MLC|-/);
      const isShown = (type ?? 0) === 0 && isAnswerModel({ id, contextTokens: 4096 });
      // Some size can be read or is known, so that a download is not guessed from memory alone.
      if (isShown) expect(estimateDownloadBytes({ id, memoryBytes: 1e15 }), id).toBeLessThan(1e12);
    }
  });
});
