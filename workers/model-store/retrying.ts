import type { ErrorCode, ErrorDetail } from '../../src/core/app-error';

/** How often a failure is worth another try. */
export type Patience = 'none' | 'short' | 'long';

const triesByPatience: Readonly<Record<Patience, number>> = { none: 1, short: 4, long: 8 };

/** A request that failed in a way that may pass. */
export class RequestFailure extends Error {
  readonly patience: Patience;
  /** As long as the server asked to be left alone. */
  readonly waitMs: number | undefined;
  /** Whether what is here already cannot be of the file that the server has now. */
  readonly isStale: boolean;
  /** What it is called when nobody tries any more. */
  readonly code: ErrorCode;
  readonly detail: ErrorDetail | undefined;

  constructor(
    message: string,
    {
      patience,
      waitMs,
      isStale = false,
      code = 'model-download-failed',
      detail,
    }: {
      patience: Patience;
      waitMs?: number | undefined;
      isStale?: boolean;
      code?: ErrorCode;
      detail?: ErrorDetail | undefined;
    },
  ) {
    super(message);
    this.patience = patience;
    this.waitMs = waitMs;
    this.isStale = isStale;
    this.code = code;
    this.detail = detail;
  }
}

/** Whether to give up after so many failures in a row, the last of which is this one. */
export function isEnough(failures: number, { patience, waitMs = 0 }: RequestFailure): boolean {
  return failures >= triesByPatience[patience] || waitMs > longestWaitMs;
}

/** Nobody waits longer for a server without being asked. */
const longestWaitMs = 5 * 60_000;

const longestDelayMs = 30_000;

/** Doubles with each failure; half of it by chance, so that many who failed together do not come back together. */
export function backOffMs(failures: number, baseMs: number, random: () => number): number {
  const delay = Math.min(longestDelayMs, baseMs * 2 ** (failures - 1));
  return delay / 2 + (random() * delay) / 2;
}

/** Reads a `Retry-After` header: seconds or a date. */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/u.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
