import { afterEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { AnswerUpdate } from '../../../src/services/app-services';
import { cite } from './fake-content';
import { answer, deskInUse, declaration, inkstone } from './desk';
import { showApp } from './show-app';

const question = page.getByRole('textbox', { name: 'Question' });

afterEach(() => {
  vi.restoreAllMocks();
});

function codeOf(keyCode: number): KeyboardEventInit {
  const init: Record<string, unknown> = { keyCode };
  return init;
}

function press(init: KeyboardEventInit): void {
  question
    .element()
    .dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }));
}

function scroller(): HTMLElement {
  return page.getByRole('region', { name: 'Conversation' }).element() as HTMLElement;
}

describe('the composer', () => {
  it('asks on Enter and starts a new line on Shift and Enter', async () => {
    const { services } = await showApp();
    await question.fill('first line');
    await question.click();
    await userEvent.keyboard('{End}{Shift>}{Enter}{/Shift}second line');
    expect(services.asked).toEqual([]);
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => services.asked).toEqual(['first line\nsecond line']);
    await expect.element(question).toHaveValue('');
  });

  it('does not ask while Chinese is being composed', async () => {
    const { services } = await showApp();
    await question.fill('砚台怎么用');
    press({ key: 'Enter', isComposing: true });
    // Safari has ended the composition by then, and says so by the code alone.
    press({ key: 'Enter', ...codeOf(229) });
    await expect.element(question).toHaveValue('砚台怎么用');
    press({ key: 'Enter', ...codeOf(13) });
    await expect.poll(() => services.asked).toEqual(['砚台怎么用']);
  });

  it('does not ask nothing', async () => {
    const { services } = await showApp();
    await question.fill('   ');
    press({ key: 'Enter' });
    await expect.element(page.getByRole('button', { name: 'Ask' })).toBeDisabled();
    expect(services.asked).toEqual([]);
  });

  it('takes the focus when / is pressed outside a field', async () => {
    await showApp();
    await expect.element(question).toBeVisible();
    await userEvent.keyboard('/');
    await expect.element(question).toHaveFocus();
    await expect.element(question).toHaveValue('');
  });

  it('gives a question back when it could not be asked at all', async () => {
    const { services } = await showApp();
    services.answers.ask = () => {
      throw new Error('no');
    };
    await question.fill('Will this be lost?');
    press({ key: 'Enter' });
    await expect.element(page.getByText('Something inside the app failed.')).toBeVisible();
    await expect.element(question).toHaveValue('Will this be lost?');
  });
});

