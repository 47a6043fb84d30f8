const mostThreads = 4;

/** Threads of the ONNX runtime. Left alone, it takes one on two cores; without isolation there can be only one. */
export function embeddingThreads({ crossOriginIsolated, navigator }: typeof globalThis): number {
  return crossOriginIsolated ? Math.min(mostThreads, navigator.hardwareConcurrency) : 1;
}
