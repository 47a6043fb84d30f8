import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { InkstoneDatabase } from '../../../../src/storage/database';
import { DocumentRepository } from '../../../../src/storage/documents';
import { SegmentRepository } from '../../../../src/storage/segments';
import { Compaction } from '../../../../workers/indexing/compaction';
import { OpenLibraries } from '../../../../workers/indexing/open-libraries';
import { commit, emptyLibrary, form, found, libraryId, nearest } from './stored-library';

let database: InkstoneDatabase;
let segments: SegmentRepository;
let libraries: OpenLibraries;

beforeEach(async () => {
  database = await emptyLibrary();
  segments = new SegmentRepository(database);
  libraries = new OpenLibraries(segments);
});

afterEach(async () => {
  libraries.close(libraryId);
  await database.delete();
});

/** A second tab over the same store. */
function otherTab() {
  const open = new OpenLibraries(segments);
  return { open, compaction: new Compaction(segments, open) };
}

async function compact(): Promise<void> {
  const compaction = new Compaction(segments, libraries);
  compaction.schedule(libraryId);
  await compaction.settled();
}

describe('an open library', () => {
  it('has what is stored, and what is committed while it is open', async () => {
    await commit(database, 'a', ['grinding ink', 'paper']);
    expect(found(await libraries.get(libraryId, form), 'ink')).toEqual(['a/0']);
    await libraries.written(libraryId, await commit(database, 'b', ['brush and ink']));
    expect(found(await libraries.get(libraryId, form), 'ink').sort()).toEqual(['a/0', 'b/0']);
    expect(nearest(await libraries.get(libraryId, form), 'brush and ink')).toBe('b/0');
  });

  it('has what another tab committed, and not what it removed', async () => {
    await commit(database, 'a', ['grinding ink']);
    await libraries.get(libraryId, form);
    await commit(database, 'b', ['more ink']);
    await new DocumentRepository(database).remove('a');
    await expect.poll(async () => found(await libraries.get(libraryId, form), 'ink')).toEqual(['b/0']);
  });

  it('does not show a document once it is removed, also after it is opened anew', async () => {
    await commit(database, 'a', ['grinding ink', 'old ink']);
    await commit(database, 'b', ['ink of b']);
    await libraries.get(libraryId, form);
    await new DocumentRepository(database).remove('a');
    await libraries.removed('a');
    expect(found(await libraries.get(libraryId, form), 'ink')).toEqual(['b/0']);
    libraries.close(libraryId);
    expect(found(await libraries.get(libraryId, form), 'ink')).toEqual(['b/0']);
    expect((await libraries.get(libraryId, form)).chunkCount).toBe(1);
  });

  it('takes a segment in once, also when it was read in before it was told of it', async () => {
    const library = await libraries.get(libraryId, form);
    const segment = await commit(database, 'a', ['grinding ink', 'paper']);
    await expect.poll(async () => found(await libraries.get(libraryId, form), 'ink')).toEqual(['a/0']);
    await libraries.written(libraryId, segment);
    expect(library.chunkCount).toBe(2);
    expect(library.segmentIds).toEqual([segment.header.id]);
    expect(nearest(library, 'grinding ink')).toBe('a/0');
  });

  it('is told of a segment that was merged away meanwhile, and keeps its document', async () => {
    for (let i = 0; i < 7; i += 1) await commit(database, `d${i}`, ['old ink']);
    const last = await commit(database, 'd7', ['new ink']);
    const { compaction } = otherTab();
    compaction.schedule(libraryId);
    await compaction.settled();
    const library = await libraries.get(libraryId, form);
    await libraries.written(libraryId, last);
    expect(library.chunkCount).toBe(8);
    expect(found(library, 'new')).toEqual(['d7/0']);
  });

  it('is read again when reading it failed once, with all of its vectors', async () => {
    await commit(database, 'a', ['grinding ink']);
    const failing = new SegmentRepository(database);
    const read = vi.spyOn(failing, 'readVectors').mockRejectedValueOnce(new Error('the disk is busy'));
    const opened = new OpenLibraries(failing);
    await expect(opened.get(libraryId, form)).rejects.toThrow('busy');
    expect(nearest(await opened.get(libraryId, form), 'grinding ink')).toBe('a/0');
    expect(read).toHaveBeenCalledTimes(2);
    opened.close(libraryId);
  });

  it('has only the newest version of a document that was committed again', async () => {
    await commit(database, 'a', ['the first version', 'of two chunks']);
    await commit(database, 'a', ['the second version']);
    const library = await libraries.get(libraryId, form);
    expect(found(library, 'version')).toEqual(['a/0']);
    expect(found(library, 'first')).toEqual([]);
    expect(library.chunkCount).toBe(1);
  });

  it('finds words, but nothing near, when its vectors are of another model', async () => {
    await commit(database, 'a', ['grinding ink']);
    const library = await libraries.get(libraryId, { space: 'other/q8/64', dimension: 64, kind: 'scan' });
    expect(found(library, 'ink')).toEqual(['a/0']);
    expect(nearest(library, 'grinding ink')).toBeUndefined();
  });
});

