import type { BenchContract } from '../contracts/bench';
import type { RpcClient } from '../rpc/client';
import { WorkerHandle } from '../services/workers';

/** Runs `work` with a new worker that is ended afterwards, so that no measurement inherits another's memory. */
export async function withBenchWorker<T>(work: (client: RpcClient<BenchContract>) => Promise<T>): Promise<T> {
  const handle = new WorkerHandle<BenchContract>(
    () => new Worker(new URL('../../workers/bench.worker.ts', import.meta.url), { type: 'module' }),
  );
  try {
    return await work(handle.client);
  } finally {
    handle.stop();
  }
}
