import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import type { Message } from '../../../src/core/conversation';
import type { AnswerUpdate } from '../../../src/services/app-services';
import { answer, deskInUse, q1Answer, type Desk } from './desk';
import { showApp } from './show-app';

const conversation = page.getByRole('region', { name: 'Conversation' });

function deskOfTurns(turns: number): Desk {
  const [asked] = deskInUse.messages;
  if (asked?.role !== 'question') throw new Error('the desk begins with a question');
  const messages: Message[] = [];
  for (let i = 0; i < turns; i += 1) {
    const question = {
      ...asked,
      id: `question-${i}`,
      createdAt: asked.createdAt + 2 * i,
      answerId: messages.at(-1)?.id ?? null,
      text: `Question ${i} of many`,
    };
    messages.push(question, answer(question, q1Answer.text, q1Answer.citations));
  }
  return { ...deskInUse, messages };
}

describe('a conversation of 500 messages', () => {
  it('shows its end at once and the rest bit by bit', async () => {
    const durations: number[] = [];
    const observer = new PerformanceObserver((list) => {
      durations.push(...list.getEntries().map(({ duration }) => duration));
    });
    observer.observe({ entryTypes: ['longtask'] });
    await showApp({ desk: deskOfTurns(250) });
    observer.disconnect();
    const items = conversation.element().querySelectorAll(':scope > ol > li');
    expect(items).toHaveLength(500);
    expect(items[0]?.textContent).toContain('Question 0 of many');
    const scroller = conversation.element();
    await expect
      .poll(() => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight)
      .toBeLessThan(2);
    console.info(
      `500 messages: longest task ${Math.round(Math.max(0, ...durations))} ms, with the page's own start`,
    );
  }, 60_000);
});

describe('a word that has arrived', () => {
  it('is in the page by the next frame', async () => {
    const { services } = await showApp({ desk: deskInUse });
    let say: (word: string) => void = () => undefined;
    const words = new ReadableStream<string>({
      start: (controller) => {
        say = (word) => controller.enqueue(word);
      },
    });
    const answers = { ...services.answers };
    async function* written(
      ...call: Parameters<typeof answers.retry>
    ): AsyncGenerator<AnswerUpdate, void, undefined> {
      const updates = answers.retry(...call);
      const first = await updates[Symbol.asyncIterator]().next();
      if (first.done) return;
      let { message } = first.value;
      yield first.value;
      const reader = words.getReader();
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        message = { ...message, text: message.text + next.value };
        yield { phase: 'writing', message };
      }
    }
    Object.assign(services.answers, { retry: written });
    await page.getByRole('button', { name: 'Answer again' }).click();
    const last = () => conversation.element().querySelector(':scope > ol > li:last-child')?.textContent ?? '';
    for (const word of ['One ', 'word ', 'after ', 'another ', 'comes. ']) {
      say(word);
      // The stream hands it on in a task of its own.
      await new Promise((resolve) => setTimeout(resolve));
      await new Promise((resolve) => requestAnimationFrame(resolve));
      expect(last()).toContain(word.trim());
    }
  });
});
