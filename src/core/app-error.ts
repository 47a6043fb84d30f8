/** What went wrong, as meaning; the wording belongs to i18n, in both languages. */
export const errorCodes = [
  'unsupported-format',
  'empty-file',
  'no-text',
  'encrypted',
  'wrong-password',
  'locked',
  'corrupt',
  'too-large',
  'too-complex',
  'not-stored',
  'duplicate',
  'busy',
  'storage-full',
  'storage-failed',
  'storage-blocked',
  'not-found',
  'worker-crashed',
  'model-load-failed',
  'model-download-failed',
  'model-not-found',
  'model-gated',
  'not-a-model-host',
  'too-many-requests',
  'model-damaged',
  'model-incompatible',
  'model-unsound',
  'webgpu-unavailable',
  'device-lost',
  'out-of-memory',
  'context-overflow',
  'offline',
  'index-unsupported',
  'invalid-input',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

export class AppError extends Error {
  override readonly name = 'AppError';

  constructor(
    readonly code: ErrorCode,
    message: string = code,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Gives any thrown value a code: an AppError keeps its own, all else is `fallback`. */
export function toAppError(error: unknown, fallback: ErrorCode = 'internal'): AppError {
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new AppError(storageCode(error) ?? fallback, message, { cause: error });
}

export function isAbortError(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function storageCode(error: unknown): ErrorCode | undefined {
  if (!(error instanceof Error)) return undefined;
  // Dexie wraps the browser's error and names both.
  const names = [error.name, 'inner' in error && error.inner instanceof Error && error.inner.name];
  return names.includes('QuotaExceededError') ? 'storage-full' : undefined;
}
