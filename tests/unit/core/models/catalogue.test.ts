import { prebuiltAppConfig } from '@mlc-ai/web-llm';
import { describe, expect, it } from 'vitest';
import { catalogueEntries, type CatalogueInput } from '../../../../src/core/models/catalogue';
import type { CatalogueEntry } from '../../../../src/core/models/catalogue-entry';
import type { DeviceProfile, GpuFacts } from '../../../../src/core/models/device-profile';
import { estimateDownloadBytes, parseModelId } from '../../../../src/core/models/mlc-model-id';
import type { StoredModel } from '../../../../src/core/models/stored-model';
import { mlcRecordsOf } from '../../../../workers/engines/webllm/mlc-records';

const gibibyte = 2 ** 30;
const mlcRecords = mlcRecordsOf({ models: prebuiltAppConfig.model_list });

const gpu: GpuFacts = {
  features: ['shader-f16'],
  maxBufferBytes: 2 * gibibyte,
  maxStorageBindingBytes: 2 * gibibyte,
  maxWorkgroupStorageBytes: 32_768,
  maxWorkgroupInvocations: 1024,
};
const phone: DeviceProfile = { threads: 8, memoryBytes: 4 * gibibyte, freeStorageBytes: 8e9 };
const integrated: DeviceProfile = {
  gpu: { ...gpu, features: [] },
  threads: 8,
  memoryBytes: 8 * gibibyte,
  freeStorageBytes: 60e9,
};
const laptop: DeviceProfile = { gpu, threads: 8, memoryBytes: 8 * gibibyte, freeStorageBytes: 60e9 };
const workstation: DeviceProfile = {
  gpu: { ...gpu, maxBufferBytes: 4 * gibibyte, maxStorageBindingBytes: 4 * gibibyte },
  threads: 24,
  memoryBytes: 32 * gibibyte,
  freeStorageBytes: 500e9,
};

function entriesFor(device: DeviceProfile, change: Partial<CatalogueInput> = {}): CatalogueEntry[] {
  return catalogueEntries({
    mlcRecords,
    device,
    stored: [],
    runs: [],
    hosted: [],
    language: 'en',
    ...change,
  });
}

function recommended(entries: readonly CatalogueEntry[], task: CatalogueEntry['task']): string[] {
  return entries.filter((entry) => entry.task === task && entry.isRecommended).map(({ id }) => id);
}

function stored(change: Partial<StoredModel> = {}): StoredModel {
  return {
    id: 'stories',
    format: 'gguf',
    task: 'answer',
    name: 'Stories',
    origin: { kind: 'files' },
    state: 'installed',
    files: [{ path: 'stories.gguf', bytes: 1e6, sha256: '' }],
    addedAt: 1,
    ...change,
  };
}

