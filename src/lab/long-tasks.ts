/** Watches how long the main thread is kept from reacting, by the Long Tasks API (over 50 ms). */
export function longTasks(): { longestMs: () => number } {
  let longestMs = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestMs = Math.max(longestMs, duration);
  });
  observer.observe({ entryTypes: ['longtask'] });
  return {
    longestMs: () => {
      for (const { duration } of observer.takeRecords()) longestMs = Math.max(longestMs, duration);
      return longestMs;
    },
  };
}