describe('an answer', () => {
  it('says what is being done, then streams, and is told to a screen reader once', async () => {
    const { services } = await showApp();
    await question.fill('How long?');
    press({ key: 'Enter' });
    await expect.element(page.getByText('Searching your documents')).toBeVisible();
    services.finish();
    await expect.element(page.getByText('An answer in a few words.')).toBeVisible();
    await expect.element(page.getByText('Answer complete, 0 citations.')).toBeInTheDocument();
  });

  it('can be stopped, and keeps what was written', async () => {
    await showApp();
    await question.fill('How long?');
    press({ key: 'Enter' });
    await page.getByRole('button', { name: 'Stop' }).click();
    await expect.element(page.getByText('Stopped before anything was written.')).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Ask' })).toBeInTheDocument();
  });

  it('goes on while another conversation is open', async () => {
    const { services } = await showApp();
    await question.fill('How long?');
    press({ key: 'Enter' });
    await page.getByRole('button', { name: 'When was paper first made from bark?', exact: true }).click();
    await expect.element(page.getByRole('button', { name: 'Ask' })).toBeInTheDocument();
    services.finish();
    await page.getByRole('button', { name: 'How long?', exact: true }).click();
    await expect.element(page.getByText('An answer in a few words.')).toBeVisible();
  });

  it('does not pull away a reader who has scrolled up', async () => {
    const { services } = await showApp();
    services.answering.text = 'word '.repeat(400);
    await question.fill('A long one, please');
    press({ key: 'Enter' });
    await expect.element(page.getByText('Searching your documents')).toBeVisible();
    scroller().scrollTop = 0;
    await expect.element(page.getByRole('button', { name: 'To the latest' })).toBeVisible();
    services.finish();
    await expect.element(page.getByText('Answer complete, 0 citations.')).toBeInTheDocument();
    expect(scroller().scrollTop).toBe(0);
    await page.getByRole('button', { name: 'To the latest' }).click();
    await expect
      .poll(() => scroller().scrollHeight - scroller().scrollTop - scroller().clientHeight)
      .toBeLessThan(2);
  });

  it('to a further question comes into sight, however long the conversation is', async () => {
    const { services } = await showApp({ width: 360, height: 780 });
    await question.fill('How?');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('heading', { name: 'You asked: How?' })).toBeInViewport();
    services.finish();
    await expect.element(page.getByRole('button', { name: 'Latest' })).not.toBeInTheDocument();
  });

  it('is said to be read until its first word, with the time that passes for the eye alone', async () => {
    const { services } = await showApp();
    const answers = { ...services.answers };
    let write = (): void => undefined;
    async function* written(
      ...call: Parameters<typeof answers.retry>
    ): AsyncGenerator<AnswerUpdate, void, undefined> {
      const updates = answers.retry(...call)[Symbol.asyncIterator]();
      const first = await updates.next();
      if (first.done) return;
      const message = { ...first.value.message, engine: 'wllama' as const };
      yield { phase: 'writing', message };
      await new Promise<void>((resolve) => (write = resolve));
      yield { phase: 'writing', message: { ...message, text: 'A first word' } };
      await new Promise<void>((resolve) => (write = resolve));
    }
    Object.assign(services.answers, { retry: written });
    await page.getByRole('button', { name: 'Answer again' }).click();
    const phase = page.getByText('Reading what was found');
    await expect.element(phase).toBeVisible();
    // From the third second on.
    const passed = phase.getByText(/^(?:[3-9]|\d\d) sec$/);
    await expect.element(passed, { timeout: 10_000 }).toBeVisible();
    await expect.element(passed).toHaveAttribute('aria-hidden', 'true');
    write();
    await expect.element(page.getByText('Writing', { exact: true })).toBeVisible();
    await expect.element(phase).not.toBeInTheDocument();
    write();
  });

  it('shows what answers on a phone too, and leads to the models from there', async () => {
    const { services } = await showApp({ width: 390, height: 844 });
    const engine = page.getByRole('button', { name: /Quotes from documents/ });
    await expect.element(engine).toBeVisible();
    services.models.setStatus({ status: 'loading', modelId: 'Qwen3-1.7B-q4f16_1-MLC', fraction: 0.4 });
    await expect.element(page.getByRole('button', { name: /Qwen3 1.7B/ })).toBeVisible();
    await page.getByRole('button', { name: /Qwen3 1.7B/ }).click();
    await expect.element(page.getByRole('dialog', { name: 'Models' })).toBeVisible();
  });

  it('says which engine wrote it', async () => {
    await showApp();
    await expect.element(page.getByText('Quoted from your documents').first()).toBeInTheDocument();
    await expect.element(page.getByText('Written by Qwen3 1.7B')).toBeInTheDocument();
  });

  it('that the documents do not hold says so and what to try', async () => {
    await showApp();
    await expect
      .element(page.getByText('These documents do not seem to hold the answer.'))
      .toBeInTheDocument();
    await expect.element(page.getByText('Ask for one thing at a time.')).toBeInTheDocument();
  });

  it('that failed says what is wrong, what to do, and can be tried again', async () => {
    const asked = deskInUse.messages[0];
    if (asked?.role !== 'question') throw new Error('the desk begins with a question');
    const failed = answer(asked, '', [], { status: 'failed', error: { code: 'device-lost', message: '' } });
    const { services } = await showApp({ desk: { ...deskInUse, messages: [asked, failed] } });
    await expect
      .element(
        page.getByText('The model has stopped: the device that it runs on was lost or no longer answers.'),
      )
      .toBeVisible();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.element(page.getByText('Searching your documents')).toBeVisible();
    services.finish();
    await expect.element(page.getByText('An answer in a few words.')).toBeVisible();
  });

  it.each([
    [
      'en',
      'it has 16,000 characters, and about 6,100 have room.',
      'Edit it above and shorten it by about 9,900 characters',
    ],
    ['zh', '共 16,000 个字符，大约只放得下 6,100 个。', '请在上方编辑问题，缩短约 9,900 个字符'],
  ] as const)('to a question that is too long says by how much (%s)', async (locale, problem, advice) => {
    const asked = deskInUse.messages[0];
    if (asked?.role !== 'question') throw new Error('the desk begins with a question');
    const detail = { kind: 'question-too-long', characters: 16_000, mostCharacters: 6100 } as const;
    const failed = answer(asked, '', [], {
      status: 'failed',
      error: { code: 'context-overflow', message: '', detail },
    });
    await showApp({ desk: { ...deskInUse, messages: [asked, failed] }, settings: { locale } });
    await expect.element(page.getByText(problem)).toBeVisible();
    await expect.element(page.getByText(advice)).toBeVisible();
    await expect.element(page.getByRole('heading', { level: 2, name: asked.text })).toBeVisible();
  });
});

