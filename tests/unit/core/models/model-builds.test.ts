import { describe, expect, it } from 'vitest';
import type { CatalogueEntry } from '../../../../src/core/models/catalogue-entry';
import { groupBuilds, weightBits } from '../../../../src/core/models/model-builds';

function entry(change: Partial<CatalogueEntry>): CatalogueEntry {
  return {
    id: 'Qwen3-1.7B-q4f16_1-MLC',
    task: 'answer',
    engine: 'webllm',
    format: 'mlc',
    source: { kind: 'files' },
    name: 'Qwen3 1.7B',
    family: 'Qwen',
    licence: 'Apache-2.0',
    languages: ['en'],
    contextTokens: 4096,
    downloadBytes: 1e9,
    memoryBytes: 2e9,
    state: 'available',
    verdict: { runs: true },
    isRecommended: false,
    ...change,
  };
}

const onProcessor = entry({
  id: 'unsloth/Qwen3-1.7B-GGUF/Qwen3-1.7B-Q4_K_M',
  engine: 'wllama',
  format: 'gguf',
});

describe('the bits of a weight', () => {
  it.each([
    ['Qwen3-1.7B-q4f16_1-MLC', 'mlc', 4],
    ['Llama-3.1-8B-q3f16_1-MLC', 'mlc', 3],
    ['SmolLM2-135M-Instruct-q0f16-MLC', 'mlc', 16],
    ['SmolLM2-135M-Instruct-q0f32-MLC', 'mlc', 32],
    ['Qwen/Qwen3-0.6B-GGUF/Qwen3-0.6B-Q8_0', 'gguf', 8],
    ['qwen2.5-0.5b-instruct-q4_k_m', 'gguf', 4],
    ['own-IQ3_XS', 'gguf', 3],
    ['own.BF16', 'gguf', 16],
    ['stories260K', 'gguf', undefined],
    ['Xenova/multilingual-e5-small', 'onnx', undefined],
  ] as const)('of %s', (id, format, bits) => {
    expect(weightBits({ id, format })).toBe(bits);
  });
});

describe('the builds of a model', () => {
  it('stand together in the place of the first, whatever stands between', () => {
    const other = entry({ id: 'other', name: 'Other' });
    const graphics = entry({});
    expect(groupBuilds([graphics, other, onProcessor])).toEqual([[graphics, onProcessor], [other]]);
  });

  it('begin with the one that runs better here', () => {
    const slow = entry({ verdict: { runs: true, caution: 'slow' } });
    const never = entry({ id: 'never', verdict: { runs: false, reason: 'needs-webgpu' } });
    expect(groupBuilds([never, slow, onProcessor])).toEqual([[onProcessor, slow, never]]);
    const recommended = { ...slow, isRecommended: true };
    expect(groupBuilds([onProcessor, recommended])).toEqual([[recommended, onProcessor]]);
  });

  it('are of one purpose', () => {
    const search = entry({ id: 'search', task: 'embedding' });
    expect(groupBuilds([entry({}), search])).toHaveLength(2);
  });
});
