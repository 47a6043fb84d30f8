import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { AnswerTrace, TracedPassage } from '../../../src/core/answer-trace';
import type { AnswerMessage } from '../../../src/core/conversation';
import { answer, deskInUse, inkstone, type Desk } from './desk';
import { cite } from './fake-content';
import { showApp } from './show-app';
import { violations } from './violations';

const thoughts = 'The person asks how.\n\nSlowly, then.';

function deskOf(change: Partial<AnswerMessage>, trace?: Partial<AnswerTrace>): Desk {
  const [asked] = deskInUse.messages;
  if (asked?.role !== 'question') throw new Error('the desk begins with a question');
  const written = answer(asked, 'Slowly, with water.', [], {
    ...{ engine: 'wllama', model: 'SmolLM2-360M-q8', thoughts, thoughtMs: 8200 },
    ...change,
  });
  const traces: AnswerTrace[] = trace
    ? [
        {
          ...{ messageId: written.id, conversationId: 'ink', searched: 'q', confidence: 0.9, passages: [] },
          timings: { embedMs: 1, searchMs: 1 },
          ...trace,
        },
      ]
    : [];
  return { ...deskInUse, messages: [asked, written], traces };
}

const shown = page.getByText('The person asks how.');

describe('what a model thought', () => {
  it('is folded above its answer, and opened and closed by the keyboard', async () => {
    await showApp({ desk: deskOf({}) });
    const summary = page.getByText('Thought for 8.2 sec');
    await expect.element(summary).toBeVisible();
    await expect.element(shown).not.toBeInTheDocument();
    const text = page.getByText('Slowly, with water.').element();
    expect(summary.element().compareDocumentPosition(text)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    const button = summary.element().closest('summary');
    button?.focus();
    await userEvent.keyboard('{Enter}');
    await expect.element(shown).toBeVisible();
    expect(document.activeElement).toBe(button);
    expect(await violations()).toEqual([]);
    await userEvent.keyboard('{Enter}');
    await expect.element(shown).not.toBeInTheDocument();
    expect(await violations()).toEqual([]);
  });

  it('says that it is still thinking while there is no answer', async () => {
    const desk = deskOf({ text: '', status: 'stopped' });
    const messages = desk.messages.map((message) => {
      if (message.role === 'question') return message;
      const { thoughtMs: _, ...rest } = message;
      return rest;
    });
    await showApp({ desk: { ...desk, messages } });
    await expect.element(page.getByText('Thinking')).toBeVisible();
  });

  it('is told in Chinese too', async () => {
    await showApp({ desk: deskOf({}), settings: { locale: 'zh' } });
    await expect.element(page.getByText('思考了 8.2')).toBeVisible();
  });

  it('has its answer say once that the model was lost and went on', async () => {
    await showApp({ desk: deskOf({ isRecovered: true }) });
    await expect
      .element(page.getByText('The model was lost in the middle and is there again;'))
      .toBeVisible();
    await expect.element(page.getByText('Slowly, with water.')).toBeVisible();
  });
});

describe('how an answer came about', () => {
  it('tells what the model read, what of it it knew, what had no room, and how fast it wrote', async () => {
    const { documentId, documentName, start, end, quote } = cite(1, inkstone, 'A good stone draws ink');
    const found: TracedPassage = {
      ...{ documentId, documentName, start, end, excerpt: quote, headingPath: [], score: 1, lanes: {} },
    };
    await showApp({
      desk: deskOf(
        {},
        {
          passages: [found, found, found],
          prompt: {
            messages: [{ role: 'user', content: 'The exact words.' }],
            ...{ promptTokens: 900, passages: 2, leftOut: [1], given: 1, turns: 2, allTurns: 3 },
          },
          usage: { promptTokens: 900, cachedTokens: 640, completionTokens: 84 },
          tokensPerSecond: 12.34,
        },
      ),
    });
    await page.getByRole('button', { name: 'How it was answered' }).click();
    const dialog = page.getByRole('dialog');
    await expect.element(dialog).toHaveTextContent('Written by SmolLM2 360M·wllama');
    await expect
      .element(dialog)
      .toHaveTextContent(
        '900 tokens in the prompt, 84 written · 640 of the prompt known from before · 12 tokens a second',
      );
    await expect
      .element(dialog)
      .toHaveTextContent(
        '2 of 3 passages and 2 of 3 earlier turns had room. 1 of them had been given with an earlier question.',
      );
    const uses = [...document.querySelectorAll('.use')].map(({ textContent }) => textContent);
    expect(uses).toEqual(['read', 'no room', 'read']);
    expect(await violations()).toEqual([]);
  });
});
