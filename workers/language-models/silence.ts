/** After so long without a token the device is taken for lost. */
export interface Patience {
  /** The whole prompt is read before the first token. */
  readonly firstTokenMs: number;
  readonly nextTokenMs: number;
}

const tickMs = 1000;
/** A timer that is later than this was held up with all else: the machine slept, or the browser froze the tab. */
const lateMs = 5 * tickMs;

/**
 * Calls `onSilence` once so much waking time has passed. Time in which the worker itself stood still says nothing about
 * the device: after it, the wait begins anew. Returns what ends it.
 */
export function watchSilence(waitMs: number, onSilence: () => void): () => void {
  let left = waitMs;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tick = (): void => {
    const stepMs = Math.min(tickMs, left);
    const begun = performance.now();
    timer = setTimeout(() => {
      const isLate = performance.now() - begun > stepMs + lateMs;
      left = isLate ? waitMs : left - stepMs;
      if (left > 0) tick();
      else onSilence();
    }, stepMs);
  };
  tick();
  return () => {
    clearTimeout(timer);
  };
}
