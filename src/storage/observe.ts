import { Dexie, liveQuery, type PromiseExtended } from 'dexie';

export interface ObserveOptions {
  /** However often it changes, the query runs no oftener than this. */
  readonly intervalMs?: number;
}

/**
 * Runs `query` now and after every change to what it read, in any tab or worker.
 * Returns the function that ends it.
 */
export function observe<T>(
  query: () => Promise<T>,
  onValue: (value: T) => void,
  onError?: (error: unknown) => void,
  { intervalMs = 0 }: ObserveOptions = {},
): () => void {
  let nextAt = 0;
  const querier = (): Promise<T> | PromiseExtended<T> => {
    const waitMs = nextAt - performance.now();
    nextAt = performance.now() + Math.max(0, waitMs) + intervalMs;
    return waitMs <= 0 ? query() : delay(waitMs).then(query);
  };
  const subscription = liveQuery(querier).subscribe({
    next: onValue,
    error: (error: unknown) => onError?.(error),
  });
  return () => {
    subscription.unsubscribe();
  };
}

/** One of Dexie's own promises: what is read after it still counts as read by the query. */
function delay(milliseconds: number): PromiseExtended<void> {
  return new Dexie.Promise((resolve) => setTimeout(resolve, milliseconds));
}