describe('a written answer', () => {
  it('says quietly what was searched, where that is not the question', async () => {
    const asked = deskInUse.messages[0];
    if (asked?.role !== 'question') throw new Error('the desk begins with a question');
    const written = answer(asked, 'Slowly.', [], { searchedFor: 'How is <b>ink</b> ground?' });
    await showApp({ desk: { ...deskInUse, messages: [asked, written] } });
    await expect.element(page.getByText('Searched for: How is <b>ink</b> ground?')).toBeVisible();
  });

  it('underlines what no citation supports, and says why while it has the focus', async () => {
    const asked = deskInUse.messages[0];
    if (asked?.role !== 'question') throw new Error('the desk begins with a question');
    const written = answer(
      asked,
      'Ink is ground slowly and without force. [1] The emperor himself preferred **green** stones. Is it so?',
      [cite(1, inkstone, 'pressing hard makes coarse ink')],
      { engine: 'webllm', model: 'Qwen3-1.7B-q4f16_1-MLC' },
    );
    await showApp({ desk: { ...deskInUse, messages: [asked, written] } });
    const unsupported = page.getByRole('note');
    await expect.element(unsupported).toBeVisible();
    const words = () => [...document.querySelectorAll('.unsupported')].map(({ textContent }) => textContent);
    expect(words().join('')).toBe('The emperor himself preferred green stones.');
    (unsupported.element() as HTMLElement).focus();
    await expect
      .element(page.getByRole('tooltip'))
      .toHaveTextContent('No passage in your documents was found to support this sentence.');
  });
});

describe('citation chips', () => {
  it('are named by number, document and page', async () => {
    const { services } = await showApp();
    services.answering.text = 'Rest is a right [1].';
    services.answering.citations = [cite(1, declaration, 'the right to rest and leisure')];
    await question.fill('Is it?');
    press({ key: 'Enter' });
    await expect.element(page.getByText('Searching your documents')).toBeVisible();
    services.finish();
    const chip = page
      .getByRole('button', { name: 'Citation 1: universal-declaration-of-human-rights.pdf, page 2' })
      .last();
    await expect.element(chip).toBeVisible();
  });

  it('are left out where the answer has no such citation', async () => {
    const { services } = await showApp();
    services.answering.text = 'Grind slowly [1], says nobody [7].';
    services.answering.citations = [cite(1, inkstone, 'pressing hard makes coarse ink')];
    await question.fill('How?');
    press({ key: 'Enter' });
    await expect.element(page.getByText('Searching your documents')).toBeVisible();
    services.finish();
    await expect
      .poll(() => [...document.querySelectorAll('.answer-text')].at(-1)?.textContent.trim())
      .toBe('Grind slowly\u20601, says nobody.');
  });

  it('show the quoted words while they have the focus', async () => {
    await showApp();
    const chip = page.getByRole('button', { name: 'Citation 3: inkstone.md' }).first();
    await expect.element(chip).toBeInTheDocument();
    (chip.element() as HTMLElement).focus();
    const preview = page.getByRole('tooltip');
    await expect.element(preview).toHaveTextContent('Wash the stone the same day: dried ink scratches it.');
    await expect.element(preview).toHaveTextContent('inkstone.md');
  });

  it('show the quoted words to a pointer that rests on them, and not to one that passes', async () => {
    // All of it is in sight: nothing that is laid out late moves a chip from under the pointer.
    await showApp({ desk: { ...deskInUse, messages: deskInUse.messages.slice(0, 2) } });
    const chip = page.getByRole('button', { name: 'Citation 3: inkstone.md' }).first();
    await expect.element(chip).toBeVisible();
    const element = chip.element();
    const shown: boolean[] = [];
    const observer = new MutationObserver(() => shown.push(element.hasAttribute('aria-describedby')));
    observer.observe(element, { attributes: true, attributeFilter: ['aria-describedby'] });
    for (const kind of ['pointerover', 'pointerout']) {
      element.dispatchEvent(new PointerEvent(kind, { bubbles: true }));
    }
    await chip.hover();
    await expect
      .element(page.getByRole('tooltip'))
      .toHaveTextContent('Wash the stone the same day: dried ink scratches it.');
    expect(shown).toEqual([true]);
    await chip.unhover();
    await expect.element(page.getByRole('tooltip')).not.toBeInTheDocument();
  });

  it('in the list below an answer show the quoted words too, until Escape', async () => {
    await showApp({ desk: { ...deskInUse, messages: deskInUse.messages.slice(0, 2) } });
    const list = page.getByRole('group', { name: 'Sources', exact: true });
    const chip = list.getByRole('button', { name: 'Citation 3: inkstone.md' });
    await expect.element(chip).toBeVisible();
    (chip.element() as HTMLElement).focus();
    const preview = page.getByRole('tooltip');
    await expect.element(preview).toHaveTextContent('Wash the stone the same day: dried ink scratches it.');
    await expect
      .element(chip)
      .toHaveAccessibleDescription(/Wash the stone the same day: dried ink scratches it\./);
    await userEvent.keyboard('{Escape}');
    await expect.element(preview).not.toBeInTheDocument();
    await expect.element(chip).toHaveFocus();
  });
});

