import { expect, test } from 'vitest';
import type { TextEdit } from '../../../src/core/text-edits';
import { splitIntoTextParts } from '../../../src/core/text-parts';

test('parts of a document give it back, edits included', () => {
  const text = 'A line of words.\n'.repeat(10_000);
  const edit = (at: number): TextEdit => ({ kind: 'page-number', start: at, end: at, original: `\n\n${at}` });
  const edits = [edit(0), edit(65_535), edit(65_536), edit(65_536), edit(100_000), edit(text.length)];
  const parts = splitIntoTextParts({ text, blocks: [], marks: [], edits });
  expect(parts.length).toBeGreaterThan(2);
  expect(parts.map((part) => part.text).join('')).toBe(text);
  expect(parts.flatMap((part) => part.edits ?? [])).toEqual(edits);
  for (const { start, text: own, edits: held = [] } of parts) {
    for (const { start: at } of held) {
      expect(at).toBeGreaterThanOrEqual(start);
      expect(at).toBeLessThanOrEqual(start + own.length);
    }
  }
});

test('parts of a document that was not cleaned hold no edits', () => {
  expect(splitIntoTextParts({ text: '', blocks: [], marks: [] })).toEqual([
    { start: 0, text: '', blocks: [], marks: [] },
  ]);
});
