import { describe, expect, it } from 'vitest';
import type { ImportProgress } from '../../../src/contracts/importer';
import { ImportBatch } from '../../../src/state/import-batch';
import { pendingVersion, storedDocument } from './stored-documents';

const nothing: ReadonlyMap<string, ImportProgress> = new Map();
const queued = (path: string, sizeBytes = 1_000_000) => storedDocument(path, { status: 'queued', sizeBytes });

describe('the progress of all imports together', () => {
  it('counts documents by their bytes', () => {
    const batch = new ImportBatch();
    batch.take([queued('long.pdf', 2_950_000), queued('short.md', 950_000)]);
    batch.take([storedDocument('long.pdf'), queued('short.md', 950_000)]);
    expect(batch.fraction(nothing)).toBe(0.75);
  });

  it('leaves out what was there before it began', () => {
    const batch = new ImportBatch();
    batch.take([storedDocument('old.pdf'), queued('new.pdf')]);
    expect(batch.fraction(nothing)).toBe(0);
  });

  it('counts what runs by the stage that it is in', () => {
    const batch = new ImportBatch();
    batch.take([queued('a.pdf')]);
    const at = (stage: ImportProgress['stage'], loaded: number) =>
      batch.fraction(new Map([['a.pdf', { stage, loaded, total: 10 }]]));
    const way = [
      at('copying', 5),
      at('reading', 5),
      at('splitting', 5),
      at('embedding', 5),
      at('storing', 5),
    ];
    expect(way).toEqual(way.toSorted((a, b) => a - b));
    expect(new Set(way).size).toBe(5);
    expect(at('embedding', 10)).toBeGreaterThan(at('embedding', 9));
  });

  it('counts one that failed as done, and one that was cancelled not at all', () => {
    const batch = new ImportBatch();
    batch.take([queued('a.pdf'), queued('b.pdf'), queued('c.pdf')]);
    batch.take([storedDocument('a.pdf', { status: 'failed' }), queued('c.pdf')]);
    expect(batch.fraction(nothing)).toBe(0.5);
  });

  it('takes in a version that is to take the place of another', () => {
    const batch = new ImportBatch();
    batch.take([storedDocument('a.pdf', { pending: pendingVersion }), queued('b.pdf')]);
    batch.take([storedDocument('a.pdf'), queued('b.pdf')]);
    expect(batch.fraction(nothing)).toBe(0.5);
  });

  it('begins anew once nothing is left', () => {
    const batch = new ImportBatch();
    batch.take([queued('a.pdf')]);
    batch.take([storedDocument('a.pdf')]);
    batch.take([storedDocument('a.pdf'), queued('b.pdf')]);
    expect(batch.fraction(nothing)).toBe(0);
  });
});

describe('the time left of all imports', () => {
  const paths = ['a', 'b', 'c', 'd'];
  const take = (batch: ImportBatch, done: number) =>
    batch.take(paths.map((path, index) => (index < done ? storedDocument(path) : queued(path))));

  it('follows the pace so far', () => {
    const batch = new ImportBatch();
    take(batch, 0);
    expect(batch.timeLeftMs(nothing, 0)).toBeUndefined();
    take(batch, 1);
    expect(batch.timeLeftMs(nothing, 10_000)).toBe(30_000);
  });

  it('is not told while there is too little to go by', () => {
    const batch = new ImportBatch();
    take(batch, 0);
    batch.timeLeftMs(nothing, 0);
    take(batch, 1);
    expect(batch.timeLeftMs(nothing, 1000)).toBeUndefined();
  });

  it('is not told by the first bytes of many files', () => {
    const batch = new ImportBatch();
    const many = Array.from({ length: 83 }, (_, index) => `${index}.md`);
    const takeMany = (done: number) =>
      batch.take(many.map((path, index) => (index < done ? storedDocument(path) : queued(path, 2000))));
    takeMany(0);
    batch.timeLeftMs(nothing, 0);
    const copying = new Map([['0.md', { stage: 'copying', loaded: 10, total: 2000 } as const]]);
    expect(batch.timeLeftMs(copying, 5000)).toBeUndefined();
    takeMany(1);
    expect(batch.timeLeftMs(nothing, 6000)).toBeUndefined();
    takeMany(40);
    expect(batch.timeLeftMs(nothing, 10_000)).toBeLessThan(15_000);
  });

  it('does not count the time before anything was done', () => {
    const batch = new ImportBatch();
    take(batch, 0);
    for (const atMs of [0, 30_000, 60_000]) batch.timeLeftMs(nothing, atMs);
    take(batch, 2);
    expect(batch.timeLeftMs(nothing, 70_000)).toBe(10_000);
  });

  it('is told of a file that takes minutes before a twentieth of it is done', () => {
    const batch = new ImportBatch();
    batch.take([queued('a.pdf')]);
    const at = (loaded: number) => new Map([['a.pdf', { stage: 'reading', loaded, total: 100 } as const]]);
    batch.timeLeftMs(at(0), 0);
    expect(batch.timeLeftMs(at(5), 20_000)).toBeUndefined();
    expect(batch.timeLeftMs(at(10), 40_000)).toBeGreaterThan(60_000);
  });

  it('forgets a rest', () => {
    const batch = new ImportBatch();
    take(batch, 0);
    batch.timeLeftMs(nothing, 0);
    batch.rest();
    batch.timeLeftMs(nothing, 100_000);
    take(batch, 2);
    expect(batch.timeLeftMs(nothing, 110_000)).toBe(10_000);
  });
});
