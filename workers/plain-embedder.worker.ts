import { serve } from '../src/rpc/server';
import { createEmbedder } from './engines/embedding/embedder';
import { loadBackend } from './engines/embedding/load-backend';
import { ownSettings } from './engines/embedding/transformers-runtime';

/** Part of the lab, not of the app: the embedder of the loops that import is measured beside, without WebGPU. */
const { threads } = ownSettings();
const settings = { threads: self.name === 'one thread' ? 1 : threads, build: 'wasm' } as const;

serve(
  self,
  createEmbedder({
    openBackend: (modelPath, kind, onProgress) => loadBackend(modelPath, kind, onProgress, settings),
  }),
);
