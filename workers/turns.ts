import type { Steps } from '../src/core/chunking-steps';

/** How long work goes on before other calls get their turn. */
export const turnMs = 16;

/** Lets waiting messages in, a question's or a cancel among them. A timer would wait some milliseconds longer. */
export function nextTurn(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/** Carries out work by its steps, letting others in between, until it is done or aborted. */
export async function runInTurns<Result>(steps: Steps<Result>, signal: AbortSignal): Promise<Result> {
  let turnStart = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - turnStart < turnMs) continue;
    await nextTurn();
    signal.throwIfAborted();
    turnStart = performance.now();
  }
}