describe('what is recommended', () => {
  it('on a phone without WebGPU: a small model on the processor', () => {
    const entries = entriesFor(phone);
    expect(recommended(entries, 'answer')).toEqual([
      'Qwen/Qwen2.5-0.5B-Instruct-GGUF/qwen2.5-0.5b-instruct-q4_k_m',
    ]);
    expect(entries.filter(({ engine }) => engine === 'webllm').every(({ verdict }) => !verdict.runs)).toBe(
      true,
    );
  });

  it('on a phone that has one thread: no model that would take minutes', () => {
    expect(recommended(entriesFor({ ...phone, threads: 1 }), 'answer')).toEqual([]);
  });

  it('on a laptop without 16-bit floats: the variant that runs there', () => {
    expect(recommended(entriesFor(integrated), 'answer')).toEqual(['Qwen3-1.7B-q4f32_1-MLC']);
  });

  it('on a laptop with 8 GB: a middling model', () => {
    expect(recommended(entriesFor(laptop), 'answer')).toEqual(['Qwen3-1.7B-q4f16_1-MLC']);
  });

  it('where the graphics processor is a program: one for the processor, which is faster', () => {
    const software = { ...laptop, threads: 2, gpu: { ...gpu, description: 'google swiftshader' } };
    const entries = entriesFor(software);
    expect(recommended(entries, 'answer')).toEqual([
      'Qwen/Qwen2.5-0.5B-Instruct-GGUF/qwen2.5-0.5b-instruct-q4_k_m',
    ]);
    const onGraphics = entries.filter(({ engine, verdict }) => engine === 'webllm' && verdict.runs);
    expect(onGraphics.length).toBeGreaterThan(0);
    for (const { verdict } of onGraphics) expect(verdict).toEqual({ runs: true, caution: 'slow' });
  });

  it('on a workstation: a larger one', () => {
    expect(recommended(entriesFor(workstation), 'answer')).toEqual(['Qwen3-4B-q4f16_1-MLC']);
  });

  it('where storage is short: what fits', () => {
    const [id = ''] = recommended(entriesFor({ ...laptop, freeStorageBytes: 0.6e9 }), 'answer');
    expect(parseModelId(id).name).toBe('Qwen3 0.6B');
  });

  it('is one at most for each task, and writes or reads the language of the person', () => {
    for (const device of [phone, integrated, laptop, workstation]) {
      for (const language of ['en', 'zh'] as const) {
        const entries = entriesFor(device, { language });
        for (const task of ['answer', 'embedding', 'reranker'] as const) {
          const ids = recommended(entries, task);
          expect(ids.length).toBeLessThanOrEqual(1);
          for (const id of ids) {
            expect(entries.find((entry) => entry.id === id)?.languages).toContain(language);
          }
        }
        expect(recommended(entries, 'embedding')).toHaveLength(1);
      }
    }
  });

  it('is never one that failed its self-test on this device', () => {
    const id = 'Qwen3-1.7B-q4f16_1-MLC';
    const run = { modelId: id, device: 'apple', kind: 'self-test' } as const;
    const runs = [
      { ...run, at: 2, selfTest: { passed: false } },
      { ...run, at: 1, selfTest: { passed: true } },
      { ...run, at: 3, device: 'another', selfTest: { passed: true } },
    ];
    const entries = entriesFor({ ...laptop, name: 'apple' }, { runs });
    expect(entries.find((entry) => parseModelId(entry.id).base === 'Qwen3-1.7B')?.id).not.toBe(id);
    expect(recommended(entries, 'answer')).not.toContain(id);
    const later = [...runs, { ...run, at: 4, selfTest: { passed: true } }];
    expect(recommended(entriesFor({ ...laptop, name: 'apple' }, { runs: later }), 'answer')).toEqual([id]);
  });
});

