import { memoised } from '../../core/memoised';
import type { Language } from '../../core/language';
import { catalogueEntries } from '../../core/models/catalogue';
import type { CatalogueEntry } from '../../core/models/catalogue-entry';
import type { DeviceProfile } from '../../core/models/device-profile';
import { readHostedIndex, type HostedModel } from '../../core/models/hosted-index';
import type { MlcRecord } from '../../core/models/mlc-record';
import type { StoredModel } from '../../core/models/stored-model';
import type { ModelCatalogue, ModelStorage } from '../app-services';
import type { LanguageModelSupport, ModelParts } from './model-parts';
import { bytesOf } from './stored-bytes';

const gibibyte = 2 ** 30;

/** What is only asked for where it is needed. */
interface Asked {
  readonly mlcRecords?: readonly MlcRecord[];
  readonly builtIn?: DeviceProfile['builtIn'] | undefined;
}

/** What there is, on this device and elsewhere, judged for this device. */
export class CatalogueReader {
  readonly #parts: Pick<ModelParts, 'languageModel' | 'rows' | 'runs' | 'baseUrl'>;
  /** Of the last reading. */
  #language: Language = 'en';
  readonly #support: () => Promise<LanguageModelSupport>;
  readonly #mlcRecords: () => Promise<readonly MlcRecord[]>;
  readonly #hosted = memoised(() => this.#readHosted());

  constructor(parts: Pick<ModelParts, 'languageModel' | 'rows' | 'runs' | 'baseUrl'>) {
    this.#parts = parts;
    this.#support = memoised(() => parts.languageModel.support());
    this.#mlcRecords = memoised(() => parts.languageModel.mlcRecords());
  }

  support(): Promise<LanguageModelSupport> {
    return this.#support();
  }

  /** What is on this device alone, without the lists of what else there is, and without asking for the browser's own. */
  async present(): Promise<readonly CatalogueEntry[]> {
    return (await this.#judged(this.#language, {})).entries;
  }

  /** The browser's own model alone, where it has one. */
  async browsersOwn(): Promise<readonly CatalogueEntry[]> {
    const builtIn = await this.#parts.languageModel.builtIn();
    if (builtIn === undefined) return [];
    const { entries } = await this.#judged(this.#language, { builtIn });
    return entries.filter(({ engine }) => engine === 'built-in');
  }

  async read(language = this.#language): Promise<ModelCatalogue> {
    this.#language = language;
    const [mlcRecords, builtIn] = await Promise.all([
      this.#mlcRecords(),
      this.#parts.languageModel.builtIn(),
    ]);
    return this.#judged(language, { mlcRecords, builtIn });
  }

  async #judged(language: Language, { mlcRecords = [], builtIn }: Asked): Promise<ModelCatalogue> {
    const { rows, runs } = this.#parts;
    const [support, hosted, stored, allRuns] = await Promise.all([
      this.#support(),
      this.#hosted(),
      rows.list(),
      runs.listAll(),
    ]);
    const storage = await storageOf(stored);
    const device = profileOf(support, builtIn, storage);
    const entries = catalogueEntries({ mlcRecords, device, stored, runs: allRuns, hosted, language });
    return {
      entries,
      stored,
      storage,
      device: {
        gpu: support.gpu,
        threads: support.threads,
        ...(device.memoryBytes === undefined ? {} : { memoryBytes: device.memoryBytes }),
      },
    };
  }

  async entry(modelId: string): Promise<CatalogueEntry | undefined> {
    return (await this.read()).entries.find(({ id }) => id === modelId);
  }

  /** Models that whoever hosts the app has put beside it; most have none. */
  async #readHosted(): Promise<HostedModel[]> {
    if (!__HOSTS_MODELS__) return [];
    const response = await fetch(`${this.#parts.baseUrl}models/hosted/index.json`).catch(() => undefined);
    const isJson = response?.headers.get('content-type')?.includes('json') === true;
    if (!response?.ok || !isJson) return [];
    return readHostedIndex(await response.json());
  }
}

/** What runs on this device are filed under. */
export function deviceNameOf({ gpu }: Pick<LanguageModelSupport, 'gpu'>): string {
  if (gpu.status === 'absent') return 'WebAssembly';
  return gpu.description === '' ? 'WebGPU' : gpu.description;
}

function profileOf(
  { gpu, threads }: LanguageModelSupport,
  builtIn: Asked['builtIn'],
  storage: ModelStorage | undefined,
): DeviceProfile {
  const memoryGib = (navigator as { readonly deviceMemory?: number }).deviceMemory;
  return {
    threads,
    name: deviceNameOf({ gpu }),
    ...(gpu.status === 'present' ? { gpu } : {}),
    ...(builtIn === undefined ? {} : { builtIn }),
    ...(memoryGib === undefined ? {} : { memoryBytes: memoryGib * gibibyte }),
    ...(storage === undefined ? {} : { freeStorageBytes: storage.freeBytes }),
  };
}

async function storageOf(stored: readonly StoredModel[]): Promise<ModelStorage | undefined> {
  const { usage, quota } = await navigator.storage.estimate();
  if (usage === undefined || quota === undefined) return undefined;
  const modelBytes = stored.reduce((sum, model) => sum + bytesOf(model), 0);
  return { modelBytes, usedBytes: usage, freeBytes: Math.max(0, quota - usage) };
}
