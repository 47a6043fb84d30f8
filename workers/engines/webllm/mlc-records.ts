import type { ModelRecord } from '@mlc-ai/web-llm';
import type { MlcRecord } from '../../../src/core/models/mlc-record';
import type { WebLlmLibrary } from './library';

/** The chat models of the library's own list. */
export function mlcRecordsOf({ models }: Pick<WebLlmLibrary, 'models'>): MlcRecord[] {
  return models.filter(isChatRecord).map(plainRecord);
}

function plainRecord(record: ModelRecord): MlcRecord {
  const { context_window_size: window, sliding_window_size: sliding } = record.overrides ?? {};
  const contextTokens = [window, sliding].find((size) => size !== undefined && size > 0);
  return {
    id: record.model_id,
    modelUrl: record.model,
    library: record.model_lib,
    vramBytes: Math.round((record.vram_required_MB ?? 0) * 2 ** 20),
    isLowResource: record.low_resource_required === true,
    features: record.required_features ?? [],
    ...(contextTokens === undefined ? {} : { contextTokens }),
    ...(record.buffer_size_required_bytes === undefined
      ? {}
      : { bindingBytes: record.buffer_size_required_bytes }),
  };
}

/** `ModelType.LLM`, whose value would have to be imported with the whole library. */
const languageModel: number = 0;

/** Chat models as the library marks them; one that comes with a manifest writes its prompts in another way. */
function isChatRecord({ model_type: type, model_manifest: manifest }: ModelRecord): boolean {
  return (type ?? languageModel) === languageModel && manifest === undefined;
}
