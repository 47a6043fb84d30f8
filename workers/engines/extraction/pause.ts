/** How long work may go on before messages are let in, a cancellation among them. */
const stretchMs = 40;

/** To be awaited between the steps of long work: now and then it lets messages in, and throws once it is cancelled. */
export function createPause(signal: AbortSignal): () => Promise<void> {
  let resumedAt = performance.now();
  return async () => {
    if (performance.now() - resumedAt < stretchMs) return;
    await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
    resumedAt = performance.now();
  };
}
