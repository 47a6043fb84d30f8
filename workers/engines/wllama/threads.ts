const mostThreads = 8;

/**
 * Threads of llama.cpp. Without isolation there can be only one. On more than four cores about half are slow ones or
 * the second faces of others, and all threads wait for the slowest at every step.
 */
export function modelThreads({
  crossOriginIsolated,
  navigator,
}: Pick<typeof globalThis, 'crossOriginIsolated'> & {
  readonly navigator: Pick<Navigator, 'hardwareConcurrency'>;
}): number {
  if (!crossOriginIsolated) return 1;
  const cores = navigator.hardwareConcurrency || 1;
  return Math.min(mostThreads, Math.max(Math.min(cores, 4), Math.floor(cores / 2)));
}
