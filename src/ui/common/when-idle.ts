/** Calls back when the browser has nothing to do; returns how to call that off. */
export function whenIdle(act: () => void): () => void {
  // Safari has no such callback.
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(act, 30);
    return () => clearTimeout(timer);
  }
  const request = requestIdleCallback(act, { timeout: 50 });
  return () => cancelIdleCallback(request);
}
