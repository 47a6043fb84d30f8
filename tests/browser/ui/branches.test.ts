import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { AnswerTrace } from '../../../src/core/answer-trace';
import type { AnswerUpdate } from '../../../src/services/app-services';
import { deskInUse, inkstone, q1Answer } from './desk';
import { showApp } from './show-app';

const question = page.getByRole('textbox', { name: 'Question', exact: true });
const conversation = page.getByRole('region', { name: /^(?:Conversation|对话)$/ });

/** The open conversation as it reads: questions and the first words of answers. */
function shown(): string[] {
  const items = conversation.element().querySelectorAll('li.question h2, li.answer .answer-text');
  return Array.from(items, (item) => item.textContent.replace('You asked: ', '').slice(0, 24));
}

describe('a question that was asked', () => {
  it('can be asked in other words, and both versions are kept', async () => {
    const { services } = await showApp({ desk: deskInUse });
    await expect.poll(() => shown().length).toBeGreaterThan(4);
    const before = shown();
    await page.getByRole('button', { name: 'Edit the question' }).nth(1).click();
    const editor = page.getByRole('textbox', { name: 'Edited question' });
    await expect.element(editor).toHaveFocus();
    await editor.fill('What does it say about wages?');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => services.asked).toEqual(['What does it say about wages?']);
    services.finish();
    await expect
      .poll(() => shown())
      .toEqual([...before.slice(0, 2), 'What does it say about w', 'An answer in a few words']);

    await page.getByRole('button', { name: 'Earlier version' }).click();
    await expect.poll(() => shown()).toEqual(before);
    await page.getByRole('button', { name: 'Later version' }).click();
    await expect.poll(() => shown().at(-1)).toBe('An answer in a few words');
  });

  it('leaves no mark of the version before in the source beside it', async () => {
    await showApp({ desk: { ...deskInUse, messages: deskInUse.messages.slice(0, 2) } });
    await page.getByRole('button', { name: 'Citation 1: inkstone.md' }).first().click();
    await expect.poll(() => document.querySelectorAll('[data-active]').length).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Edit the question' }).first().click();
    await page.getByRole('textbox', { name: 'Edited question' }).fill('What does it say about wages?');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => document.querySelectorAll('[data-active]').length).toBe(0);
    const source = page.getByRole('complementary', { name: 'Source' });
    await expect.element(source.getByRole('heading', { name: 'inkstone.md' })).toBeVisible();
  });

  it('stays as it is when the edit is given up, and the focus returns', async () => {
    const { services } = await showApp({ desk: deskInUse });
    await page.getByRole('button', { name: 'Edit the question' }).first().click();
    await page.getByRole('textbox', { name: 'Edited question' }).fill('Something else');
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('textbox', { name: 'Edited question' })).not.toBeInTheDocument();
    await expect.element(page.getByRole('button', { name: 'Edit the question' }).first()).toHaveFocus();
    expect(services.asked).toEqual([]);
  });
});

describe('an answer', () => {
  it('that is asked for again stands beside the earlier one', async () => {
    const { services } = await showApp({ desk: deskInUse });
    await page.getByRole('button', { name: 'Answer again' }).click();
    services.finish();
    await expect.element(page.getByText('2 / 2')).toBeVisible();
    await expect.poll(() => shown().at(-1)).toBe('An answer in a few words');
    await page.getByRole('button', { name: 'Earlier version' }).click();
    await expect.element(page.getByText('1 / 2')).toBeVisible();
  });

  it.each([
    ['en', 'Answer again', 'Searching your documents', /^The documents give the same quotes again/],
    ['zh', '重新回答', '正在检索您的文档', /^再次查找得到的摘录与此相同/],
  ] as const)(
    'whose quotes come out the same stays, and says so (%s)',
    async (locale, again, doing, said) => {
      const { services } = await showApp({ desk: deskInUse, settings: { locale } });
      await expect.poll(() => shown().length).toBeGreaterThan(4);
      const before = shown();
      // Read from the store anew: not the object that is shown.
      const message = structuredClone(deskInUse.messages.findLast(({ id }) => id === 'q4-answer'));
      if (message?.role !== 'answer') throw new Error('the desk ends with an answer');
      const updates: readonly AnswerUpdate[] = [
        { phase: 'searching', message },
        { phase: 'done', message, isRepeated: true },
      ];
      const found = Promise.withResolvers<undefined>();
      services.answers.retry = async function* () {
        for (const update of updates) {
          yield update;
          await found.promise;
        }
      };
      await page.getByRole('button', { name: again }).click();
      await expect.element(conversation.getByText(doing)).toBeVisible();
      found.resolve(undefined);
      await expect.element(conversation.getByText(said)).toBeVisible();
      await expect.element(conversation.getByText(said)).toBeInViewport();
      expect(shown()).toEqual(before);
      await expect.element(page.getByText('1 / 2')).not.toBeInTheDocument();
    },
  );

  it('that is looked for again and given up stays, and is not said to be complete', async () => {
    const { services } = await showApp({ desk: deskInUse });
    await expect.poll(() => shown().length).toBeGreaterThan(4);
    const message = structuredClone(deskInUse.messages.findLast(({ id }) => id === 'q4-answer'));
    if (message?.role !== 'answer') throw new Error('the desk ends with an answer');
    services.answers.retry = async function* (_, { signal }) {
      yield { phase: 'searching', message };
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      yield { phase: 'done', message };
    };
    await page.getByRole('button', { name: 'Answer again' }).click();
    await page.getByRole('button', { name: /^Stop/ }).click();
    await expect.element(page.getByRole('button', { name: 'Answer again' })).toBeEnabled();
    await expect.element(conversation.getByText('Searching your documents')).not.toBeInTheDocument();
    await expect.element(page.getByText(/^Answer complete/)).not.toBeInTheDocument();
  });

  it('tells how it came about, and leads to what was found', async () => {
    const traces: AnswerTrace[] = [
      {
        messageId: q1Answer.id,
        conversationId: q1Answer.conversationId,
        searched: 'How is ink ground?',
        passages: [
          {
            ...{ documentId: inkstone.document.id, documentName: 'inkstone.md', start: 0, end: 5000 },
            ...{ headingPath: ['Grinding'], excerpt: 'Hold the stick upright.', score: 1.25 },
            lanes: { dense: 0.61, lexical: 12.5 },
          },
          {
            ...{ documentId: inkstone.document.id, documentName: 'inkstone.md', start: 5000, end: 5100 },
            ...{ headingPath: [], excerpt: 'Stones\n\nFour kinds are\nprized.', score: 0.5, lanes: {} },
          },
        ],
        confidence: 0.83,
        timings: { embedMs: 4, searchMs: 21 },
      },
    ];
    await showApp({ desk: { ...deskInUse, traces } });
    await page.getByRole('button', { name: 'How it was answered' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'How it was answered' });
    await expect.element(dialog.getByText('How is ink ground?')).toBeVisible();
    await expect.element(dialog.getByText('83% sure that the documents hold the answer')).toBeVisible();
    await expect.element(dialog.getByText('Score 1.25 · Meaning 0.61 · Words 12.50')).toBeVisible();
    await expect.element(dialog.getByText('cited', { exact: true })).toBeVisible();
    await expect.element(dialog.getByText('Stones · Four kinds are prized.')).toBeVisible();
    await expect
      .element(dialog.getByRole('button', { name: 'Open found passage 2: inkstone.md', exact: true }))
      .toBeVisible();
    await dialog.getByRole('button', { name: 'Open found passage 1: inkstone.md', exact: true }).click();
    await expect.element(dialog).not.toBeInTheDocument();
    await expect.element(page.getByRole('complementary').getByText('inkstone.md').first()).toBeVisible();
  });
});

