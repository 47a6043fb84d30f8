import { expect, it } from 'vitest';
import { InlineTextBuilder } from '../../../src/core/inline-text';
import { RichTextBuilder } from '../../../src/core/rich-text-builder';
import { marked, outline } from '../../fixtures/extraction';
import { violationsOf } from '../../fixtures/rich-text-violations';

const plain = (text: string) => ({ text, marks: [] });

it('parts blocks by an empty line and list items by a line end', () => {
  const builder = new RichTextBuilder();
  builder.addBlock({ kind: 'list-item', level: 1 }, plain('a'));
  builder.addBlock({ kind: 'list-item', level: 2 }, plain(' b '));
  builder.addBlock({ kind: 'paragraph' }, plain('\n'));
  builder.addBlock({ kind: 'paragraph' }, plain('c'));
  const document = builder.build();
  expect(document.text).toBe('a\nb\n\nc');
  expect(violationsOf(document)).toEqual([]);
});

it('moves marks with the text that is trimmed around them', () => {
  const builder = new RichTextBuilder();
  builder.addBlock({ kind: 'paragraph' }, plain('first'));
  builder.addBlock(
    { kind: 'paragraph' },
    {
      text: '  bold and more ',
      marks: [
        { kind: 'strong', start: 0, end: 6 },
        { kind: 'emphasis', start: 6, end: 16 },
      ],
    },
  );
  const document = builder.build();
  expect(marked(document)).toEqual(['strong bold', 'emphasis  and more']);
  expect(violationsOf(document)).toEqual([]);
});

it('counts a page without text as empty, between its neighbours', () => {
  const builder = new RichTextBuilder();
  builder.beginPage(1);
  builder.addBlock({ kind: 'paragraph' }, plain('one'));
  builder.beginPage(2);
  builder.beginPage(3);
  builder.addBlock({ kind: 'paragraph' }, plain('three'));
  const { text, pages } = builder.build();
  expect(pages.map(({ number, start, end }) => [number, text.slice(start, end)])).toEqual([
    [1, 'one'],
    [2, ''],
    [3, 'three'],
  ]);
});

it('gives headings a level from 1 to 6, whatever a file claims', () => {
  const builder = new RichTextBuilder();
  for (const level of [-1, 0, NaN, 2, 2.5, 9, Infinity]) {
    builder.addBlock({ kind: 'heading', level }, plain('Ink'));
  }
  const levels = builder.build().blocks.map((block) => (block.kind === 'heading' ? block.level : undefined));
  expect(levels).toEqual([1, 1, 1, 2, 2, 6, 6]);
});

it('replaces what no viewer can show, one for one', () => {
  const builder = new RichTextBuilder();
  builder.addBlock({ kind: 'paragraph' }, plain('a\u0000b\uD83Dc😀'));
  expect(builder.build().text).toBe('a b\uFFFDc😀');
});

it('keeps marks that are open across blocks, and only the outermost of a kind', () => {
  const inline = new InlineTextBuilder();
  const builder = new RichTextBuilder();
  inline.open({ kind: 'strong' });
  inline.appendCollapsed('one ');
  builder.addBlock({ kind: 'paragraph' }, inline.take());
  inline.open({ kind: 'strong' });
  inline.appendCollapsed(' two');
  inline.close('strong');
  inline.appendCollapsed(' three');
  inline.close('strong');
  inline.appendCollapsed(' four');
  builder.addBlock({ kind: 'paragraph' }, inline.take());
  const document = builder.build();
  expect(outline(document)).toEqual(['paragraph one', 'paragraph two three four']);
  expect(marked(document)).toEqual(['strong one', 'strong two three']);
});

it('keeps every promise of rich text for any order of blocks, marks and pages', () => {
  // A fixed sequence of pseudo-random choices: the same on every run.
  let state = 7;
  const choose = (below: number) => (state = (state * 48271) % 2147483647) % below;
  const words = ['', ' ', 'ink', ' 砚台 ', 'a\tb', '\nline\n', '𠮷', 'x\u0000y', '\n\n'];
  const content = () => {
    const text = Array.from({ length: choose(6) }, () => words[choose(words.length)]).join('');
    const start = choose(text.length + 1);
    const end = start + choose(text.length - start + 1);
    return { text, marks: start < end ? [{ kind: 'strong' as const, start, end }] : [] };
  };
  for (let round = 0; round < 300; round += 1) {
    const builder = new RichTextBuilder();
    for (let step = 0; step < 12; step += 1) {
      if (choose(5) === 0) builder.beginPage(step + 1);
      const kind = (['paragraph', 'quote', 'code', 'list-item', 'heading', 'table'] as const)[choose(6)];
      if (kind === 'table') {
        const row = () => ({
          cells: Array.from({ length: choose(4) }, () => ({ isHeader: false, content: content() })),
        });
        builder.addTable(Array.from({ length: choose(4) }, row));
      } else if (kind === 'list-item' || kind === 'heading') builder.addBlock({ kind, level: 1 }, content());
      else if (kind) builder.addBlock({ kind }, content());
    }
    expect(violationsOf(builder.build())).toEqual([]);
  }
});
