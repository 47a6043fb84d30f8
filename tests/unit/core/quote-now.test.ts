import { expect, it } from 'vitest';
import { quoteNow } from '../../../src/core/quote-now';

const text = 'Ink is black. Paper is white. Ink is black.';

it('quoted words are at their place, or nearest to it where the text has changed', () => {
  expect(quoteNow(text, { start: 0, end: 13, quote: 'Ink is black.' })).toEqual({ start: 0, end: 13 });
  expect(quoteNow(text, { start: 25, end: 38, quote: 'Ink is black.' })).toEqual({ start: 30, end: 43 });
  expect(quoteNow(text, { start: 4, end: 17, quote: 'Ink is black.' })).toEqual({ start: 0, end: 13 });
  expect(quoteNow(text, { start: 900, end: 915, quote: 'Paper is white.' })).toEqual({ start: 14, end: 29 });
});

it('words that are gone are nowhere', () => {
  expect(quoteNow(text, { start: 0, end: 4, quote: 'Soot' })).toBeUndefined();
  expect(quoteNow(text, { start: 0, end: 0, quote: '' })).toBeUndefined();
});
