import { AppError, toAppError } from '../../src/core/app-error';

export type EstimateRoom = () => Promise<{ readonly quota?: number; readonly usage?: number }>;

/** What is left for everything else that the app writes. */
const marginBytes = 64 * 1024 * 1024;

/** Errors: `storage-full`. */
export async function checkRoom(neededBytes: number, estimate: EstimateRoom): Promise<void> {
  if (neededBytes === 0) return;
  const { quota, usage = 0 } = await estimate();
  if (quota === undefined || neededBytes + marginBytes <= quota - usage) return;
  const freeBytes = Math.max(0, quota - usage);
  throw new AppError(
    'storage-full',
    `${neededBytes} bytes are to come, and the browser has room for ${freeBytes}`,
    { detail: { kind: 'no-room', neededBytes: neededBytes + marginBytes, freeBytes } },
  );
}

/** Says of a write that found no room how much was still to come; a browser may tell of more than it gives. */
export function withNeed(error: unknown, neededBytes: number): unknown {
  const known = toAppError(error, 'storage-failed');
  if (known.code !== 'storage-full' || known.detail) return error;
  return new AppError(known.code, known.message, {
    cause: error,
    detail: { kind: 'no-room', neededBytes },
  });
}
