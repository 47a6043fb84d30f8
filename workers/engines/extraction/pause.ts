import { nextTurn, turnMs } from '../../turns';

/** To be awaited between the steps of long work: now and then it lets messages in, and throws once it is cancelled. */
export function createPause(signal: AbortSignal): () => Promise<void> {
  let resumedAt = performance.now();
  return async () => {
    if (performance.now() - resumedAt < turnMs) return;
    await nextTurn();
    signal.throwIfAborted();
    resumedAt = performance.now();
  };
}
