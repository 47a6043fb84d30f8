import type { GpuSupport, ModelLoadProgress } from '../../../src/contracts/language-model';
import { AppError } from '../../../src/core/app-error';
import { estimateDownloadBytes } from '../../../src/core/models/mlc-model-id';
import { EngineSession } from './engine-session';
import { saying, webLlmError } from './errors';
import type { WebLlmLibrary } from './library';
import { LoadProgressReader } from './load-progress';
import { factsOf } from './model-facts';

export interface OpeningOptions {
  readonly library: WebLlmLibrary;
  readonly support: GpuSupport;
  readonly isOnline: () => boolean;
  readonly signal: AbortSignal;
  readonly report: (progress: ModelLoadProgress) => void;
}

/**
 * Downloads what is missing of a model and puts it onto the GPU. Aborting deletes what it has fetched of a model
 * that was not complete before; after a broken network the parts are kept, and the next attempt goes on from there.
 */
export async function openSession(modelId: string, options: OpeningOptions): Promise<EngineSession> {
  const { library, support, isOnline, signal, report } = options;
  if (support.status === 'absent') throw saying('webgpu-unavailable', support.reason);
  const record = library.models.find((candidate) => candidate.model_id === modelId);
  if (!record) throw saying('model-incompatible', `there is no model named ${modelId}`);
  const isInstalled = (await library.installedModels()).has(modelId);
  signal.throwIfAborted();
  if (!isInstalled && !isOnline()) throw saying('offline', '');

  const { id, vramBytes } = factsOf(record);
  const progress = new LoadProgressReader({
    isInstalled,
    downloadBytes: estimateDownloadBytes(id, vramBytes),
  });
  report(progress.latest);
  const session = new EngineSession(modelId, (onDeviceLost) =>
    library.createEngine({
      onProgress: (reported) => {
        // Once aborted, the library forgets the signal of what it has yet to fetch; this ends it there.
        signal.throwIfAborted();
        report(progress.read(reported));
      },
      onDeviceLost,
    }),
  );
  const reload = session.engine.reload(modelId);
  const stop = (): void => {
    session.engine.unload().catch(() => undefined);
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    await session.untilLost(reload);
    // The library ends an aborted reload as if it had succeeded.
    signal.throwIfAborted();
    session.model = library.loadedModel(session.engine, modelId);
    return session;
  } catch (error) {
    // Only after it has ended can nothing be stored behind our back; a lost device may keep it from ending.
    if (!session.loss) await reload.catch(() => undefined);
    // What made the load fail matters, not what its ruins do.
    await session.close().catch(() => undefined);
    const failure = webLlmError(error, 'model-load-failed', { isOnline: isOnline(), loss: session.loss });
    // Without space the parts only keep others from being stored.
    const isUseless = signal.aborted || (failure instanceof AppError && failure.code === 'storage-full');
    if (isUseless && !isInstalled && !(await library.installedModels()).has(modelId)) {
      await library.remove(modelId);
    }
    signal.throwIfAborted();
    throw failure;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
