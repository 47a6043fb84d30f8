import { AppError } from '../../core/app-error';
import type { ModelPackage } from '../../core/models/model-package';

/** Worth asking the browser to keep. */
const largeBytes = 100e6;
/** The journal, and what documents need meanwhile. */
const spareBytes = 50e6;

/**
 * Sees that the rest of a model fits before anything of it is fetched (`storage-full`), and asks the browser to keep
 * what is stored before the first large one.
 */
export async function makeRoom({ files }: ModelPackage, storedBytes: number): Promise<void> {
  const wholeBytes = files.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
  if (wholeBytes >= largeBytes && !(await navigator.storage.persisted())) await navigator.storage.persist();
  const { usage, quota } = await navigator.storage.estimate();
  if (usage === undefined || quota === undefined) return;
  const neededBytes = wholeBytes - storedBytes;
  if (neededBytes > 0 && neededBytes + spareBytes > quota - usage) {
    throw new AppError('storage-full', `${neededBytes} bytes are needed, ${quota - usage} are free`);
  }
}
