import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/core/app-error';
import type { AnswerEngine } from '../../../src/core/answer-engine';
import { searchQuestion } from '../../../src/services/search-question';

type Standalone = NonNullable<AnswerEngine['standalone']>;

const history = [{ question: 'Where is the Eiffel Tower?', answer: 'In Paris.' }];
const followUp = 'When was it built?';
const byRules = 'When was the Eiffel Tower built?';
const never = new AbortController().signal;

/** Never answers; rejects as a call does when it is cancelled. */
const silent: Standalone = (_, { signal }) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new DOMException('cancelled', 'AbortError')));
  });

describe('the question that is searched', () => {
  it('is the one the engine writes, when it is one', async () => {
    const standalone: Standalone = () => Promise.resolve('When was the Eiffel Tower in Paris built?');
    const searched = await searchQuestion({ standalone }, followUp, { history, signal: never });
    expect(searched).toBe('When was the Eiffel Tower in Paris built?');
  });

  it('is completed by rules when the engine answers instead, or has no words of its own', async () => {
    const standalone: Standalone = () => Promise.resolve('It was built in 1889.');
    expect(await searchQuestion({ standalone }, followUp, { history, signal: never })).toBe(byRules);
    expect(await searchQuestion({}, followUp, { history, signal: never })).toBe(byRules);
  });

  it('is not put to the engine when it stands alone', async () => {
    const standalone: Standalone = () => Promise.reject(new Error('nobody should ask'));
    const question = 'Is there a rule that forbids smoking?';
    expect(await searchQuestion({ standalone }, question, { history, signal: never })).toBe(question);
  });

  it('is completed by rules when the engine fails or is late', async () => {
    for (const code of ['model-load-failed', 'worker-crashed'] as const) {
      const standalone: Standalone = () => Promise.reject(new AppError(code));
      expect(await searchQuestion({ standalone }, followUp, { history, signal: never })).toBe(byRules);
    }
    const options = { history, signal: never, limitMs: 1 };
    expect(await searchQuestion({ standalone: silent }, followUp, options)).toBe(byRules);
  });

  it('is given up when the person stops', async () => {
    const person = new AbortController();
    const searching = searchQuestion({ standalone: silent }, followUp, { history, signal: person.signal });
    person.abort();
    await expect(searching).rejects.toMatchObject({ name: 'AbortError' });
  });
});
