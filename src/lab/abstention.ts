import { round } from './metrics';
import type { AbstentionPoint } from './protocol';

const steps = 50;

/** What each threshold would refuse, given how confident retrieval was of each question. */
export function abstentionCurve(
  unanswerable: readonly number[],
  answerable: readonly number[],
): AbstentionPoint[] {
  return Array.from({ length: steps + 1 }, (_, step) => {
    const threshold = step / steps;
    return {
      threshold: round(threshold, 2),
      refusedUnanswerable: round(shareBelow(threshold, unanswerable), 4),
      refusedAnswerable: round(shareBelow(threshold, answerable), 4),
    };
  });
}

function shareBelow(threshold: number, values: readonly number[]): number {
  if (values.length === 0) return 0;
  return values.filter((value) => value < threshold).length / values.length;
}
