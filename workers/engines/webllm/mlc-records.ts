import type { ModelRecord } from '@mlc-ai/web-llm';
import type { MlcRecord } from '../../../src/contracts/language-model';
import type { WebLlmLibrary } from './library';

/** The window of a record that does not name one. */
const usualContextTokens = 4096;
const hubUrl = 'https://huggingface.co/';

/** The chat models of the library's own list. */
export function mlcRecordsOf({ models, modelLibraryUrl }: WebLlmLibrary): MlcRecord[] {
  return models.filter(isChatRecord).map((record) => plainRecord(record, modelLibraryUrl));
}

function plainRecord(record: ModelRecord, modelLibraryUrl: string): MlcRecord {
  const overrides = record.overrides ?? {};
  const { context_window_size: window, sliding_window_size: sliding } = overrides;
  const contextTokens = [window, sliding].find((size) => size !== undefined && size > 0);
  return {
    id: record.model_id,
    repository: after(hubUrl, record.model).replace(/\/(?:resolve\/.*)?$/, ''),
    library: after(modelLibraryUrl, record.model_lib),
    vramBytes: Math.round((record.vram_required_MB ?? 0) * 2 ** 20),
    contextTokens: contextTokens ?? usualContextTokens,
    features: record.required_features ?? [],
    lowResource: record.low_resource_required === true,
    ...(record.buffer_size_required_bytes === undefined
      ? {}
      : { bindingBytes: record.buffer_size_required_bytes }),
    overrides: { ...overrides },
  };
}

function after(base: string, address: string): string {
  return address.startsWith(base) ? address.slice(base.length) : address;
}

/** `ModelType.LLM`, whose value would have to be imported with the whole library. */
const languageModel: number = 0;

/** Chat models as the library marks them; one that comes with a manifest writes its prompts in another way. */
function isChatRecord({ model_type: type, model_manifest: manifest }: ModelRecord): boolean {
  return (type ?? languageModel) === languageModel && manifest === undefined;
}
