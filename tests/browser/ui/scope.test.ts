import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { deskInUse, inkstone, paper, prose, solarTerms } from './desk';
import { cite } from './fake-content';
import { showApp } from './show-app';

const question = page.getByRole('textbox', { name: 'Question' });
const trigger = page.getByRole('button', { name: /^Answer from: / });
const menu = page.getByRole('dialog', { name: 'Where to look' });
const allLibraries = { libraryIds: ['studio', 'classics'] };

async function ask(text: string): Promise<void> {
  await question.fill(text);
  await userEvent.keyboard('{Enter}');
}

async function chooseAllLibraries(): Promise<void> {
  await trigger.click();
  await menu.getByText('All libraries').click();
  await userEvent.keyboard('{Escape}');
  await expect.element(menu).not.toBeInTheDocument();
}

async function tick(...names: string[]): Promise<void> {
  await trigger.click();
  for (const name of names) await menu.getByRole('checkbox', { name }).click();
  await userEvent.keyboard('{Escape}');
  await expect.element(menu).not.toBeInTheDocument();
}

describe('where a question is asked', () => {
  it('is this library at first, and then not mentioned', async () => {
    const { services } = await showApp();
    await expect.element(trigger).toHaveTextContent('This library');
    await ask('How?');
    await expect.poll(() => services.askedIn).toEqual([undefined]);
    services.finish();
    await expect.element(page.getByText('An answer in a few words.')).toBeVisible();
    await expect.element(page.getByText(/^Asked of/)).not.toBeInTheDocument();
  });

  it('is chosen by keyboard among the documents, and stays until changed', async () => {
    const { services } = await showApp();
    await expect.element(trigger).toBeVisible();
    (trigger.element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    await menu.getByRole('textbox', { name: 'Filter by name' }).fill('paper');
    await userEvent.keyboard('{ArrowDown} {Escape}');
    await expect.element(trigger).toHaveTextContent('1 document');
    await expect.element(trigger).toHaveFocus();
    for (const text of ['How?', 'Why?']) {
      await ask(text);
      await expect.poll(() => services.asked.at(-1)).toBe(text);
      services.finish();
      await expect.element(page.getByRole('button', { name: 'Ask', exact: true })).toBeInTheDocument();
    }
    const one = { libraryIds: ['studio'], documentIds: [paper.document.id] };
    expect(services.askedIn).toEqual([one, one]);
    await trigger.click();
    await menu.getByRole('button', { name: 'Use all documents' }).click();
    await userEvent.keyboard('{Escape}');
    await expect.element(trigger).toHaveTextContent('This library');
  });

  it('is told in one quiet line under the question', async () => {
    const { services } = await showApp();
    await tick(inkstone.document.name, paper.document.name);
    await ask('How?');
    const names = `${inkstone.document.name}, ${paper.document.name}`;
    await expect.element(page.getByText(`Asked of 2 documents: ${names}`)).toBeVisible();
    services.finish();
    await chooseAllLibraries();
    await ask('And elsewhere?');
    await expect.element(page.getByText('Asked of all libraries')).toBeVisible();
    await expect.poll(() => services.askedIn.at(-1)).toEqual(allLibraries);
    services.finish();
  });

  it('belongs to its conversation, and is found again where its last question was asked', async () => {
    const messages = deskInUse.messages.map((message) =>
      message.id === 'q4' && message.role === 'question' ? { ...message, scope: allLibraries } : message,
    );
    await showApp({ desk: { ...deskInUse, messages } });
    await expect.element(trigger).toHaveTextContent('All libraries');
    await page.getByRole('button', { name: 'When was paper first made from bark?', exact: true }).click();
    await expect.element(trigger).toHaveTextContent('This library');
  });

  it('chosen for a new conversation goes with its first question, and not to the next one', async () => {
    const { services } = await showApp();
    const startNew = () => userEvent.keyboard('{Control>}{Shift>}o{/Shift}{/Control}');
    await startNew();
    await tick(paper.document.name);
    await expect
      .element(page.getByText('Answers come from 1 chosen document, and show where.'))
      .toBeVisible();
    await ask('How?');
    await expect.poll(() => services.askedIn).toHaveLength(1);
    expect(services.askedIn[0]?.documentIds).toEqual([paper.document.id]);
    services.finish();
    await expect.element(trigger).toHaveTextContent('1 document');
    await startNew();
    await expect.element(trigger).toHaveTextContent('This library');
  });

  it('leaves out a document that was removed', async () => {
    const { services } = await showApp();
    await tick(inkstone.document.name, paper.document.name);
    await expect.element(trigger).toHaveTextContent('2 documents');
    await services.documents.remove([paper.document.id]);
    await expect.element(trigger).toHaveTextContent('1 document');
    await services.documents.remove([inkstone.document.id]);
    await expect.element(trigger).toHaveTextContent('This library');
  });

  it('is where one searched, when a search is asked instead', async () => {
    const { services } = await showApp();
    await userEvent.keyboard('{Control>}k{/Control}');
    await page.getByRole('combobox', { name: 'Words to find' }).fill('四德');
    await page.getByRole('button', { name: 'Search all libraries' }).click();
    await expect.element(page.getByRole('option').first()).toBeVisible();
    await page.getByRole('button', { name: 'Ask this instead' }).click();
    await expect.poll(() => services.askedIn).toEqual([allLibraries]);
    await expect.element(page.getByText('Asked of all libraries')).toBeVisible();
    services.finish();
  });
});

describe('what is offered', () => {
  it('leaves all libraries out where there is only one', async () => {
    await showApp({ desk: { ...deskInUse, libraries: deskInUse.libraries.slice(0, 1) } });
    await trigger.click();
    await expect.element(menu.getByRole('checkbox').first()).toBeVisible();
    await expect.element(menu.getByText('All libraries')).not.toBeInTheDocument();
  });

  it('is nothing where there is one library of one document', async () => {
    const desk = {
      ...deskInUse,
      libraries: deskInUse.libraries.slice(0, 1),
      sources: [inkstone],
      unready: [],
    };
    await showApp({ desk });
    await expect.element(question).toBeVisible();
    await expect.element(trigger).not.toBeInTheDocument();
  });

  it.each([360, 390])('leaves the button for asking in its place at %i px', async (width) => {
    await showApp({ width, height: 844 });
    await expect.element(trigger).toBeVisible();
    const control = trigger.element().getBoundingClientRect();
    const button = page.getByRole('button', { name: 'Ask', exact: true }).element().getBoundingClientRect();
    const composer = question.element().closest('form')?.getBoundingClientRect();
    expect(Math.round(button.right)).toBe(Math.round((composer?.right ?? 0) - 7));
    expect(control.right).toBeLessThan(button.left);
    expect(control.top).toBeGreaterThan(button.top - 1);
  });
});

describe('a citation of another library', () => {
  it('opens at its words, and stays open while this library changes', async () => {
    const { services } = await showApp();
    services.answering.text = '好笔有四德 [1]，节气有定法 [2]。';
    services.answering.citations = [
      cite(1, prose, '好笔有四德：尖、齐、圆、健。'),
      cite(2, solarTerms, '按太阳的实际位置来定节气的方法'),
    ];
    await chooseAllLibraries();
    await ask('好笔有哪些德？');
    await expect.poll(() => services.asked).toHaveLength(1);
    services.finish();
    await page.getByRole('button', { name: 'Citation 1: 文房四宝.md' }).first().click();
    const marked = () =>
      [...document.querySelectorAll('mark[data-active]')].map((mark) => mark.textContent).join('');
    await expect.poll(marked).toContain('笔有四德：尖、齐、圆、健。');
    await services.documents.remove([paper.document.id]);
    const library = page.getByRole('navigation', { name: 'Documents and conversations' });
    await expect.element(library.getByText(paper.document.name)).not.toBeInTheDocument();
    await expect.element(page.getByRole('heading', { name: '文房四宝.md' })).toBeVisible();
  });
});