describe('the list', () => {
  it('knows a model of each family that people ask for', () => {
    const families = new Set(entriesFor(workstation).map(({ family }) => family));
    for (const family of ['Qwen', 'Llama', 'Gemma', 'Phi', 'Mistral', 'SmolLM', 'DeepSeek', 'GLM']) {
      expect(families).toContain(family);
    }
  });

  it('says of every model what it is and what it takes', () => {
    for (const entry of entriesFor(workstation)) {
      expect(entry.name).not.toBe('');
      expect(entry.licence, entry.id).not.toBe('');
      expect(entry.languages.length).toBeGreaterThan(0);
      expect(entry.contextTokens).toBeGreaterThanOrEqual(256);
      expect(entry.memoryBytes).toBeGreaterThan(entry.downloadBytes * 0.5);
    }
  });

  it('names each model once', () => {
    const ids = entriesFor(laptop).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const bases = entriesFor(laptop)
      .filter(({ engine }) => engine === 'webllm')
      .map(({ id }) => parseModelId(id).base);
    expect(new Set(bases).size).toBe(bases.length);
  });

  it('names the library of a model relative to the base address of libraries', () => {
    const entry = entriesFor(laptop).find(({ id }) => id === 'Qwen3-0.6B-q4f16_1-MLC');
    expect(entry?.source).toEqual({
      kind: 'hub',
      repository: 'mlc-ai/Qwen3-0.6B-q4f16_1-MLC',
      revision: 'main',
      library: 'v0_2_86/base/Qwen3-0.6B-q4f16_1_cs1k-webgpu.wasm',
    });
  });

  it('shows a stored variant beside the one to take, and what it is stored as', () => {
    const id = 'Qwen3-4B-q4f32_1-MLC';
    const entries = entriesFor(laptop, { stored: [stored({ id, format: 'mlc', state: 'partial' })] });
    expect(entries.find((entry) => entry.id === id)?.state).toBe('partial');
    expect(entries.some((entry) => entry.id === 'Qwen3-4B-q4f16_1-MLC')).toBe(true);
  });

  it('holds a model that came from a file, with what its file told', () => {
    const facts = { contextTokens: 512, memoryBytes: 3e6, languages: ['zh'], licence: 'MIT' } as const;
    expect(entriesFor(phone, { stored: [stored({ facts })] })).toContainEqual({
      id: 'stories',
      task: 'answer',
      engine: 'wllama',
      format: 'gguf',
      source: { kind: 'files' },
      name: 'Stories',
      family: '',
      licence: 'MIT',
      languages: ['zh'],
      contextTokens: 512,
      downloadBytes: 1e6,
      memoryBytes: 3e6,
      state: 'installed',
      verdict: { runs: true },
      isRecommended: false,
    });
  });

  it('takes a known model from beside the app where it is hosted there', () => {
    const id = 'Qwen3-0.6B-q4f16_1-MLC';
    const hosted = [
      { path: 'qwen', id, format: 'mlc', task: 'answer', name: 'Qwen', bytes: 1e9 },
      { path: 'own', id: 'own', format: 'gguf', task: 'answer', name: 'Own', bytes: 1e9 },
    ] as const;
    const entries = entriesFor(laptop, { hosted });
    expect(entries.find((entry) => entry.id === id)).toMatchObject({
      name: 'Qwen3 0.6B',
      source: { kind: 'hosted', path: 'qwen' },
    });
    expect(entries.find((entry) => entry.id === 'own')).toMatchObject({ engine: 'wllama', name: 'Own' });
  });

  it("holds the browser's own model only where there is one", () => {
    expect(entriesFor(phone).some(({ engine }) => engine === 'built-in')).toBe(false);
    const entries = entriesFor({ ...phone, builtIn: 'downloadable' });
    const stateFor = (builtIn: 'available' | 'downloadable') =>
      entriesFor({ ...phone, builtIn }).find(({ engine }) => engine === 'built-in')?.state;
    expect(stateFor('downloadable')).toBe('available');
    expect(stateFor('available')).toBe('installed');
    expect(recommended(entries, 'answer')).toEqual(['built-in']);
  });
});

describe('reading a model id', () => {
  it.each([
    ['Qwen2.5-0.5B-Instruct-q4f16_1-MLC', 'Qwen2.5 0.5B'],
    ['Llama-3.2-1B-Instruct-q4f32_1-MLC', 'Llama 3.2 1B'],
    ['gemma-2-2b-it-q4f16_1-MLC', 'Gemma 2 2B'],
    ['gemma3-1b-it-q4f16_1-MLC', 'Gemma 3 1B'],
    ['Phi-3.5-mini-instruct-q4f16_1-MLC-1k', 'Phi 3.5 mini'],
    ['Ministral-3-3B-Instruct-2512-BF16-q4f16_1-MLC', 'Ministral 3 3B'],
  ])('%s is %s to a reader', (id, name) => {
    expect(parseModelId(id).name).toBe(name);
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
    expect(estimateDownloadBytes(id, 99e9)).toBeCloseTo(bytes, -1);
  });

  it('is never more than what the model takes in memory', () => {
    expect(estimateDownloadBytes('Huge-900B-q4f16_1-MLC', 1e9)).toBe(1e9 + 12e6);
  });
});
