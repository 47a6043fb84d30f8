const cancelWithinMs = 2000;
const mostMegabytes = { hostile: 500, honest: 700 };

/**
 * What is wrong with how a file was endured, in words; nothing when all is well.
 * @param {Omit<import('./hostile.mjs').HostileRow, 'problems'>} row
 */
export function problemsOf({ outcome, message, isHonest, cancelMs, goodFileMs, peakMegabytes }) {
  const problems = [];
  if (outcome === 'crashed') problems.push(`the browser gave up: ${message}`);
  if (outcome === 'stuck') problems.push('nothing moved any more after ten seconds');
  if (isHonest && (outcome === 'refused' || outcome === 'kept')) problems.push('it was not read');
  const wasCancelled = outcome === 'progressing' || outcome === 'stuck';
  if (wasCancelled && cancelMs === null) problems.push('cancelling did not end it');
  if (cancelMs !== null && cancelMs > cancelWithinMs) problems.push(`cancelling took ${cancelMs} ms`);
  if (outcome !== 'crashed' && goodFileMs === null) problems.push('the file after it was never read');
  const limit = isHonest ? mostMegabytes.honest : mostMegabytes.hostile;
  if (peakMegabytes !== null && peakMegabytes > limit) {
    problems.push(`it took ${peakMegabytes} MB, over ${limit}`);
  }
  return problems;
}
