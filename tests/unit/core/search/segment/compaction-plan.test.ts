import { describe, expect, it } from 'vitest';
import {
  mostRows,
  planCompaction,
  type SegmentSize,
} from '../../../../../src/core/search/segment/compaction-plan';

let nextId = 1;
const segment = (rows: number, removedRows = 0): SegmentSize => ({ id: nextId++, rows, removedRows });
const many = (count: number, rows: number): SegmentSize[] =>
  Array.from({ length: count }, () => segment(rows));

describe('the plan of what to merge', () => {
  it('is nothing for a few segments, and for large ones however many', () => {
    expect(planCompaction([])).toEqual([]);
    expect(planCompaction([...many(7, 5), ...many(7, 600), ...many(30, 9000)])).toEqual([]);
  });

  it('is eight of about one size', () => {
    const small = many(8, 5);
    expect(planCompaction([...many(3, 500), ...small])).toEqual(small);
  });

  it('is no more than fits into one segment', () => {
    const chosen = planCompaction(many(9, 5000));
    expect(chosen.length).toBeGreaterThan(1);
    expect(chosen.reduce((sum, { rows }) => sum + rows, 0)).toBeLessThanOrEqual(mostRows);
  });

  it('is what is empty, and one of which much was removed', () => {
    const empty = segment(10, 10);
    expect(planCompaction([segment(10), empty])).toEqual([empty]);
    const worn = segment(16_000, 6000);
    expect(planCompaction([segment(16_000, 1000), worn])).toEqual([worn]);
  });

  it('lets be what never had a row, and takes out the least that was removed when it is thorough', () => {
    const empty = many(9, 0);
    expect(planCompaction(empty)).toEqual([]);
    const worn = segment(16_000, 1);
    expect(planCompaction([...empty, worn])).toEqual([]);
    expect(planCompaction([...empty, worn], { isThorough: true })).toEqual([worn]);
  });

  it('comes to an end, with few segments left and each chunk rewritten few times', () => {
    let segments: SegmentSize[] = [];
    let rewritten = 0;
    for (let document = 0; document < 5000; document += 1) {
      segments.push(segment(1 + ((document * 37) % 40)));
      for (let plan = planCompaction(segments); plan.length > 0; plan = planCompaction(segments)) {
        const merged = plan.reduce((sum, { rows }) => sum + rows, 0);
        rewritten += merged;
        const chosen = new Set(plan);
        segments = [...segments.filter((one) => !chosen.has(one)), segment(merged)];
      }
    }
    const total = segments.reduce((sum, { rows }) => sum + rows, 0);
    expect(segments.length).toBeLessThan(45);
    expect(rewritten / total).toBeLessThan(6);
  });
});
