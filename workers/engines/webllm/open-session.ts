import type { GpuSupport } from '../../../src/contracts/language-model';
import type { ModelToOpen, OpenOptions } from '../../language-models/text-engine';
import { EngineSession } from './engine-session';
import { saying, webLlmError } from './errors';
import type { WebLlmLibrary } from './library';
import { LoadProgressReader } from './load-progress';
import { recordOf } from './stored-record';

/** Puts a model that lies on this device onto the GPU. Aborting leaves nothing loaded. */
export async function openSession(
  model: ModelToOpen,
  { library, support }: { readonly library: WebLlmLibrary; readonly support: GpuSupport },
  { signal, onProgress }: OpenOptions,
): Promise<EngineSession> {
  if (support.status === 'absent') throw saying('webgpu-unavailable', support.reason);
  const record = await recordOf(model, library.models);
  signal.throwIfAborted();
  const progress = new LoadProgressReader();
  const session = new EngineSession(model.id, (onDeviceLost) =>
    library.createEngine({
      record,
      files: model.files,
      onProgress: (reported) => {
        // Once aborted, the library forgets the signal of what it has yet to read; this ends it there.
        signal.throwIfAborted();
        onProgress(progress.read(reported));
      },
      onDeviceLost,
    }),
  );
  const reload = session.engine.reload(model.id);
  const stop = (): void => {
    session.engine.unload().catch(() => undefined);
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    await session.untilLost(reload);
    // The library ends an aborted reload as if it had succeeded.
    signal.throwIfAborted();
    session.model = library.loadedModel(session.engine, model.id);
    return session;
  } catch (error) {
    // A lost device may keep it from ending.
    if (!session.loss) await reload.catch(() => undefined);
    // What made the load fail matters, not what its ruins do.
    await session.close().catch(() => undefined);
    signal.throwIfAborted();
    throw webLlmError(error, 'model-load-failed', session.loss);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
