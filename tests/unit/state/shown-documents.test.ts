import { expect, it } from 'vitest';
import { shownDocuments } from '../../../src/state/shown-documents';
import { pendingVersion, storedDocument } from './stored-documents';

const warned = storedDocument('notes/scan.pdf', {
  content: {
    format: 'pdf',
    coverage: 0.5,
    warnings: [{ code: 'pages-without-text', pages: [2] }],
    characters: 1,
    pages: [],
    chunkCount: 1,
  },
});
const failed = storedDocument('notes/Lease.pdf', { status: 'failed' });
const outdated = storedDocument('notes/rent.pdf', { pending: { ...pendingVersion, status: 'failed' } });
const documents = [storedDocument('a/tea.md'), warned, failed, storedDocument('茶/茶經.md'), outdated];

function shown(part: string, onlyFailed = false): string[] {
  return shownDocuments(documents, { part, onlyFailed, onlyNotes: false, tags: [] }).map(({ path }) => path);
}

it('lists documents as they were added', () => {
  expect(shown('')).toEqual(documents.map(({ path }) => path));
});

it('finds a part of a name or a folder, in any case and width', () => {
  expect(shown('LEASE')).toEqual(['notes/Lease.pdf']);
  expect(shown('notes/')).toHaveLength(3);
  expect(shown(' 茶經．ｍｄ ')).toEqual(['茶/茶經.md']);
  expect(shown('nothing of the kind')).toEqual([]);
});

it('finds what has any of the tags, in any spelling', () => {
  const tagged = [storedDocument('a.md', { tags: ['Ink'] }), storedDocument('b.md', { tags: ['stone'] })];
  const withAny = (...tags: readonly string[]) =>
    shownDocuments([...documents, ...tagged], { part: '', onlyFailed: false, onlyNotes: false, tags }).map(
      ({ id }) => id,
    );
  expect(withAny('ink')).toEqual(['a.md']);
  expect(withAny('STONE', 'ink', 'none')).toEqual(['a.md', 'b.md']);
  expect(withAny('none')).toEqual([]);
});

it('lists of what failed neither more nor less, in the same order', () => {
  expect(shown('', true)).toEqual(['notes/Lease.pdf', 'notes/rent.pdf']);
});
