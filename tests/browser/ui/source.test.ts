import { describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { AppError } from '../../../src/core/app-error';
import { cite, makeSource, type Written } from './fake-content';
import { answer, deskInUse, inkstone, q1Answer, type Desk } from './desk';
import { showApp } from './show-app';
import { pdfFile } from '../../fixtures/pdf-file';

const source = page.getByRole('complementary', { name: 'Source' });

function marked(): string[] {
  return [...document.querySelectorAll('[data-active]')].map((element) =>
    [...element.childNodes]
      .map((node) => (node instanceof HTMLButtonElement ? '' : node.textContent))
      .join(''),
  );
}

function isInSight(element: Element, frame: Element): boolean {
  const inner = element.getBoundingClientRect();
  const outer = frame.getBoundingClientRect();
  return inner.height > 0 && inner.top >= outer.top && inner.bottom <= outer.bottom;
}

/** A desk with one document, cited once by its only answer. */
function deskWith(written: readonly Written[], quotes: readonly string[]): Desk {
  const [asked] = deskInUse.messages;
  const [library] = deskInUse.libraries;
  if (asked?.role !== 'question' || !library)
    throw new Error('the desk begins with a library and a question');
  const document = makeSource(library.id, 'long.md', 'markdown', written);
  const citations = quotes.map((quote, index) => cite(index + 1, document, quote));
  const text = citations.map(({ n }) => `Said here [${n}].`).join('\n\n');
  return {
    ...deskInUse,
    sources: [document],
    unready: [],
    messages: [asked, answer(asked, text, citations)],
  };
}

describe('a citation', () => {
  it('opens its source with exactly the cited words marked, across bold and plain text', async () => {
    await showApp();
    await page.getByRole('button', { name: 'Citation 1: inkstone.md' }).first().click();
    await expect.element(source.getByRole('heading', { name: 'inkstone.md' })).toBeVisible();
    await expect.poll(() => document.querySelectorAll('[data-active]').length).toBe(2);
    const words = [...document.querySelectorAll('[data-active]')].map((element) => {
      const copy = element.cloneNode(true) as Element;
      copy.querySelectorAll('button').forEach((button) => button.remove());
      return copy.textContent;
    });
    expect(words.join('')).toBe(q1Answer.citations[0]?.quote);
  });

  it.each([
    ['en', 'This document was removed from the library.', 'Close this document', 'Try again'],
    ['zh', '这份文档已从资料库中移除。', '关闭这份文档', '重试'],
  ] as const)(
    'of a document that was removed shows the words that are kept (%s)',
    async (locale, removed, close, retry) => {
      const desk = { ...deskInUse, messages: deskInUse.messages.slice(0, 2) };
      const { services } = await showApp({ desk, settings: { locale } });
      await services.documents.remove([inkstone.document.id]);
      services.sources.load = (id) => Promise.reject(new AppError('not-found', id));
      await page
        .getByRole('button', { name: /^(?:Citation|引用) ?1[:：] ?inkstone\.md/ })
        .first()
        .click();
      const pane = page.getByRole('complementary', { name: /^(?:Source|原文)$/ });
      await expect.element(pane.getByText(removed)).toBeVisible();
      await expect.element(pane.getByText(q1Answer.citations[0]?.quote ?? 'no quote')).toBeVisible();
      expect(pane.getByRole('button', { name: retry }).query()).toBeNull();
      await services.documents.restore([inkstone.document.id]);
      await expect.element(pane.getByRole('button', { name: retry })).toBeVisible();
      await services.documents.remove([inkstone.document.id]);
      await pane.getByRole('button', { name: close }).click();
      await expect.element(pane).not.toBeInTheDocument();
    },
  );

  it('is brought into sight in a long document that is drawn piece by piece', async () => {
    const paragraphs = Array.from(
      { length: 4000 },
      (_, i) => `Paragraph ${i}. ${'Ink and stone. '.repeat(12)}`,
    );
    paragraphs[3600] = 'Here, and only here, the ferryman speaks of the third stone.';
    await showApp({ desk: deskWith(paragraphs, ['the ferryman speaks of the third stone']) });
    await page.getByRole('button', { name: 'Citation 1: long.md' }).first().click();
    await expect.poll(marked).toEqual(['the ferryman speaks of the third stone']);
    await expect.element(source.getByRole('region', { name: 'Text of long.md' })).toBeVisible();
    const frame = source.getByRole('region', { name: 'Text of long.md' }).element();
    await expect
      .poll(() =>
        [...document.querySelectorAll('[data-active]')].every((element) => isInSight(element, frame)),
      )
      .toBe(true);
    expect(frame.querySelectorAll('p').length).toBeLessThan(1500);
  });

  it('of a document that has changed marks the same words where they stand now, and says when they are gone', async () => {
    const desk = deskWith(
      ['First of all, a new paragraph.', 'The ferryman speaks of the third stone.'],
      ['ferryman speaks of the third stone', 'First of all'],
    );
    const messages = desk.messages.map((message) =>
      message.role === 'question'
        ? message
        : {
            ...message,
            citations: message.citations.map((citation, i) =>
              i === 0
                ? { ...citation, start: citation.start - 20, end: citation.end - 20 }
                : { ...citation, quote: 'Words of an earlier version' },
            ),
          },
    );
    await showApp({ desk: { ...desk, messages } });
    await page.getByRole('button', { name: 'Citation 1: long.md' }).first().click();
    await expect.poll(marked).toEqual(['ferryman speaks of the third stone']);
    await page.getByRole('button', { name: 'Citation 2: long.md' }).first().click();
    await expect.element(source.getByText('the quoted words are not in it any more')).toBeVisible();
    expect(marked()).toEqual([]);
  });

  it('leads to the others of its message, forwards and round', async () => {
    await showApp();
    await page.getByRole('button', { name: 'Citation 3: inkstone.md' }).first().click();
    await expect.element(source.getByText('Citation 3 of 3')).toBeInTheDocument();
    await source.getByRole('button', { name: 'Next citation' }).click();
    await expect.element(source.getByText('Citation 1 of 3')).toBeInTheDocument();
    await source.getByRole('button', { name: 'Show citation 2' }).click();
    await expect.poll(marked).toEqual(['Make only as much ink as the work needs.']);
  });

  it('marks its chip in the answer while its source is open', async () => {
    await showApp();
    const chip = page.getByRole('button', { name: 'Citation 1: inkstone.md' }).first();
    await chip.click();
    await expect.element(chip).toHaveAttribute('aria-current', 'true');
    await source.getByRole('button', { name: 'Close source' }).click();
    await expect.element(chip).not.toHaveAttribute('aria-current');
    await expect.element(chip).toHaveFocus();
  });
});

describe('the source pane', () => {
  it('that takes the place of the list scrolls by key as soon as its text is there', async () => {
    const { services } = await showApp({ width: 1000 });
    const load = services.sources.load.bind(services.sources);
    const reading = Promise.withResolvers<undefined>();
    vi.spyOn(services.sources, 'load').mockImplementation(async (...args) => {
      await reading.promise;
      return load(...args);
    });
    const row = page.getByRole('button', { name: /^inkstone\.md/ });
    (row.element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    await expect.element(source.getByRole('button', { name: 'Close source' })).toBeVisible();
    await expect.element(row).not.toBeInTheDocument();
    reading.resolve(undefined);
    await expect.element(source.getByRole('region', { name: /inkstone\.md/ })).toHaveFocus();
  });

  it('has the focus in its title where there is nothing to be read', async () => {
    const { services } = await showApp({ width: 1000 });
    vi.spyOn(services.sources, 'load').mockRejectedValue(new Error('the disk is busy'));
    (page.getByRole('button', { name: /^inkstone\.md/ }).element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    await expect.element(source.getByRole('heading', { name: 'inkstone.md' })).toHaveFocus();
  });

  it('closes on Escape', async () => {
    await showApp();
    await page.getByRole('button', { name: /^inkstone\.md/ }).click();
    await expect.element(source).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(source).not.toBeInTheDocument();
  });

  it('is resized by keyboard, and its width is kept in the settings', async () => {
    const { services } = await showApp();
    await page.getByRole('button', { name: /^inkstone\.md/ }).click();
    const divider = page.getByRole('separator', { name: 'Width of the source pane' });
    await expect.element(divider).toBeVisible();
    const before = Number(divider.element().getAttribute('aria-valuenow'));
    (divider.element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
    await expect.element(divider).toHaveAttribute('aria-valuenow', String(before + 32));
    expect(services.settingsNow.paneWidths).toEqual({ source: before + 32 });
  });

  it('says so when the document was removed meanwhile', async () => {
    const { services } = await showApp();
    services.sources.load = () => Promise.reject(new Error('gone'));
    await page.getByRole('button', { name: /^inkstone\.md/ }).click();
    await expect.element(source.getByText('The document could not be opened.')).toBeVisible();
  });

  it('draws tables, lists, quotes, code and safe links', async () => {
    await showApp();
    await page.getByRole('button', { name: /^inkstone\.md/ }).click();
    await expect.element(source.getByRole('columnheader', { name: 'Known for' })).toBeInTheDocument();
    await expect.element(source.getByRole('cell', { name: 'Zhaoqing, Guangdong' })).toBeInTheDocument();
    expect(document.querySelectorAll('aside li').length).toBe(3);
    const link = source.getByRole('link', { name: 'a longer account' });
    await expect.element(link).toHaveAttribute('rel', 'noopener noreferrer');
  });

  it('never makes a link of a script', async () => {
    await showApp({ desk: deskWith(['Press [here](javascript:alert) to go on.'], ['here']) });
    await page.getByRole('button', { name: 'Citation 1: long.md' }).first().click();
    await expect.poll(marked).toEqual(['here']);
    expect(document.querySelector('aside a')).toBeNull();
  });
});

describe('a PDF', () => {
  const quote =
    'Everyone has the right to rest and leisure, including reasonable limitation of working hours and periodic holidays with pay.';

  const citationOfPdf = () => page.getByRole('button', { name: /^Citation 1: rights\.pdf/ }).first();

  async function showDocument(written: readonly Written[], quote: string, bytes: Blob) {
    const [asked] = deskInUse.messages;
    const [library] = deskInUse.libraries;
    if (asked?.role !== 'question' || !library)
      throw new Error('the desk begins with a library and a question');
    const pdf = makeSource(library.id, 'rights.pdf', 'pdf', written);
    const shown = await showApp({
      desk: {
        ...deskInUse,
        sources: [pdf, inkstone],
        unready: [],
        messages: [asked, answer(asked, 'Rest is a right [1].', [cite(1, pdf, quote)])],
      },
    });
    shown.services.sources.bytes = () => Promise.resolve(bytes);
    return shown;
  }

  async function showPdf() {
    const file = await fetch('/sample/en/universal-declaration-of-human-rights.pdf');
    const written = [
      ...[1, 2, 3, 4].flatMap((number): Written[] => [{ page: number }, `Page ${number}`]),
      { page: 5 },
      { heading: 'Article 24' },
      quote,
      'Everyone has the right to a standard of living.',
    ];
    return showDocument(written, quote, await file.blob());
  }

  it('opens on the cited page with the words marked on it', async () => {
    await showPdf();
    await citationOfPdf().click();
    await expect
      .poll(() => document.querySelectorAll('[data-page="5"] [data-active]').length, { timeout: 30_000 })
      .toBe(2);
    await expect.element(source.getByRole('region', { name: 'rights.pdf' })).toBeVisible();
    const frame = source.getByRole('region', { name: 'rights.pdf' }).element();
    const boxes = () => [...document.querySelectorAll('[data-page="5"] [data-active]')];
    await expect.poll(() => boxes().map((box) => isInSight(box, frame))).toEqual([true, true]);
    await expect.element(source.getByRole('spinbutton', { name: 'Page' })).toHaveValue(5);
    // What the library keeps at the end of the document to measure text takes no room there.
    const canvases = [...document.querySelectorAll('body > canvas')];
    expect(canvases.length).toBeGreaterThan(0);
    expect(canvases.flatMap((canvas) => [...canvas.getClientRects()])).toEqual([]);
  });

  it('goes to the page that is asked for, and to the last one when there are fewer', async () => {
    await showPdf();
    await citationOfPdf().click();
    const field = source.getByRole('spinbutton', { name: 'Page' });
    await expect.element(field).toHaveValue(5);
    for (const [asked, shown] of [
      [2, 2],
      [999, 6],
      [-3, 1],
    ] as const) {
      await field.fill(String(asked));
      await userEvent.keyboard('{Enter}');
      const frame = source.getByRole('region', { name: 'rights.pdf' }).element();
      const top = (number: number) =>
        (document.querySelector(`[data-page="${number}"]`)?.getBoundingClientRect().top ?? 0) -
        frame.getBoundingClientRect().top;
      await expect.poll(() => top(shown)).toBeLessThan(frame.clientHeight / 2);
      await expect.poll(() => top(shown)).toBeGreaterThan(-10);
      await expect.element(field).toHaveValue(shown);
    }
  });

  it('brings marked words into sight sideways where the page is wider than the view', async () => {
    const words = 'Far to the right';
    const file = new Blob([pdfFile([{ kind: 'text', lines: [{ text: words, x: 500, y: 760 }] }])]);
    await showDocument([{ page: 1 }, words], words, file);
    await citationOfPdf().click();
    await expect.poll(() => document.querySelectorAll('[data-active]').length, { timeout: 30_000 }).toBe(1);
    for (let i = 0; i < 5; i += 1) await source.getByRole('button', { name: 'Zoom in' }).click();
    const frame = source.getByRole('region', { name: 'rights.pdf' }).element();
    await expect.poll(() => frame.scrollWidth).toBeGreaterThan(1.5 * frame.clientWidth);
    frame.scrollLeft = 0;
    await citationOfPdf().click();
    await expect.poll(() => frame.scrollLeft).toBeGreaterThan(0);
    const box = () => document.querySelector('[data-active]')?.getBoundingClientRect() ?? new DOMRect();
    await expect.poll(() => box().left).toBeGreaterThan(frame.getBoundingClientRect().left);
    await expect.poll(() => box().left).toBeLessThan(frame.getBoundingClientRect().right - 20);
  });

  // The words stand at 72 from the left and 760 from the bottom, of 595 by 842.
  it.each([
    { rotation: 90, begins: ['left', 'top'], across: 760 / 842, down: 72 / 595 },
    { rotation: 180, begins: ['right', 'top'], across: 523 / 595, down: 760 / 842 },
    { rotation: 270, begins: ['left', 'bottom'], across: 82 / 842, down: 523 / 595 },
  ] as const)('marks the words of a page that is shown turned by $rotation degrees', async (turned) => {
    const words = 'The ink stick is ground with water on the stone.';
    const { rotation, begins, across, down } = turned;
    const file = new Blob([pdfFile([{ kind: 'text', lines: [{ text: words, x: 72, y: 760 }], rotation }])]);
    await showDocument([{ page: 1 }, words], words, file);
    await citationOfPdf().click();
    const boxes = () => [...document.querySelectorAll('[data-active]')];
    await expect.poll(() => boxes().length, { timeout: 30_000 }).toBe(1);
    const frame = document.querySelector('[data-page="1"]')?.getBoundingClientRect() ?? new DOMRect();
    const box = boxes()[0]?.getBoundingClientRect() ?? new DOMRect();
    const tolerance = 0.02 * frame.width;
    expect(Math.abs(box[begins[0]] - frame.left - across * frame.width)).toBeLessThan(tolerance);
    expect(Math.abs(box[begins[1]] - frame.top - down * frame.height)).toBeLessThan(tolerance);
    expect(box.height > box.width).toBe(rotation !== 180);
  });

  it('can be zoomed, and read as text with the same words marked', async () => {
    await showPdf();
    await citationOfPdf().click();
    const first = () => document.querySelector('[data-page="1"]')?.clientWidth ?? 0;
    await expect.poll(first, { timeout: 30_000 }).toBeGreaterThan(100);
    const before = first();
    await source.getByRole('button', { name: 'Zoom in' }).click();
    await expect.poll(first).toBeGreaterThan(before);
    await source.getByText('Text', { exact: true }).click();
    await expect.poll(marked).toEqual([quote]);
  });

  it('that cannot be drawn is shown as text', async () => {
    const { services } = await showPdf();
    services.sources.bytes = () => Promise.resolve(new Blob(['not a PDF']));
    await citationOfPdf().click();
    await expect
      .element(source.getByText('The pages could not be drawn, so the text is shown.'))
      .toBeVisible();
    await expect.poll(marked).toEqual([quote]);
  });
});
