import type { ModelPackage } from '../../core/models/model-package';

/** Worth asking the browser to keep. */
const largeBytes = 100e6;

/** Asks the browser to keep what is stored before the first large model; whether there is room the store sees to. */
export async function keepStorage({ files }: Pick<ModelPackage, 'files'>): Promise<void> {
  const bytes = files.reduce((sum, { bytes: length = 0 }) => sum + length, 0);
  if (bytes >= largeBytes && !(await navigator.storage.persisted())) await navigator.storage.persist();
}