describe('a question as long as a page', () => {
  it('is folded, so that its answer is in sight, and shown whole on demand', async () => {
    const [asked, answered] = deskInUse.messages;
    if (asked?.role !== 'question' || !answered) throw new Error('the desk begins with a question');
    const text = Array.from({ length: 60 }, (_, line) => `Line ${line} of what was pasted.`).join('\n');
    await showApp({ desk: { ...deskInUse, messages: [{ ...asked, text }, answered] } });
    const heading = page.getByRole('main').getByRole('heading', { level: 2 });
    await expect.element(heading).toBeVisible();
    const folded = heading.element().clientHeight;
    expect(folded).toBeLessThan(heading.element().scrollHeight / 3);
    const unfold = page.getByRole('button', { name: 'Show the whole question' });
    await expect.element(unfold).toHaveAttribute('aria-expanded', 'false');
    await unfold.click();
    await expect.poll(() => heading.element().clientHeight).toBeGreaterThan(3 * folded);
    await page.getByRole('button', { name: 'Show less of the question' }).click();
    await expect.poll(() => heading.element().clientHeight).toBe(folded);
  });
});

describe('the sources of an answer', () => {
  it('say which of them was removed since, and keep the quoted words', async () => {
    const desk = { ...deskInUse, messages: deskInUse.messages.slice(0, 2) };
    const { services } = await showApp({ desk });
    const list = page.getByRole('group', { name: 'Sources', exact: true });
    const open = list.getByRole('button', { name: 'Open inkstone.md at the quoted words' });
    await expect.element(open).toBeVisible();
    expect(list.getByText('removed since').query()).toBeNull();
    const cited = desk.sources.find(({ document }) => document.name === 'inkstone.md')?.document.id ?? '';
    await services.documents.remove([cited]);
    await expect.element(list.getByText('removed since')).toBeVisible();
    await expect.element(open).not.toBeInTheDocument();
    const chip = list.getByRole('button', { name: 'Citation 3: inkstone.md' });
    (chip.element() as HTMLElement).focus();
    const preview = page.getByRole('tooltip');
    await expect.element(preview).toHaveTextContent('Wash the stone the same day: dried ink scratches it.');
    await expect.element(preview).toHaveTextContent('This document was removed since.');
    await userEvent.keyboard('{Escape}');
    await services.documents.restore([cited]);
    await expect.element(open).toBeVisible();
  });
});

describe('an answer that was copied', () => {
  it('says so for a moment, also to who stays on the button', async () => {
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    await showApp({ desk: { ...deskInUse, messages: deskInUse.messages.slice(0, 2) } });
    const copy = page.getByRole('button', { name: 'Copy answer', exact: true });
    await expect.element(copy).toBeVisible();
    (copy.element() as HTMLElement).focus();
    // Looked for from the beginning, and not only when the key is known to be pressed: it may be over by then.
    await Promise.all([
      expect.element(page.getByRole('button', { name: 'Copied' })).toHaveFocus(),
      userEvent.keyboard('{Enter}'),
    ]);
    expect(write).toHaveBeenCalledOnce();
    await expect.element(copy).toHaveFocus();
  });
});
