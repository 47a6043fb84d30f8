export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/**
 * The promise's own outcome if it comes in time; else throws DeadlineError, or the signal's reason once that
 * is aborted. The work itself goes on: whoever started it has to end it.
 */
export function settleWithin<T>(
  work: Promise<T>,
  { milliseconds, signal }: { readonly milliseconds: number; readonly signal: AbortSignal },
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      finish();
      reject(new DeadlineError(`no answer within ${milliseconds} ms`));
    }, milliseconds);
    const onAbort = () => {
      finish();
      reject(signal.reason instanceof Error ? signal.reason : new DOMException('cancelled', 'AbortError'));
    };
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener('abort', onAbort);
    work.then(resolve, reject).finally(finish);
  });
}
