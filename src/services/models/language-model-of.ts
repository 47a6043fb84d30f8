import type { Workers } from '../workers';
import type { LanguageModel, LanguageModelSupport } from './model-parts';

/** The language-model worker, as choosing and running models sees it. */
export function languageModelOf(workers: Pick<Workers, 'languageModel'>): LanguageModel {
  const client = () => workers.languageModel.client;
  return {
    support: async () => {
      const [support, builtIn] = await Promise.all([client().call('support', undefined), builtInSupport()]);
      const { gpu, threads, isIsolated } = support;
      // Memory that threads share is only had where the page is isolated.
      return { gpu, threads: isIsolated ? threads : 1, ...builtIn };
    },
    isBuiltInReady: async () => (await builtInSupport()).builtIn === 'available',
    mlcRecords: () => client().call('mlcRecords', undefined),
    load: (modelId, { selfTest, signal, onProgress }) =>
      client().call(
        'load',
        { modelId, selfTest },
        { signal, onProgress: ({ fraction }) => onProgress(fraction) },
      ),
    unload: () => client().call('unload', undefined),
    observeCrash: (onCrash) => workers.languageModel.observeCrash(onCrash),
    benchmark: (modelId) => client().call('benchmark', { modelId }),
  };
}

/** Nothing where the browser brings no model: most do not. */
async function builtInSupport(): Promise<Pick<LanguageModelSupport, 'builtIn'>> {
  if (!('LanguageModel' in globalThis)) return {};
  const { readBuiltInAvailability } = await import('../built-in-model');
  const availability = await readBuiltInAvailability();
  if (availability === 'unavailable') return {};
  return { builtIn: availability === 'available' ? 'available' : 'downloadable' };
}
