/**
 * What one import has to do again after a kill.
 * @typedef {{ path: string, stage: string, ms: number }} RepeatedWork
 *
 * How many milliseconds of work on one import a kill made vain: the time from the last of it that is stored to the kill.
 *
 * That is the latest of: when the import was first seen to run in the browser that was killed; when, with its bytes
 * stored, it was first seen past copying; its last checkpoint in the store; and when it was seen to have read as many
 * pages as are kept. Where not even the bytes were stored, copying begins anew, and only the first counts.
 * @param {readonly { at: number, stage: string, loaded: number }[]} seen what was told of the import, in order
 * @param {import('../../../src/lab/protocol').StoredProgress} stored
 * @param {number} killedAt milliseconds since 1970, as all times here
 */
export function repeatedMs(seen, { areBytesStored, checkpointAt, keptItems }, killedAt) {
  const [first] = seen;
  if (!first) return 0;
  const marks = [first.at];
  if (areBytesStored) {
    const copied = seen.find(({ stage }) => stage !== 'copying');
    const kept = seen.findLast(
      ({ stage, loaded }) => stage === 'reading' && loaded > 0 && loaded <= keptItems,
    );
    marks.push(copied?.at ?? first.at, kept?.at ?? first.at, checkpointAt ?? first.at);
  }
  return Math.max(0, killedAt - Math.max(...marks));
}

/** @param {readonly number[]} values */
export function spread(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return { p50: sorted[Math.floor((sorted.length - 1) / 2)] ?? null, max: sorted.at(-1) ?? null };
}
