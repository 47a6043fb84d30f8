import { expect, it } from 'vitest';
import { shortened } from '../../../src/core/shortened';

it('leaves a short text as it is, on one line', () => {
  expect(shortened('What is ink?', 60)).toBe('What is ink?');
  expect(shortened(' What\nis ink? ', 60)).toBe('What is ink?');
});

it.each([
  [
    'What does the Universal Declaration say about rest and leisure?',
    'What does the Universal Declaration say about rest and…',
  ],
  [
    'How much did they pay to the keeper of the lighthouse number 114?',
    'How much did they pay to the keeper of the lighthouse…',
  ],
])('ends a longer one after a whole word: %s', (text, expected) => {
  expect(shortened(text, 60)).toBe(expected);
});

it('ends a Chinese one between words, and cuts no character', () => {
  expect(shortened('合同规定承租人逾期付款超过十五天', 11)).toBe('合同规定承租人逾期…');
  expect(shortened('𠀀'.repeat(20), 8)).toBe('𠀀𠀀𠀀…');
});

it('cuts a word that is longer than all there is room for', () => {
  expect(shortened('a'.repeat(80), 60)).toBe(`${'a'.repeat(59)}…`);
});

it('keeps a number whole or leaves it out', () => {
  expect(shortened('The keeper was paid 1,132 crowns', 23)).toBe('The keeper was paid…');
});
