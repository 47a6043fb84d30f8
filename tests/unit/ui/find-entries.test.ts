import { describe, expect, it } from 'vitest';
import { findEntries, type EntryKind, type PaletteEntry } from '../../../src/ui/palette/find-entries';

function entry(kind: EntryKind, label: string): PaletteEntry {
  return { id: `${kind}:${label}`, kind, label, run: () => undefined };
}

const search = entry('actions', 'Search');
const stone = entry('documents', 'inkstone.md');
const asked = entry('conversations', 'How should ink be ground?');
const room = entry('libraries', 'The writing room');
const all = [search, stone, asked, room];

describe('the command palette', () => {
  it('without a query puts what was used last first, and nothing twice', () => {
    const groups = findEntries(all, '', [room.id, 'gone', search.id]);
    expect(groups.map(({ group, entries }) => [group, entries])).toEqual([
      ['recent', [room, search]],
      ['conversations', [asked]],
      ['documents', [stone]],
    ]);
  });

  it('groups what a query finds, the group of the best first', () => {
    const groups = findEntries(all, 'ink', []);
    expect(groups.map(({ group }) => group)).toEqual(['documents', 'conversations']);
    expect(findEntries(all, 'zebra', [])).toEqual([]);
  });

  it('finds an entry by other names that it goes by, in either language', () => {
    const look = { ...entry('actions', 'Appearance: Dark'), alsoCalled: 'theme night mode 主题 深色' };
    for (const query of ['theme', 'night mode', '主题', '深色']) {
      expect(findEntries([...all, look], query, [])[0]?.entries, query).toEqual([look]);
    }
    expect(findEntries([look], 'eme', [])).toEqual([]);
  });

  it('shows the best fifty of five thousand documents', () => {
    const many = Array.from({ length: 5000 }, (_, index) =>
      entry('documents', `reports/${index} ink notes.pdf`),
    );
    const groups = findEntries([...many, stone], 'inkstone', []);
    expect(groups.flatMap(({ entries }) => entries)[0]).toBe(stone);
    expect(findEntries(many, 'notes', []).flatMap(({ entries }) => entries)).toHaveLength(50);
  });
});
