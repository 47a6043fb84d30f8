import { describe, expect, it } from 'vitest';
import { repeatedMs, spread } from '../../../scripts/lab/chaos/repeated-work.mjs';

const seen = [
  { at: 1000, stage: 'copying', loaded: 0 },
  { at: 2000, stage: 'reading', loaded: 1 },
  { at: 3000, stage: 'reading', loaded: 2 },
  { at: 4000, stage: 'embedding', loaded: 9 },
];
const stored = { documentId: 'a', path: 'a.md', areBytesStored: true, checkpointAt: null, keptItems: 0 };

describe('work that a kill makes vain', () => {
  it('is all since the import was first seen, when not even its bytes were stored', () => {
    expect(repeatedMs(seen, { ...stored, areBytesStored: false, checkpointAt: 4500 }, 5000)).toBe(4000);
  });

  it('begins after copying, when nothing but the bytes was stored', () => {
    expect(repeatedMs(seen, stored, 5000)).toBe(3000);
  });

  it('begins with the last page that is kept', () => {
    expect(repeatedMs(seen, { ...stored, keptItems: 2 }, 5000)).toBe(2000);
    expect(repeatedMs(seen, { ...stored, keptItems: 1 }, 5000)).toBe(3000);
  });

  it('begins with the last checkpoint of this browser, not with one of a browser before', () => {
    expect(repeatedMs(seen, { ...stored, checkpointAt: 4600 }, 5000)).toBe(400);
    expect(repeatedMs(seen, { ...stored, checkpointAt: 10 }, 5000)).toBe(3000);
  });

  it('is nothing for an import that had not begun', () => {
    expect(repeatedMs([], stored, 5000)).toBe(0);
  });
});

describe('a spread', () => {
  it('has a middle and a most, or neither', () => {
    expect(spread([5, 1, 9])).toEqual({ p50: 5, max: 9 });
    expect(spread([])).toEqual({ p50: null, max: null });
  });
});
