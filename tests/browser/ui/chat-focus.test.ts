import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { AnswerTrace, TracedPassage } from '../../../src/core/answer-trace';
import { cite } from './fake-content';
import { deskInUse, inkstone, q1Answer, type Desk } from './desk';
import { resting } from './resting';
import { showApp } from './show-app';

const phone = { width: 360, height: 740 };
const conversation = page.getByRole('region', { name: 'Conversation' });
const toLatest = page.getByRole('button', { name: 'To the latest' });

/** One question, and an answer for which much was found that it does not cite. */
function deskOfOne(): Desk {
  const found: TracedPassage[] = Array.from({ length: 12 }, (_, index) => {
    const { documentId, documentName, start, end, quote } = cite(
      1,
      inkstone,
      `Note ${index + 1}. A good stone`,
    );
    return {
      ...{ documentId, documentName, start, end, excerpt: quote, headingPath: [], score: 1, lanes: {} },
    };
  });
  const trace: AnswerTrace = {
    ...{ messageId: q1Answer.id, conversationId: 'ink', searched: 'q', confidence: 0.9, passages: found },
    timings: { embedMs: 1, searchMs: 1 },
  };
  return { ...deskInUse, messages: deskInUse.messages.slice(0, 2), traces: [trace] };
}

function distanceFromEnd(): number {
  const { scrollHeight, scrollTop, clientHeight } = conversation.element();
  return scrollHeight - scrollTop - clientHeight;
}

/** How far something stands out of what is seen of the conversation, above or below. */
function pxOutOfSight(element: Element): number {
  const seen = conversation.element().getBoundingClientRect();
  const box = element.getBoundingClientRect();
  return Math.max(0, seen.top - box.top, box.bottom - seen.bottom);
}

describe.each([phone, { width: 1440, height: 640 }])('in a window of $width × $height', (size) => {
  it('a list that is opened at the end of a conversation opens below its button, which stays', async () => {
    await showApp({ ...size, desk: deskOfOne() });
    const summary = page.getByText('Also retrieved (12)');
    await expect.element(summary).toBeVisible();
    await expect.poll(distanceFromEnd).toBeLessThan(2);
    const button = summary.element().closest('summary');
    if (!button) throw new Error('the list has no button');
    button.focus();
    const top = () => button.getBoundingClientRect().top;
    const before = await resting(top);
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText(/^Note 12\./)).toBeInTheDocument();
    await expect.element(toLatest).toBeVisible();
    const after = await resting(top);
    expect(button).toBe(document.activeElement);
    expect(pxOutOfSight(button)).toBe(0);
    // Nearer to the edge than the button that leads to the end, it may be moved clear of it.
    expect(before - after).toBeGreaterThanOrEqual(0);
    expect(before - after).toBeLessThan(64);
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText(/^Note 12\./)).not.toBeInTheDocument();
    await expect.element(toLatest).not.toBeInTheDocument();
  });

  it('a question at the top edge is edited in sight, with its buttons', async () => {
    await showApp({ ...size, desk: deskInUse });
    await expect.poll(distanceFromEnd).toBeLessThan(2);
    const edit = page.getByRole('button', { name: 'Edit the question' }).last().element() as HTMLElement;
    edit.focus();
    await resting(distanceFromEnd);
    // At the end, as far as there is an answer below it.
    conversation.element().scrollTop = conversation.element().scrollHeight;
    await resting(distanceFromEnd);
    await userEvent.keyboard('{Enter}');
    const editor = page.getByRole('textbox', { name: 'Edited question' });
    await expect.element(editor).toHaveFocus();
    const form = editor.element().closest('form');
    if (!form) throw new Error('the editor is no form');
    expect(await resting(() => pxOutOfSight(form))).toBe(0);
    await userEvent.keyboard('{Shift>}{Enter}{Enter}{Enter}{/Shift}');
    expect(await resting(() => pxOutOfSight(form))).toBe(0);
  });
});

describe('on a phone', () => {
  it('the citation that opened a source is in sight, where it was, when the source is closed', async () => {
    await showApp({ ...phone, desk: deskInUse });
    await expect.poll(distanceFromEnd).toBeLessThan(2);
    const chip = page.getByRole('button', { name: 'Citation 2: inkstone.md' }).first().element();
    (chip as HTMLElement).focus();
    await expect.element(toLatest).toBeVisible();
    const top = () => chip.getBoundingClientRect().top;
    const before = await resting(top);
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('button', { name: 'Close source', exact: true })).toBeVisible();
    await expect.element(conversation).not.toBeInTheDocument();
    await resting(top);
    await userEvent.keyboard('{Escape}');
    await expect.element(conversation).toBeVisible();
    const after = await resting(top);
    expect(chip).toBe(document.activeElement);
    expect(pxOutOfSight(chip)).toBe(0);
    expect(Math.abs(after - before)).toBeLessThan(2);
    await expect.element(toLatest).toBeVisible();
  });
});
