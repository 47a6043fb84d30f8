import type { Language } from '../language';
import type { CatalogueEntry } from './catalogue-entry';
import type { DeviceProfile } from './device-profile';
import type { HostedModel } from './hosted-index';
import type { MlcRecord } from './mlc-record';
import type { ModelRun, StoredModel } from './stored-model';

export interface CatalogueInput {
  readonly mlcRecords: readonly MlcRecord[];
  readonly device: DeviceProfile;
  readonly stored: readonly StoredModel[];
  readonly runs: readonly ModelRun[];
  readonly hosted: readonly HostedModel[];
  readonly language: Language;
}

export function catalogueEntries(input: CatalogueInput): CatalogueEntry[] {
  return input.stored.map((model): CatalogueEntry => ({
    id: model.id,
    task: model.task,
    engine: model.format === 'mlc' ? 'webllm' : model.format === 'gguf' ? 'wllama' : 'transformers',
    format: model.format,
    source: { kind: 'files' },
    name: model.name,
    family: '',
    licence: '',
    languages: [],
    contextTokens: 4096,
    downloadBytes: 0,
    memoryBytes: 0,
    state: model.state,
    verdict: { runs: true },
    isRecommended: false,
  }));
}
