import { describe, expect, test } from 'vitest';
import { RichTextBuilder } from '../../../src/core/rich-text-builder';
import { originalRange, originalText, type TextEdit } from '../../../src/core/text-edits';

/** "The example ends." was "The exam-\nple\n\nPage 3 ends." */
const cleaned = {
  text: 'The example ends.',
  edits: [
    { kind: 'hyphenation', start: 8, end: 8, original: '-\n' },
    { kind: 'page-number', start: 11, end: 11, original: '\n\nPage 3' },
  ] satisfies TextEdit[],
};

const rangeOf = (words: string) => {
  const start = cleaned.text.indexOf(words);
  return { start, end: start + words.length };
};
const originalOf = (words: string) => {
  const { start, end } = originalRange(cleaned.edits, rangeOf(words));
  return originalText(cleaned).slice(start, end);
};

describe('the text before cleaning', () => {
  test('has everything back that was left out', () => {
    expect(originalText(cleaned)).toBe('The exam-\nple\n\nPage 3 ends.');
  });

  test.each([
    ['The', 'The'],
    ['example', 'exam-\nple'],
    ['ends', 'ends'],
    ['example ends', 'exam-\nple\n\nPage 3 ends'],
    ['mple', 'm-\nple'],
  ])('holds the words %j as %j', (words, original) => {
    expect(originalOf(words)).toBe(original);
  });

  test('a range inside a changed place takes the whole of it', () => {
    const edits: TextEdit[] = [{ kind: 'ligature', start: 0, end: 2, original: 'ﬁ' }];
    expect(originalText({ text: 'fish', edits })).toBe('ﬁsh');
    expect(originalRange(edits, { start: 0, end: 1 })).toEqual({ start: 0, end: 1 });
    expect(originalRange(edits, { start: 1, end: 4 })).toEqual({ start: 0, end: 3 });
    expect(originalRange(edits, { start: 2, end: 4 })).toEqual({ start: 1, end: 3 });
  });

  test('is kept by the builder through trimming and with removed blocks in their place', () => {
    const builder = new RichTextBuilder();
    builder.addRemoved('running-header', 'Journal of Tea');
    builder.addBlock(
      { kind: 'paragraph' },
      { text: '  example ', marks: [], edits: [{ kind: 'hyphenation', start: 6, end: 6, original: '-\n' }] },
    );
    builder.addRemoved('page-number', '7');
    const built = builder.build();
    expect(built.text).toBe('example');
    expect(originalText(built)).toBe('\n\nJournal of Teaexam-\nple\n\n7');
  });
});
