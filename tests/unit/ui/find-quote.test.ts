import { describe, expect, it } from 'vitest';
import { findQuote } from '../../../src/ui/source/find-quote';

const text = 'Ink is black.\n\nPaper is white.\n\nInk is ground. Ink is black.';
const last = text.lastIndexOf('Ink');

describe('selected words in the stored text', () => {
  it('are those that were selected, where they stand in it more than once', () => {
    expect(findQuote(text, 'Ink', { from: 0, signs: 0 })).toEqual({ start: 0, end: 3 });
    // Signs drawn before it, without those between words and paragraphs.
    const before = text.slice(0, last).replace(/\s/g, '').length;
    expect(findQuote(text, 'Ink', { from: 0, signs: before })).toEqual({ start: last, end: last + 3 });
    expect(findQuote(text, 'Ink is black.', { from: 15, signs: before - 11 })).toEqual({
      start: last,
      end: last + 13,
    });
  });

  it('are the nearest where the screen shows a little more or less before them', () => {
    expect(findQuote(text, 'Ink is black.', { from: 15, signs: 30 })).toEqual({
      start: last,
      end: last + 13,
    });
    expect(findQuote(text, 'Ink is black.', { from: 0, signs: 2 })).toEqual({ start: 0, end: 13 });
  });

  it('are found where they are broken into lines another way', () => {
    expect(findQuote(text, 'Paper is white. Ink is ground.', { from: 0, signs: 11 })).toEqual({
      start: 15,
      end: text.indexOf(' Ink is black.', 20),
    });
  });

  it('are nowhere in another text', () => {
    expect(findQuote(text, 'Soot', { from: 0, signs: 0 })).toBeUndefined();
  });
});
