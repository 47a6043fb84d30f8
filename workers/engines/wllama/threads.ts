const mostThreads = 8;

/**
 * Threads of llama.cpp. Without isolation there can be only one. All of them wait for the slowest at every step, so one
 * core is left to the rest of the app, and on more than four cores the half that is slow, or the second face of another.
 */
export function modelThreads({
  crossOriginIsolated,
  navigator,
}: {
  readonly crossOriginIsolated: boolean;
  readonly navigator: { readonly hardwareConcurrency: number };
}): number {
  if (!crossOriginIsolated) return 1;
  const cores = navigator.hardwareConcurrency || 1;
  return Math.max(1, Math.min(mostThreads, cores <= 4 ? cores - 1 : Math.max(3, Math.floor(cores / 2))));
}
