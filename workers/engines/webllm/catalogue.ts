import type { CatalogueEntry, GpuSupport } from '../../../src/contracts/language-model';
import {
  byRecommendation,
  estimateDownloadBytes,
  isAnswerModel,
  judgeModel,
  languagesOf,
  parseModelId,
  preferredVariants,
} from '../../../src/core/model-catalogue';
import type { WebLlmLibrary } from './library';
import { factsOf, isChatRecord } from './model-facts';

/** The models of the library that answer questions, the ones to try first in front. */
export async function readCatalogue(
  library: WebLlmLibrary,
  support: GpuSupport,
  machineBytes: number | undefined,
): Promise<CatalogueEntry[]> {
  const installed = await library.installedModels();
  const device =
    support.status === 'present'
      ? { ...support, ...(machineBytes === undefined ? {} : { machineBytes }) }
      : undefined;
  const entries = library.models
    .filter(isChatRecord)
    .map(factsOf)
    .filter((facts) => isAnswerModel(facts) || installed.has(facts.id))
    .map((facts) => ({
      id: facts.id,
      name: parseModelId(facts.id).name,
      downloadBytes: estimateDownloadBytes(facts),
      memoryBytes: facts.memoryBytes,
      contextTokens: facts.contextTokens,
      languages: languagesOf(facts.id),
      isInstalled: installed.has(facts.id),
      verdict: judgeModel(facts, device),
    }));
  return byRecommendation(preferredVariants(entries));
}