describe('conversations', () => {
  it('can be brought back after they were deleted', async () => {
    await showApp({ desk: deskInUse });
    const title = 'When was paper first made from bark?';
    const row = page.getByRole('button', { name: title, exact: true });
    await page.getByRole('button', { name: `More for ${title}` }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await expect.element(row).not.toBeInTheDocument();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.element(row).toBeVisible();
  });

  it('are pinned to the top', async () => {
    await showApp({ desk: deskInUse });
    const title = '《世界人权宣言》怎样谈休息？';
    await page.getByRole('button', { name: `More for ${title}` }).click();
    await page.getByRole('menuitem', { name: 'Pin to the top' }).click();
    const first = () =>
      document.querySelector('.conversations li button')?.textContent.replace(/\s+/g, ' ').trim();
    await expect.poll(first).toBe(`Pinned: ${title}`);
    const row = document.querySelector('.conversations li button');
    const pin = row?.querySelector('svg')?.getBoundingClientRect();
    const words = document.createRange();
    if (!row?.lastChild || !pin) throw new Error('the first conversation shows no pin');
    words.selectNodeContents(row.lastChild);
    const { top, bottom } = words.getBoundingClientRect();
    expect(pin.top).toBeGreaterThanOrEqual(top);
    expect(pin.bottom).toBeLessThanOrEqual(bottom);
  });

  it('keep the question that each has not asked yet', async () => {
    await showApp({ desk: deskInUse });
    await question.fill('half a quest');
    await page.getByRole('button', { name: 'When was paper first made from bark?', exact: true }).click();
    await expect.element(question).toHaveValue('');
    await question.fill('another');
    await page.getByRole('button', { name: 'How should ink be ground', exact: false }).first().click();
    await expect.element(question).toHaveValue('half a quest');
  });

  it('that are found are gone through and opened by keyboard', async () => {
    await showApp({ desk: deskInUse });
    await page.getByRole('button', { name: 'Find in all conversations' }).click();
    const field = page.getByRole('searchbox', { name: 'Find in all conversations' });
    await field.fill('a');
    const hits = page.getByRole('list', { name: 'Conversations' }).getByRole('button');
    await expect.element(hits.nth(1)).toBeVisible();
    const count = hits.elements().length;
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(hits.first()).toHaveFocus();
    await userEvent.keyboard('{End}');
    await expect.element(hits.nth(count - 1)).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect.element(field).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}{ArrowUp}');
    await expect.element(field).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}r');
    await expect.element(field).toHaveValue('ar');
    await field.fill('bark');
    await expect.element(hits.nth(1)).not.toBeInTheDocument();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    await expect
      .element(page.getByRole('heading', { name: 'When was paper first made from bark?' }))
      .toBeVisible();
  });

  it('are found by words in them, in every library, and open at the message', async () => {
    await showApp({ desk: deskInUse });
    await page.getByRole('button', { name: 'Find in all conversations' }).click();
    const field = page.getByRole('searchbox', { name: 'Find in all conversations' });
    await expect.element(field).toHaveFocus();
    await field.fill('四德');
    const hit = page.getByRole('button', { name: '好笔的“四德”是什么？' });
    await expect.element(hit.getByText('古文与器物')).toBeVisible();
    await hit.click();
    await expect.element(page.getByRole('heading', { level: 2, name: '好笔的“四德”是什么？' })).toBeVisible();
    await expect.element(page.getByRole('button', { name: /^Library: 古文与器物/ })).toBeVisible();
    await field.fill('nothing of the kind');
    await expect.element(page.getByText('No conversation holds these words.')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('button', { name: 'Find in all conversations' })).toHaveFocus();
  });
});
