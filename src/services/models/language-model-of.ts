import { memoised } from '../../core/memoised';
import type { Workers } from '../workers';
import type { LanguageModel } from './model-parts';

/** The language-model worker, as choosing and running models sees it. */
export function languageModelOf(workers: Pick<Workers, 'languageModel'>): LanguageModel {
  const client = () => workers.languageModel.client;
  /** The browser is asked once, since some warn the developer each time. */
  let ask = memoised(builtIn);
  return {
    support: async () => {
      const { gpu, threads, isIsolated } = await client().call('support', undefined);
      // Memory that threads share is only had where the page is isolated.
      return { gpu, threads: isIsolated ? threads : 1 };
    },
    builtIn: async () => {
      // One that fails to say it is asked again when somebody next wants to know.
      const availability = await ask().catch(() => undefined);
      // Another tab may download it.
      if (availability === 'downloadable') ask = memoised(builtIn);
      return availability;
    },
    fetchBuiltIn: async ({ signal, onProgress }) => {
      const { fetchBuiltInModel } = await import('../built-in-model');
      try {
        await fetchBuiltInModel(signal, onProgress);
      } finally {
        ask = memoised(builtIn);
      }
    },
    mlcRecords: () => client().call('mlcRecords', undefined),
    load: (modelId, { selfTest, signal, onProgress }) =>
      client().call(
        'load',
        { modelId, selfTest },
        { signal, onProgress: ({ fraction }) => onProgress(fraction) },
      ),
    unload: () => client().call('unload', undefined),
    losses: () => client().stream('losses', undefined),
    observeCrash: (onCrash) => workers.languageModel.observeCrash(onCrash),
    benchmark: (modelId) => client().call('benchmark', { modelId }),
  };
}

/** Most browsers bring none. */
async function builtIn(): ReturnType<LanguageModel['builtIn']> {
  if (!('LanguageModel' in globalThis)) return undefined;
  const { readBuiltInAvailability } = await import('../built-in-model');
  const availability = await readBuiltInAvailability();
  if (availability === 'unavailable') return undefined;
  return availability === 'available' ? 'available' : 'downloadable';
}
