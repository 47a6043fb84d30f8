import type { BuiltInModelContract } from '../src/contracts/built-in-model';
import type { DeviceSupport } from '../src/contracts/language-model';
import { Peer } from '../src/rpc/peers';
import { serve } from '../src/rpc/server';
import { InkstoneDatabase } from '../src/storage/database';
import { readGpuSupport } from './engines/webllm/gpu-support';
import { createLanguageModel } from './language-models/host';
import { installedModels } from './language-models/installed-models';
import { createRegistry } from './language-models/registry';

// A weak GPU reads a full window for minutes, and then still writes a token in seconds.
const patience = { firstTokenMs: 300_000, nextTokenMs: 60_000 };

/** What only windows have. */
const page = new Peer<BuiltInModelContract>(self, 'builtInModel');

async function readSupport(): Promise<DeviceSupport> {
  return {
    gpu: await readGpuSupport(),
    threads: navigator.hardwareConcurrency,
    isIsolated: crossOriginIsolated,
  };
}

serve(
  self,
  createLanguageModel({
    engineFor: createRegistry({
      mlc: async () => {
        const [{ createWebLlmEngine }, { loadWebLlm }] = await Promise.all([
          import('./engines/webllm/webllm-engine'),
          import('./engines/webllm/real-library'),
        ]);
        return createWebLlmEngine({ loadLibrary: loadWebLlm, readSupport: readGpuSupport, patience });
      },
      gguf: async () => {
        const [{ createWllamaEngine }, { hasUsableGpu }] = await Promise.all([
          import('./engines/wllama/wllama-engine'),
          import('./engines/wllama/gpu-choice'),
        ]);
        return createWllamaEngine({ hasGpu: hasUsableGpu });
      },
      'built-in': async () => {
        const { createBuiltInEngine } = await import('./engines/built-in/built-in-engine');
        return createBuiltInEngine(page);
      },
    }),
    installed: installedModels(new InkstoneDatabase()),
    readSupport,
    mlcRecords: async () => {
      const [{ mlcRecordsOf }, { loadWebLlm }] = await Promise.all([
        import('./engines/webllm/mlc-records'),
        import('./engines/webllm/real-library'),
      ]);
      return mlcRecordsOf(await loadWebLlm());
    },
  }),
);
