import type { ImportProgress, ImportStage } from '../contracts/importer';

export interface ProgressStart {
  readonly stage: ImportStage;
  readonly loaded: number;
  readonly atMs: number;
}

/** A guess made sooner would jump about. */
const settlingMs = 2000;
/** Of the stage; where it takes long, less tells its pace too. */
const enoughShare = 0.02;
const longMs = 15_000;

/** Milliseconds until the stage ends at the pace so far; undefined while there is too little to go by. */
export function remainingMs(
  start: ProgressStart | undefined,
  progress: ImportProgress,
  nowMs: number,
): number | undefined {
  if (start?.stage !== progress.stage || progress.total <= 0) return undefined;
  const elapsedMs = nowMs - start.atMs;
  const done = progress.loaded - start.loaded;
  if (elapsedMs < settlingMs || done <= 0) return undefined;
  if (done / progress.total < enoughShare && elapsedMs < longMs) return undefined;
  return (elapsedMs / done) * (progress.total - progress.loaded);
}
