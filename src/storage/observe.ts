import { liveQuery } from 'dexie';

/**
 * Runs `query` now and after every change to what it read, in any tab or worker.
 * Returns the function that ends it.
 */
export function observe<T>(
  query: () => Promise<T>,
  onValue: (value: T) => void,
  onError?: (error: unknown) => void,
): () => void {
  const subscription = liveQuery(query).subscribe({
    next: onValue,
    error: (error: unknown) => onError?.(error),
  });
  return () => {
    subscription.unsubscribe();
  };
}
