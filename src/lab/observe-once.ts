import type { Observe } from '../services/app-services';

/** The stored value as it is now. */
export function observeOnce<T>(observe: Observe<T>): Promise<T> {
  return new Promise((resolve) => {
    const stop = observe((value) => {
      resolve(value);
      // The first value may come before there is anything to stop.
      queueMicrotask(() => stop());
    });
  });
}
