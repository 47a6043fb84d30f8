import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { AnswerTrace } from '../../../src/core/answer-trace';
import type { SuggestedQuestion } from '../../../src/core/suggestions/question-candidate';
import { deskInUse, inkstone, importing, q1Answer, type Desk } from './desk';
import { cite } from './fake-content';
import { showApp } from './show-app';

const suggestions: readonly SuggestedQuestion[] = [
  { language: 'zh', text: '什么是定气法？' },
  { language: 'en', text: 'What is an inkstone?' },
];
const followUps: readonly SuggestedQuestion[] = [
  { language: 'en', text: 'Who described 26 kinds of stone?' },
  { language: 'en', text: 'Where is the Duan stone quarried?' },
];
const settled: Desk = { ...deskInUse, unready: [], suggestions, followUps };
const startNew = () => userEvent.keyboard('{Control>}{Shift>}o{/Shift}{/Control}');
const list = page.getByRole('list', { name: 'Questions to try' });
const after = page.getByRole('group', { name: 'You could also ask' });

describe('questions that the documents answer', () => {
  it('are offered in an empty conversation, those in the reader’s language first, and asked by a click', async () => {
    const { services } = await showApp({ desk: settled });
    await startNew();
    await expect.element(list).toBeVisible();
    const buttons = list.getByRole('button').elements();
    expect(buttons.map(({ textContent }) => textContent)).toEqual(['What is an inkstone?', '什么是定气法？']);
    expect(buttons.map((button) => button.getAttribute('lang'))).toEqual(['en', 'zh-CN']);
    await list.getByRole('button', { name: 'What is an inkstone?' }).click();
    await expect.poll(() => services.asked).toEqual(['What is an inkstone?']);
    services.finish();
  });

  it('come without moving what stands above them', async () => {
    let give: (questions: readonly SuggestedQuestion[]) => void = () => undefined;
    const { services } = await showApp({ desk: settled });
    services.suggestions.about = () =>
      new Promise((resolve) => {
        give = resolve;
      });
    await startNew();
    const title = page.getByRole('heading', { name: 'What would you like to know?' });
    await expect.element(title).toBeVisible();
    const top = title.element().getBoundingClientRect().top;
    await expect.poll(() => (give(suggestions), list.query())).not.toBeNull();
    expect(title.element().getBoundingClientRect().top).toBe(top);
  });

  it('are made for the chosen documents', async () => {
    const { services } = await showApp({ desk: settled });
    await startNew();
    await expect.element(list).toBeVisible();
    await page.getByRole('button', { name: /^Answer from: / }).click();
    const menu = page.getByRole('dialog', { name: 'Where to look' });
    await menu.getByRole('checkbox', { name: inkstone.document.name }).click();
    await userEvent.keyboard('{Escape}');
    const chosen = { libraryIds: ['studio'], documentIds: [inkstone.document.id] };
    await expect.poll(() => services.suggestedIn.at(-1)).toEqual(chosen);
  });

  it('are not made while documents are coming in', async () => {
    const busy = await showApp({ desk: { ...settled, unready: [importing] } });
    await startNew();
    await expect.element(page.getByText('Documents are being imported.')).toBeVisible();
    expect(busy.services.suggestedIn).toEqual([]);
  });

  it('are not made for the sample, which has its own', async () => {
    const sample = await showApp({ desk: settled, settings: { sampleLibraryId: 'studio' } });
    await startNew();
    await expect.element(page.getByText('Who described 26 kinds of stone in the History')).toBeVisible();
    expect(sample.services.suggestedIn).toEqual([]);
  });
});

describe('after an answer', () => {
  it('a further question is offered, is asked by a click, and is not offered again', async () => {
    const { services } = await showApp({ desk: settled });
    const first = after.getByRole('button', { name: 'Who described 26 kinds of stone?' });
    await first.click();
    await expect.poll(() => services.asked).toEqual(['Who described 26 kinds of stone?']);
    await expect.element(after).not.toBeInTheDocument();
    services.finish();
    await expect.element(after.getByRole('button', { name: 'Where is the Duan stone' })).toBeVisible();
    await expect.element(first).not.toBeInTheDocument();
  });

  it('that abstained it says that these are what the documents do answer', async () => {
    const messages = deskInUse.messages.filter(({ id }) => !id.startsWith('q4'));
    await showApp({ desk: { ...settled, messages } });
    const answerable = page.getByRole('group', { name: 'What these documents do answer' });
    await expect.element(answerable.getByRole('button').first()).toBeVisible();
  });

  it('that was stopped nothing is offered', async () => {
    const messages = deskInUse.messages.map((message) =>
      message.role === 'answer' && message.questionId === 'q4'
        ? { ...message, status: 'stopped' as const }
        : message,
    );
    await showApp({ desk: { ...settled, messages } });
    await expect.element(page.getByText('Compare the four stones.').first()).toBeVisible();
    await expect.element(after).not.toBeInTheDocument();
  });
});

describe('passages that were found and not cited', () => {
  const rest = cite(1, inkstone, 'Mi Fu described 26 kinds of stone');
  const [quoted] = q1Answer.citations;
  if (!quoted) throw new Error('the first answer has a citation');
  const found = (citation: typeof rest) => ({
    ...{ documentId: citation.documentId, documentName: citation.documentName, excerpt: citation.quote },
    ...{ start: citation.start, end: citation.end, headingPath: [], score: 1, lanes: {} },
    ...(citation.page === undefined ? {} : { page: citation.page }),
  });
  const traces: AnswerTrace[] = [
    {
      ...{ messageId: q1Answer.id, conversationId: 'ink', searched: 'q', confidence: 0.9 },
      passages: [found(quoted), found(rest)],
      timings: { embedMs: 1, searchMs: 1 },
    },
  ];

  it('are listed apart, folded away, and open their source at the passage', async () => {
    await showApp({ desk: { ...settled, traces, messages: deskInUse.messages.slice(0, 2) } });
    const summary = page.getByText('Also retrieved (1)');
    await expect.element(summary).toBeVisible();
    const row = page.getByRole('button', { name: /^inkstone\.md\s*Mi Fu described 26 kinds of stone/ });
    await expect.element(row).not.toBeInTheDocument();
    await summary.click();
    await row.click();
    const marked = () =>
      [...document.querySelectorAll('mark')].map(({ textContent }) => textContent).join('');
    await expect.element(page.getByRole('heading', { name: inkstone.document.name })).toBeVisible();
    await expect.poll(marked).toContain('described 26 kinds of stone');
  });

  it('are not mentioned where it was not kept how the answer came about', async () => {
    await showApp({ desk: { ...settled, messages: deskInUse.messages.slice(0, 2) } });
    await expect.element(after).toBeVisible();
    await expect.element(page.getByText(/^Also retrieved/)).not.toBeInTheDocument();
  });
});
