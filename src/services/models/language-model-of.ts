import type { Workers } from '../workers';
import type { LanguageModel } from './model-parts';

/** The language-model worker, as choosing and running models sees it. */
export function languageModelOf(workers: Pick<Workers, 'languageModel'>): LanguageModel {
  const client = () => workers.languageModel.client;
  return {
    support: async () => ({ gpu: await client().call('support', undefined), threads: 1 }),
    mlcRecords: () => Promise.resolve([]),
    load: async (modelId, { signal, onProgress }) => {
      await client().call(
        'load',
        { modelId },
        { signal, onProgress: ({ fraction }) => onProgress(fraction) },
      );
      return { engine: 'webllm', contextTokens: 4096, device: '', isTested: false };
    },
    unload: () => client().call('unload', undefined),
    benchmark: () => Promise.reject(new Error('joined at the merge')),
  };
}
