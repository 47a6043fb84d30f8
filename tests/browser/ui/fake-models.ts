import type { AppError } from '../../../src/core/app-error';
import type { CatalogueEntry } from '../../../src/core/models/catalogue-entry';
import type { ModelRun, StoredModel } from '../../../src/core/models/stored-model';
import type { InstallProgress } from '../../../src/contracts/model-store';
import { Emitter } from '../../../src/services/emitter';
import type {
  AddedModel,
  Comparison,
  FoundModel,
  ModelDevice,
  Models,
  ModelStatus,
  ModelWork,
  PassedOverModel,
  Settings,
} from '../../../src/services/app-services';

const hub = { kind: 'hub', revision: 'main' } as const;

export const qwen: CatalogueEntry = {
  id: 'Qwen3-1.7B-q4f16_1-MLC',
  task: 'answer',
  engine: 'webllm',
  format: 'mlc',
  source: { ...hub, repository: 'mlc-ai/Qwen3-1.7B-q4f16_1-MLC', library: 'qwen3.wasm' },
  name: 'Qwen3 1.7B',
  family: 'Qwen',
  licence: 'Apache-2.0',
  languages: ['en', 'zh'],
  contextTokens: 4096,
  downloadBytes: 984_000_000,
  memoryBytes: 2_036_000_000,
  state: 'available',
  verdict: { runs: true },
  isRecommended: true,
};

export const small: CatalogueEntry = {
  ...qwen,
  id: 'bartowski/SmolLM2-360M-Instruct-GGUF/Q8_0',
  engine: 'wllama',
  format: 'gguf',
  source: { ...hub, repository: 'bartowski/SmolLM2-360M-Instruct-GGUF' },
  name: 'SmolLM2 360M',
  family: 'SmolLM',
  languages: ['en'],
  contextTokens: 8192,
  downloadBytes: 386_000_000,
  memoryBytes: 610_000_000,
  verdict: { runs: true, caution: 'slow' },
  isRecommended: false,
};

export const llama: CatalogueEntry = {
  ...qwen,
  id: 'Llama-3.1-8B-Instruct-q4f32_1-MLC',
  source: { ...hub, repository: 'mlc-ai/Llama-3.1-8B-Instruct-q4f32_1-MLC' },
  name: 'Llama 3.1 8B',
  family: 'Llama',
  licence: 'Llama 3.1 Community',
  languages: ['en'],
  downloadBytes: 4_500_000_000,
  memoryBytes: 6_100_000_000,
  verdict: { runs: false, reason: 'needs-memory' },
  isRecommended: false,
};

export const multilingual: CatalogueEntry = {
  ...qwen,
  id: 'Xenova/multilingual-e5-small',
  task: 'embedding',
  engine: 'transformers',
  format: 'onnx',
  source: { ...hub, repository: 'Xenova/multilingual-e5-small' },
  name: 'Multilingual E5 small',
  family: 'E5',
  licence: 'MIT',
  contextTokens: 512,
  downloadBytes: 135_000_000,
  memoryBytes: 180_000_000,
};

export const browsersOwn: CatalogueEntry = {
  ...qwen,
  id: 'built-in',
  engine: 'built-in',
  format: undefined,
  source: { kind: 'browser' },
  name: 'Built-in model',
  family: '',
  licence: '',
  languages: ['en'],
  contextTokens: 0,
  downloadBytes: 0,
  memoryBytes: 0,
  isRecommended: false,
};

export function storedModel({ id, task, format, name }: CatalogueEntry, bytes: number): StoredModel {
  return {
    id,
    task,
    name,
    format: format ?? 'gguf',
    origin: { kind: 'hub', baseUrl: 'https://huggingface.co', repository: `mlc-ai/${name}` },
    state: 'installed',
    files: [{ path: 'params_shard_0.bin', bytes, sha256: 'ab'.repeat(32) }],
    addedAt: new Date(2026, 4, 1, 9).getTime(),
  };
}

export interface FakeModels extends Models {
  setStatus(status: ModelStatus): void;
  setWork(modelId: string, work: ModelWork | undefined): void;
  /** Entries as they are from now on; those that are installed are stored too. */
  setEntries(entries: readonly CatalogueEntry[], modelBytes?: number): void;
  setRuns(runs: readonly ModelRun[]): void;
  setPassedOver(passedOver: readonly PassedOverModel[]): void;
  setLosses(losses: ReadonlyMap<string, number>): void;
  device: ModelDevice;
  /** What was asked for, in order: `install qwen`. */
  readonly asked: string[];
  /** What the next files come to. */
  nextAdded: AddedModel;
  comparisons: readonly Comparison[];
  /** What the next address leads to, or why to nothing. */
  nextFound: FoundModel;
  findError: AppError | undefined;
}

