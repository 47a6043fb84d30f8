import { describe, expect, it } from 'vitest';
import { acceptRewrite } from '../../../../src/core/follow-up/check-rewrite';

const english = [{ question: 'Where is the Eiffel Tower?', answer: 'The Eiffel Tower stands in Paris.' }];
const chinese = [{ question: '故宫在哪里？', answer: '故宫位于北京。' }];

describe('a rewritten question', () => {
  it.each([
    ['When was the Eiffel Tower built?', 'When was the Eiffel Tower built?'],
    ['"When was the Eiffel Tower built?"', 'When was the Eiffel Tower built?'],
    ['Rewritten question: When was the Eiffel Tower built?\n', 'When was the Eiffel Tower built?'],
    ['When was the tower in Paris built', 'When was the tower in Paris built'],
  ])('is taken: %s', (written, expected) => {
    expect(acceptRewrite(written, 'When was it built?', english)).toBe(expected);
  });

  it.each([
    ['故宫是什么时候建成的？', '故宫是什么时候建成的？'],
    ['改写后的问题：北京的故宫什么时候建成', '北京的故宫什么时候建成'],
  ])('is taken in Chinese: %s', (written, expected) => {
    expect(acceptRewrite(written, '它是什么时候建成的？', chinese)).toBe(expected);
  });

  it.each([
    ['nothing', ''],
    ['two lines', 'When was the Eiffel Tower built?\nIn what year?'],
    ['an answer', 'The Eiffel Tower was built in 1889.'],
    ['a question that holds its answer', 'When was the Eiffel Tower built in 1889?'],
    ['a question and its answer', 'When was the Eiffel Tower built? It was built long ago'],
    ['a name that nobody said', 'When was the Eiffel Tower built by Gustave Eiffel?'],
    ['another language', '埃菲尔铁塔是什么时候建成的？'],
    ['something else', 'Where does the Eiffel Tower stand?'],
    ['a citation', 'When was the Eiffel Tower built [1]?'],
    ['far more than was asked', `When was the Eiffel Tower built ${'and the tower '.repeat(20)}?`],
    ['an excuse', 'I cannot say when the Eiffel Tower was built'],
  ])('is left alone when it is %s', (_, written) => {
    expect(acceptRewrite(written, 'When was it built?', english)).toBeUndefined();
  });

  it.each([
    ['an answer', '故宫建成于1420年。'],
    ['another language', 'When was the Forbidden City built?'],
    ['something else', '故宫在哪里？'],
  ])('is left alone when it is %s in Chinese', (_, written) => {
    expect(acceptRewrite(written, '它是什么时候建成的？', chinese)).toBeUndefined();
  });

  it('keeps the names and numbers of the question', () => {
    const history = [{ question: 'What did the council of Ghent decide?', answer: '' }];
    const question = 'What did it decide in 1976?';
    expect(acceptRewrite('What did the council of Ghent decide?', question, history)).toBeUndefined();
    expect(acceptRewrite('What did the council of Ghent decide in 1976?', question, history)).toBeDefined();
  });
});
