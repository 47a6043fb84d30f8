import { AppError, isAbortError, toAppError } from '../../src/core/app-error';
import type { ModelStoreContract } from '../../src/contracts/model-store';
import type { ModelPackage } from '../../src/core/models/model-package';
import { removeModelFolder, safeName } from '../../src/storage/model-files';
import { copyModelIn } from './copy-in';
import { copyModelOut } from './copy-out';
import { installModel, type InstallOptions } from './install';
import { OneWriter } from './one-writer';
import { resolvePackage } from './resolve-package';
import { verifyModel } from './verify';

export interface ModelStoreOptions extends InstallOptions {
  /** Undefined where the browser has none. */
  readonly locks: LockManager | undefined;
}

/** The model store of one worker. */
export function createModelStore(options: ModelStoreOptions): ModelStoreContract {
  const { models } = options;
  const writer = new OneWriter(options.locks);
  return {
    resolve: ({ wanted, bases }, { signal }) =>
      resolvePackage(wanted, bases, { request: options.request, retry: options.retry, signal }),
    install: ({ package: wanted }, context) =>
      withCodes(async () => {
        checkPackage(wanted);
        await writer.write(wanted.id, context, (signal, report) =>
          installModel(wanted, options, signal, report),
        );
      }),
    copyIn: ({ package: wanted, blobs }, context) =>
      withCodes(async () => {
        checkPackage(wanted);
        await writer.write(wanted.id, context, (signal, report) =>
          copyModelIn({ package: wanted, blobs }, options, signal, report),
        );
      }),
    verify: ({ modelId }, context) =>
      withCodes(() =>
        writer.write(modelId, context, (signal, report) => verifyModel(modelId, models, signal, report)),
      ),
    remove: ({ modelId }, { signal }) =>
      withCodes(() =>
        writer.insteadOfOthers(modelId, signal, async () => {
          // In this order: bytes without a row are swept up at the next start, a row without bytes would be believed.
          await models.remove(modelId);
          await removeModelFolder(safeName(modelId));
        }),
      ),
    copyOut: (input, { signal, progress }) => withCodes(() => copyModelOut(input, models, signal, progress)),
  };
}

function checkPackage({ id, files }: ModelPackage): void {
  if (id === '' || files.length === 0) throw new AppError('invalid-input', 'a model needs an id and files');
  const paths = new Set(files.map(({ path }) => path));
  if (paths.size < files.length || paths.has('')) {
    throw new AppError('invalid-input', `${id}: every file needs a path of its own`);
  }
}

/** What the browser's storage throws has no code of its own. */
async function withCodes<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isAbortError(error) ? error : toAppError(error, 'storage-failed');
  }
}