/** The models' services without workers: what is asked for is noted, and happens at once. `onChoice`: of what searches. */
export function createFakeModels(onChoice: (change: Partial<Settings>) => void): FakeModels {
  const status = new Emitter<ModelStatus>({ status: 'none' });
  const work = new Emitter<ReadonlyMap<string, ModelWork>>(new Map());
  const stored = new Emitter<readonly StoredModel[]>([]);
  const passedOver = new Emitter<readonly PassedOverModel[]>([]);
  const losses = new Emitter<ReadonlyMap<string, number>>(new Map());
  const runs = new Emitter<readonly ModelRun[]>([]);
  let entries: readonly CatalogueEntry[] = [qwen, small, llama, multilingual];
  const asked: string[] = [];

  function change(modelId: string, to: Partial<CatalogueEntry>): void {
    fake.setEntries(entries.map((entry) => (entry.id === modelId ? { ...entry, ...to } : entry)));
  }

  function setWork(modelId: string, next: ModelWork | undefined): void {
    const all = new Map(work.value);
    if (next) all.set(modelId, next);
    else all.delete(modelId);
    work.value = all;
  }

  function note(what: string, modelId: string): Promise<void> {
    asked.push(`${what} ${modelId}`);
    return Promise.resolve();
  }

  const fake: FakeModels = {
    observe: status.observe,
    observeWork: work.observe,
    observeStored: stored.observe,
    observePassedOver: passedOver.observe,
    observeRuns: runs.observe,
    observeLosses: losses.observe,
    device: {
      gpu: { status: 'present', description: 'Scripted adapter' },
      threads: 8,
      memoryBytes: 8 * 2 ** 30,
    },
    asked,
    nextAdded: { kind: 'added', modelId: 'own.gguf', name: 'Own model', lacksTemplate: false },
    comparisons: [],
    nextFound: {
      wanted: {
        id: 'models.example/small',
        source: { kind: 'address', url: 'https://models.example/small.gguf' },
      },
      package: {
        id: 'models.example/small',
        format: 'gguf',
        task: 'answer',
        name: 'small',
        files: [{ path: 'small.gguf', url: 'https://models.example/small.gguf', bytes: 708e3 }],
        origin: { kind: 'address', url: 'https://models.example/small.gguf' },
      },
      bytes: 708e3,
      freeBytes: 11e9,
      broughtHosts: ['https://models.example'],
    },
    findError: undefined,
    setStatus: (next) => (status.value = next),
    setWork,
    setEntries: (next, modelBytes = 984_000_000) => {
      entries = next;
      stored.value = next
        .filter(({ state, engine }) => state !== 'available' && engine !== 'built-in')
        .map((entry) => ({
          ...storedModel(entry, entry.state === 'partial' ? modelBytes / 3 : modelBytes),
          state: entry.state === 'partial' || entry.state === 'damaged' ? entry.state : 'installed',
        }));
    },
    setRuns: (next) => (runs.value = next),
    setPassedOver: (next) => (passedOver.value = next),
    setLosses: (next) => (losses.value = next),
    catalogue: () => {
      const modelBytes = stored.value.reduce(
        (sum, { files }) => sum + files.reduce((all, { bytes }) => all + bytes, 0),
        0,
      );
      return Promise.resolve({
        entries,
        stored: stored.value,
        device: fake.device,
        storage: { modelBytes, usedBytes: modelBytes + 212e6, freeBytes: 38e9 },
      });
    },
    install: (modelId) => {
      setWork(modelId, undefined);
      change(modelId, { state: 'installed' });
      return note('install', modelId);
    },
    pause: (modelId) => {
      setWork(modelId, { kind: 'paused', loadedBytes: 246e6, totalBytes: 984e6 });
      return note('pause', modelId);
    },
    cancel: (modelId) => {
      setWork(modelId, undefined);
      change(modelId, { state: 'available' });
      return note('cancel', modelId);
    },
    load: (modelId) => {
      status.value = {
        status: 'ready',
        modelId,
        engine: 'webllm',
        contextTokens: 4096,
        device: { kind: 'gpu', name: 'Scripted adapter' },
        canThink: true,
      };
      return note('load', modelId);
    },
    stopLoading: () => (status.value = { status: 'none' }),
    unload: () => {
      status.value = { status: 'none' };
      return note('unload', '');
    },
    choose: () => note('choose', ''),
    tryAgain: (modelId) => note('tryAgain', modelId),
    searchWith: (task, modelId) => {
      onChoice(task === 'embedding' ? { embeddingModelId: modelId } : { rerankerModelId: modelId });
      return note('searchWith', `${task} ${String(modelId)}`);
    },
    remove: (modelId) => {
      change(modelId, { state: 'available' });
      return note('remove', modelId);
    },
    verify: async (modelId) => {
      await note('verify', modelId);
      return [];
    },
    addFiles: async (files) => {
      await note('addFiles', files.map(({ path }) => path).join(', '));
      return fake.nextAdded;
    },
    findModel: async (address) => {
      await note('findModel', address);
      if (fake.findError) throw fake.findError;
      return fake.nextFound;
    },
    addFound: ({ package: { id } }) => note('addFound', id),
    leaveFound: ({ package: { id } }) => note('leaveFound', id),
    exportTo: (modelId) => note('exportTo', modelId),
    exportAsFile: async (modelId) => {
      await note('exportAsFile', modelId);
      return { name: 'own.gguf', blob: new Blob(['GGUF']) };
    },
    chooseExportFolder: undefined,
    benchmark: (modelId) => note('benchmark', modelId),
    compare: async function* (input) {
      await note('compare', `${input.question} ${input.modelIds.join(' ')}`);
      yield* fake.comparisons;
    },
  };
  return fake;
}

export const downloading: InstallProgress = {
  stage: 'downloading',
  loadedBytes: 246e6,
  totalBytes: 984e6,
  bytesPerSecond: 6.15e6,
};
