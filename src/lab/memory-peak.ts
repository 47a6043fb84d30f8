interface MeasuringPerformance {
  measureUserAgentSpecificMemory?: () => Promise<{ readonly bytes: number }>;
}

/**
 * The most memory that the page and its workers were seen to hold: JavaScript's heaps and buffers, by
 * `measureUserAgentSpecificMemory`, one measurement after another; each comes with a garbage collection, so peaks in
 * between are not seen. Undefined where the browser does not measure.
 */
export function memoryPeak(): { readonly stop: () => Promise<number | undefined> } {
  const measuring: Performance & MeasuringPerformance = performance;
  let peakBytes: number | undefined;
  let isStopped = false;

  async function watch(): Promise<void> {
    while (!isStopped && self.crossOriginIsolated && measuring.measureUserAgentSpecificMemory) {
      const { bytes } = await measuring.measureUserAgentSpecificMemory();
      peakBytes = Math.max(peakBytes ?? 0, bytes);
    }
  }

  const watching = watch();
  return {
    stop: async () => {
      isStopped = true;
      await watching;
      return peakBytes;
    },
  };
}
