/**
 * Tells the console of what went wrong beside the work. `reportError` would end the worker: the page takes every error
 * of a worker for its crash.
 */
export function reportProblem(error: unknown): void {
  // eslint-disable-next-line no-console -- nobody else is there to be told
  console.error(error);
}
