import type { CatalogueEntry, GpuSupport } from '../../../src/contracts/language-model';
import { catalogueEntries } from '../../../src/core/models/catalogue';
import type { StoredModel } from '../../../src/core/models/stored-model';
import type { WebLlmLibrary } from './library';
import { factsOf, isChatRecord } from './model-facts';

/** The models of the library that answer questions, the ones to try first in front. */
export async function readCatalogue(
  library: WebLlmLibrary,
  support: GpuSupport,
  machineBytes: number | undefined,
): Promise<CatalogueEntry[]> {
  const installed = await library.installedModels();
  const entries = catalogueEntries({
    mlcRecords: library.models.filter(isChatRecord).map(factsOf),
    device: {
      threads: 1,
      ...(support.status === 'present' ? { gpu: support } : {}),
      ...(machineBytes === undefined ? {} : { memoryBytes: machineBytes }),
    },
    stored: Array.from(installed, storedModel),
    runs: [],
    hosted: [],
    language: 'en',
  });
  return entries
    .filter(({ engine }) => engine === 'webllm')
    .map(({ id, name, downloadBytes, memoryBytes, contextTokens, languages, state, verdict }) => ({
      id,
      name,
      downloadBytes,
      memoryBytes,
      contextTokens,
      languages,
      isInstalled: state === 'installed',
      verdict: verdict.runs ? { runs: true } : { runs: false, reason: reasonOf(verdict.reason) },
    }));
}

type Reason = Extract<CatalogueEntry['verdict'], { runs: false }>['reason'];

function reasonOf(reason: string): Reason {
  return reason === 'needs-f16' || reason === 'needs-memory' ? reason : 'needs-feature';
}

/** As far as the catalogue asks. */
function storedModel(id: string): StoredModel {
  return {
    id,
    format: 'mlc',
    task: 'answer',
    name: id,
    origin: { kind: 'files' },
    state: 'installed',
    files: [],
    addedAt: 0,
  };
}
