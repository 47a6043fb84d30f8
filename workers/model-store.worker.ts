import { serve } from '../src/rpc/server';
import { InkstoneDatabase } from '../src/storage/database';
import { ModelRepository } from '../src/storage/models';
import { browserNetwork } from './model-store/connection';
import { createModelStore } from './model-store/model-store';
import { sweepModels } from './model-store/sweep';

const models = new ModelRepository(new InkstoneDatabase());
// Absent on pages without a secure origin, whatever the types say.
const locks = 'locks' in navigator ? navigator.locks : undefined;

serve(
  self,
  createModelStore({
    models,
    locks,
    request: { fetch: (url, init) => fetch(url, init), stallMs: 30_000 },
    retry: { network: browserNetwork, baseDelayMs: 1000, offlineMs: 10 * 60_000, random: Math.random },
    estimate: () => navigator.storage.estimate(),
    parallel: 4,
    checkpointBytes: 8 * 1024 * 1024,
  }),
);

// A browser without a private file system has nothing to sweep; what is asked of the store says so.
if (locks) sweepModels(models, locks).catch(() => undefined);
