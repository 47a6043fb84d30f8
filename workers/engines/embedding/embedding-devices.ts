import { AppError } from '../../../src/core/app-error';
import { RpcClient } from '../../../src/rpc/client';
import { DeviceChoice, type TrialResult } from './device-choice';
import { storedDevices } from './device-memory';
import type { TrialContract } from './device-trial';
import { findGraphicsProcessor } from './graphics-processor';

/** A first run compiles a program for every step of the model; a driver that hangs takes longer than that. */
const trialTimeoutMs = 60_000;

export const embeddingDevices = new DeviceChoice({
  findProcessor: () => findGraphicsProcessor(),
  memory: storedDevices,
  tryBoth: (modelPath) =>
    tryInWorker(
      new Worker(new URL('../../embedding-trial.worker.ts', import.meta.url), { type: 'module' }),
      modelPath,
    ),
});

/** Runs a trial in `worker` and ends it, whatever becomes of the trial. */
export async function tryInWorker(
  worker: Worker,
  modelPath: string,
  timeoutMs = trialTimeoutMs,
): Promise<TrialResult> {
  const client = new RpcClient<TrialContract>(worker);
  const fail = (message: string): void => client.fail(new AppError('worker-crashed', message));
  worker.addEventListener('error', () => fail('the trial crashed'));
  const timer = setTimeout(() => fail('the trial took too long'), timeoutMs);
  try {
    return await client.call('tryBoth', { modelPath });
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}
