import { isAbortError } from '../../../../src/core/app-error';
import { openZip } from './open-zip';

/** The names in an archive, one a line; empty where it cannot be opened, which its reader will say. */
export async function partNames(file: Blob, signal: AbortSignal): Promise<string> {
  try {
    const { entries } = await openZip(file, { signal });
    return entries.map(({ name }) => name).join('\n');
  } catch (error) {
    if (isAbortError(error)) throw error;
    return '';
  }
}
