import type { ErrorCode } from '../app-error';
import type { CatalogueEntry } from './catalogue-entry';

type Fitting = Pick<CatalogueEntry, 'id' | 'engine' | 'memoryBytes'>;

/** What comes of a graphics device or a worker that goes under a model, however often that is opened again. */
const engineCodes: ReadonlySet<ErrorCode> = new Set(['device-lost', 'worker-crashed']);

/**
 * Whether a model is worth starting where another could not be kept: a smaller one where memory ran out; a smaller one, or
 * one of another engine, where what computes it was lost; else any other. What is not known to be larger counts as smaller.
 */
export function mayTakeOver(candidate: Fitting, lost: Fitting, code: ErrorCode): boolean {
  if (candidate.id === lost.id) return false;
  const isKnown = candidate.memoryBytes > 0 && lost.memoryBytes > 0;
  const isSmaller = !isKnown || candidate.memoryBytes < lost.memoryBytes;
  if (code === 'out-of-memory') return isSmaller;
  if (engineCodes.has(code)) return isSmaller || candidate.engine !== lost.engine;
  if (code === 'webgpu-unavailable') return candidate.engine !== lost.engine;
  return true;
}