describe('compaction', () => {
  /** Each with a word of its own. */
  const wordOf = (i: number): string => `${'abcdefghijklmnopqrstuvwxyz'.charAt(i)}qz`;
  const textOf = (i: number): string => `ink of document ${wordOf(i)} ${'x'.repeat(i)}`;

  async function commitMany(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) {
      await libraries.written(libraryId, await commit(database, `d${i}`, [textOf(i), 'filler']));
    }
  }

  it('leaves few segments and the same answers, in memory and in the store', async () => {
    const library = await libraries.get(libraryId, form);
    await commitMany(20);
    const before = found(library, `ink ${wordOf(7)}`).sort();
    await compact();
    expect((await segments.read(libraryId)).headers.length).toBeLessThan(8);
    expect(library.segmentIds.length).toBeLessThan(8);
    expect(found(library, `ink ${wordOf(7)}`).sort()).toEqual(before);
    expect(nearest(library, textOf(11))).toBe('d11/0');
    libraries.close(libraryId);
    const reopened = await libraries.get(libraryId, form);
    expect(found(reopened, `ink ${wordOf(7)}`).sort()).toEqual(before);
    expect(nearest(reopened, textOf(11))).toBe('d11/0');
    expect(reopened.chunkCount).toBe(40);
  });

  it('takes removed documents out of the store for good', async () => {
    await commitMany(8);
    for (let i = 0; i < 8; i += 1) await new DocumentRepository(database).remove(`d${i}`);
    await compact();
    expect(await segments.read(libraryId)).toEqual({ headers: [], tombstones: [] });
    expect(await database.segmentWords.count()).toBe(0);
    expect(await database.segmentVectors.count()).toBe(0);
  });

  it('keeps a removal that comes in the middle of it', async () => {
    await commitMany(8);
    const compaction = new Compaction(segments, libraries);
    compaction.schedule(libraryId);
    await new DocumentRepository(database).remove('d3');
    await compaction.settled();
    libraries.close(libraryId);
    const library = await libraries.get(libraryId, form);
    expect(found(library, wordOf(3))).toEqual([]);
    expect(library.chunkCount).toBe(14);
  });

  it('by two tabs at a time loses and doubles nothing', async () => {
    await commitMany(20);
    const { open, compaction } = otherTab();
    const own = new Compaction(segments, libraries);
    own.schedule(libraryId);
    compaction.schedule(libraryId);
    await Promise.all([own.settled(), compaction.settled()]);
    for (const library of [await libraries.get(libraryId, form), await open.get(libraryId, form)]) {
      await expect.poll(() => library.chunkCount).toBe(40);
      expect(found(library, 'ink').length).toBe(20);
    }
    open.close(libraryId);
  });
});
