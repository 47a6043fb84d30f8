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

/** What of a failure can be named in words, beyond its code. Plain data: it comes from workers too. */
export type ErrorDetail =
  /** No answer came from the host. */
  | { readonly kind: 'unreachable'; readonly host: string }
  /** The answer ended before its end. */
  | { readonly kind: 'cut-off'; readonly host: string }
  | { readonly kind: 'refused'; readonly host: string; readonly status: number }
  /** The page may not connect to it. */
  | { readonly kind: 'not-allowed'; readonly host: string }
  /** `freeBytes` is absent where the browser gave less than it had told. */
  | { readonly kind: 'no-room'; readonly neededBytes: number; readonly freeBytes?: number }
  /** The file is shorter than what it says of itself. */
  | {
      readonly kind: 'cut-short';
      readonly path: string;
      readonly bytes: number;
      readonly expectedBytes: number;
    }
  /** The file is not what its name says. */
  | { readonly kind: 'no-model-file'; readonly path: string }
  /** It makes vectors or reads pictures. */
  | { readonly kind: 'no-answer-model' }
  /** It writes text and makes no vectors, in a format that only models for search are read of. */
  | { readonly kind: 'no-search-model' }
  /** A question, in characters, and about how many of it the model that answers could read. */
  | { readonly kind: 'question-too-long'; readonly characters: number; readonly mostCharacters: number };

export class AppError extends Error {
  override readonly name = 'AppError';
  readonly detail: ErrorDetail | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string = code,
    { detail, ...options }: ErrorOptions & { readonly detail?: ErrorDetail | undefined } = {},
  ) {
    super(message, options);
    this.detail = detail;
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
