import { describe, expect, it } from 'vitest';
import { Imports, type Life } from '../../../scripts/lab/chaos/life.mjs';
import { Record } from '../../../scripts/lab/chaos/record.mjs';
import type { ChaosResult, StoreCheck } from '../../../src/lab/protocol';

const whole: StoreCheck = { lost: [], corrupt: [], leftovers: [], unfinished: [] };
const tea = { documentId: 'tea', libraryId: 'l', path: 'tea.md', word: 'oolong', isRare: true };
const over: ChaosResult = {
  isOver: true,
  outcomes: [{ path: 'tea.md', status: 'ready', code: null }],
  violations: [],
};

function life(change: Partial<Life> = {}): Life {
  return {
    result: undefined,
    killedAt: 5000,
    check: whole,
    ready: [],
    searched: [],
    imports: new Imports(),
    ...change,
  };
}

function importsSeenAt(at: number): Imports {
  const imports = new Imports();
  imports.take({
    kind: 'imports',
    at,
    imports: [{ documentId: 'tea', stage: 'reading', loaded: 0, total: 1 }],
  });
  return imports;
}

describe('the record of a browser that is killed again and again', () => {
  it('counts kills, and what was shown', () => {
    const record = new Record();
    record.take(life({ ready: [tea] }), 'a');
    record.take(life({ result: over, ready: [tea] }), 'a');
    expect(record.summary()).toMatchObject({ kills: 1, documents: 1, lost: 0, corrupt: 0, problems: [] });
  });

  it('measures repeated work by the store that the next browser found', () => {
    const record = new Record();
    record.take(life({ imports: importsSeenAt(3000) }), 'a');
    expect(record.summary()).toMatchObject({ interrupted: 0, repeatedMs: { max: null } });
    const unfinished = [
      { documentId: 'tea', path: 'tea.md', areBytesStored: true, checkpointAt: 4000, keptItems: 0 },
    ];
    record.take(life({ check: { ...whole, unfinished } }), 'a');
    expect(record.summary()).toMatchObject({
      interrupted: 1,
      repeatedMs: { p50: 1000, max: 1000 },
      mostRepeated: [{ path: 'tea.md', stage: 'reading', ms: 1000 }],
    });
  });

  it('does not count an import that had ended before the kill', () => {
    const imports = importsSeenAt(3000);
    imports.take({ kind: 'imports', at: 4000, imports: [] });
    const unfinished = [
      { documentId: 'tea', path: 'tea.md', areBytesStored: true, checkpointAt: null, keptItems: 0 },
    ];
    expect(imports.repeated(unfinished, 5000)).toEqual([]);
  });

  it('has every fault in words, each once however often it is seen', () => {
    const record = new Record();
    const check = { ...whole, lost: ['tea.md: its row is gone'], corrupt: ['chunks tea: 1 of 2'] };
    record.take(life({ check }), 'a');
    record.take(life({ check }), 'a');
    expect(record.summary()).toMatchObject({ lost: 1, corrupt: 1 });
    expect(record.summary().problems).toEqual(['tea.md: its row is gone', 'chunks tea: 1 of 2']);
  });

  it('takes what belongs to nothing for a fault only where it is found at the end', () => {
    const record = new Record();
    record.take(life({ check: { ...whole, leftovers: ['orphan x: a large file'] } }), 'a');
    expect(record.summary().corrupt).toBe(0);
    record.judge({ ...over, violations: ['orphan x: a large file'] }, []);
    expect(record.summary().corrupt).toBe(1);
  });

  it('searches for each document that was shown, and misses one that is not found', () => {
    const record = new Record();
    record.take(life({ ready: [tea] }), 'a');
    expect(record.isSearched).toBe(false);
    expect(record.toSearch(0, () => 1)).toEqual([tea]);
    record.take(life({ searched: [{ documentId: 'tea', isFound: false }] }), 'a');
    expect(record.isSearched).toBe(true);
    expect(record.summary()).toMatchObject({ lost: 1, problems: ['tea.md: it is not found by “oolong”'] });
  });

  it('does not miss documents of a library that was removed', () => {
    const record = new Record();
    record.take(life({ ready: [tea] }), 'a');
    record.forget('a');
    expect(record.told).toEqual([]);
    expect(record.isSearched).toBe(true);
  });

  it('says which files did not end as they should', () => {
    const record = new Record();
    const outcomes: ChaosResult['outcomes'] = [
      { path: 'tea.md', status: 'ready', code: null },
      { path: 'broken.pdf', status: 'failed', code: 'internal' },
      { path: 'twice.md', status: 'ready', code: null },
      { path: 'twice.md', status: 'failed', code: 'duplicate' },
    ];
    record.judge({ isOver: true, outcomes, violations: [] }, [
      { path: 'tea.md', expects: 'ready' },
      { path: 'broken.pdf', expects: 'corrupt' },
      { path: 'twice.md', expects: 'ready' },
      { path: 'gone.md', expects: 'ready' },
    ]);
    expect(record.summary().problems).toEqual([
      'broken.pdf ended internal',
      'twice.md has 2 rows: ready, duplicate',
      'gone.md ended nowhere',
    ]);
  });
});
