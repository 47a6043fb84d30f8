import { describe, expect, it } from 'vitest';
import type { Block } from '../../../src/core/rich-text';
import { splitIntoSections } from '../../../src/core/text-sections';

function blocks(kind: 'paragraph' | 'list-item', count: number, characters: number): Block[] {
  return Array.from({ length: count }, (_, index): Block => {
    const start = index * (characters + 2);
    const span = { start, end: start + characters };
    return kind === 'paragraph' ? { kind, ...span } : { kind, level: 1, ...span };
  });
}

describe('sections of a document', () => {
  it('hold every block once, in order', () => {
    const all = blocks('paragraph', 500, 120);
    const sections = splitIntoSections({ blocks: all });
    expect(sections.flatMap((section) => section.blocks)).toEqual(all);
    expect(sections.length).toBeGreaterThan(10);
    for (const section of sections) {
      expect(section.start).toBe(section.blocks[0]?.start);
      expect(section.end).toBe(section.blocks.at(-1)?.end);
    }
  });

  it('keep a list in one piece where it is not too long', () => {
    const list = blocks('list-item', 40, 80);
    expect(splitIntoSections({ blocks: list })).toHaveLength(1);
  });

  it('part a list that is too long all the same', () => {
    expect(splitIntoSections({ blocks: blocks('list-item', 400, 80) }).length).toBeGreaterThan(4);
  });

  it('are none for a document without blocks', () => {
    expect(splitIntoSections({ blocks: [] })).toEqual([]);
  });
});
