/**
 * What this device found out about models that search: the faster processor for each, and which passed their test. In a
 * cache of the browser's, which every worker reaches.
 */
export function openDeviceFindings(): Promise<Cache> {
  return caches.open('inkstone-search-models');
}
