/**
 * @typedef {{ kills: number, lost: number, corrupt: number, repeatedMs: { p50: number | null, max: number | null }, problems: string[] }} ChaosResult
 * @returns {Promise<ChaosResult>}
 */
export function runChaos() {
  return Promise.reject(new Error('no'));
}
