import { describe, expect, it } from 'vitest';
import { cleanCharacters } from '../../../../src/core/cleaning/clean-characters';
import type { InlineText } from '../../../../src/core/inline-text';
import { RichTextBuilder } from '../../../../src/core/rich-text-builder';
import type { RichText } from '../../../../src/core/rich-text';
import { seededRandom } from '../../../../src/core/seeded-random';
import { originalRange, originalText } from '../../../../src/core/text-edits';
import { violationsOf } from '../../../fixtures/rich-text-violations';

function paragraph(text: string): RichText {
  const builder = new RichTextBuilder();
  builder.addBlock({ kind: 'paragraph' }, { text, marks: [] });
  return builder.build();
}

describe('characters that no search finds', () => {
  it.each([
    ['the ﬁnest eﬄuent', 'the finest effluent'],
    ['编号ＡＢ１２，共３件。', '编号AB12，共3件。'],
    ['ex\u00ADample', 'example'],
    ['ﺳﻼم', 'سلام'],
  ])('%j become %j', (before, after) => {
    const cleaned = cleanCharacters(paragraph(before));
    expect(cleaned.text).toBe(after);
    expect(originalText(cleaned)).toBe(before);
  });

  it('that stand together are one edit', () => {
    expect(cleanCharacters(paragraph('编号ＡＢ１２的砚')).edits).toEqual([
      { kind: 'width', start: 2, end: 6, original: 'ＡＢ１２' },
    ]);
  });

  it('stay as they are in code', () => {
    const builder = new RichTextBuilder();
    builder.addBlock({ kind: 'code' }, { text: "s = 'Ａ'", marks: [] });
    builder.addBlock({ kind: 'paragraph' }, { text: 'ﬁnd Ａ', marks: [{ kind: 'code', start: 4, end: 5 }] });
    expect(cleanCharacters(builder.build()).text).toBe("s = 'Ａ'\n\nfind Ａ");
  });

  it('are all there is to change: any other document is returned as it is', () => {
    const document = paragraph('Plain text，纯文本。');
    expect(cleanCharacters(document)).toBe(document);
  });

  it('of a quote lead back to the quote before cleaning', () => {
    const cleaned = cleanCharacters(paragraph('a ﬁne oﬃce for ﬁve'));
    const start = cleaned.text.indexOf('office for');
    const range = originalRange(cleaned.edits ?? [], { start, end: start + 'office for'.length });
    expect(originalText(cleaned).slice(range.start, range.end)).toBe('oﬃce for');
  });
});

describe('of random documents', () => {
  const pieces = ['ink', ' ', 'ﬁ', 'ﬃ', 'Ａ', '９', 'ﻻ', '\u00AD', '砚', '，', '𠮷', 'o', '-', '\uFE76'];

  function randomDocument(seed: number): RichText {
    const random = seededRandom(seed);
    const upTo = (limit: number) => Math.floor(random() * limit);
    const content = (): InlineText => {
      const text = Array.from({ length: 1 + upTo(14) }, () => pieces[upTo(pieces.length)]).join('');
      const at = upTo(text.length);
      const end = Math.min(text.length, at + upTo(4));
      const edits = random() < 0.4 ? [{ kind: 'notice' as const, start: at, end, original: 'before ﬁ' }] : [];
      const markEnd = Math.min(text.length, at + 1 + upTo(5));
      return { text, edits, marks: [{ kind: random() < 0.3 ? 'code' : 'strong', start: at, end: markEnd }] };
    };
    const builder = new RichTextBuilder();
    for (let block = 1 + upTo(6); block > 0; block -= 1) {
      if (random() < 0.4) builder.beginPage(10 - block);
      if (random() < 0.2) builder.addRemoved('running-header', 'Journal of ﬁne ink');
      const kind = upTo(4);
      if (kind === 0) builder.addBlock({ kind: 'code' }, content());
      else if (kind === 1) builder.addBlock({ kind: 'heading', level: 2 }, content());
      else if (kind === 2) builder.addBlock({ kind: 'paragraph' }, content());
      else {
        const cell = () => ({ isHeader: false, content: content() });
        builder.addTable([{ cells: [cell(), cell()] }, { cells: [cell()] }]);
      }
    }
    return builder.build();
  }

  it.each(Array.from({ length: 200 }, (_, seed) => seed))(
    'the original and all places are kept (%i)',
    (seed) => {
      const before = randomDocument(seed);
      const cleaned = cleanCharacters(before);
      expect(originalText(cleaned)).toBe(originalText(before));
      expect(violationsOf(cleaned).filter((violation) => !violationsOf(before).includes(violation))).toEqual(
        [],
      );
      expect(cleaned.blocks.map(({ kind }) => kind)).toEqual(before.blocks.map(({ kind }) => kind));
      before.blocks.forEach((block, index) => {
        const after = cleaned.blocks[index];
        const was = before.text.slice(block.start, block.end);
        if (block.kind === 'code') expect(cleaned.text.slice(after?.start, after?.end)).toBe(was);
        else if (after) {
          expect(lettersOf(cleaned.text.slice(after.start, after.end))).toBe(lettersOf(was));
        }
      });
      let at = 0;
      for (const edit of cleaned.edits ?? []) {
        expect(edit.start).toBeGreaterThanOrEqual(at);
        at = edit.end;
      }
    },
  );

  /** As any two texts compare that differ by nothing but cleaning. */
  function lettersOf(text: string): string {
    return text.normalize('NFKC').replaceAll('\u00AD', '');
  }
});
