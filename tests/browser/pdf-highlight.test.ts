import { expect, it } from 'vitest';
import type { ExtractedDocument } from '../../src/core/extracted-document';
import { locateQuote } from '../../src/core/quote-location';
import { RpcClient } from '../../src/rpc/client';
import { readPage } from '../../src/ui/source/page-text';
import { openPdf } from '../../src/ui/source/pdf-document';
import type { ExtractionContract } from '../fixtures/extraction-contract';
import { pdfFile, type PdfPage } from '../fixtures/pdf-file';

/** The document as the app reads it, and the words of each page that a quote of it highlights. */
async function highlighted(pages: readonly PdfPage[], quote: string) {
  const file = new Blob([pdfFile(pages)]);
  const worker = new Worker(new URL('../fixtures/extraction.worker.ts', import.meta.url), { type: 'module' });
  try {
    const client = new RpcClient<ExtractionContract>(worker);
    const document = await client.call('extract', { file, name: 'a.pdf' });
    return { document, words: await wordsOf(file, document, quote) };
  } finally {
    worker.terminate();
  }
}

async function wordsOf(file: Blob, content: ExtractedDocument, quote: string): Promise<string[][]> {
  const start = content.text.indexOf(quote);
  expect(start).toBeGreaterThanOrEqual(0);
  const end = start + quote.length;
  const pages = content.pages.filter((page) => page.start < end && page.end > start);
  const pdf = await openPdf(file);
  const container = document.createElement('div');
  document.body.append(container);
  try {
    const words: string[][] = [];
    for (const page of pages) {
      const texts = (
        await (await pdf.openPage(page.number)).layText(container, new AbortController().signal)
      ).map((piece) => piece.text);
      const { text, toPage } = readPage(content, page);
      const part = toPage({ start, end });
      words.push(
        locateQuote(texts, text, part.start, part.end).map((range) =>
          (texts[range.item] ?? '').slice(range.start, range.end),
        ),
      );
    }
    return words;
  } finally {
    pdf.close();
    container.remove();
  }
}

const wide = 'This line of running text is as wide as all the others are,';

function bookPage(number: number, lines: readonly string[]): PdfPage {
  return {
    kind: 'text',
    lines: [
      { text: 'Annals of Ink', y: 800 },
      ...lines.map((text, index) => ({ text, y: 700 - 14 * index })),
      { text: String(number), x: 290, y: 40 },
    ],
  };
}

it(
  'a quote over a page break is marked on both pages, without the footer and header between',
  { timeout: 60_000 },
  async () => {
    const { document, words } = await highlighted(
      [
        bookPage(1, [wide, 'and the ferryman carried the stone over']),
        bookPage(2, ['the river at night before the rain came down.', wide]),
        bookPage(3, [wide]),
      ],
      'carried the stone over\n\nthe river at night',
    );
    expect(document.text).not.toContain('Annals');
    expect(words).toEqual([['carried the stone over'], ['the river at night']]);
  },
);

it('a quote is marked through a joined hyphen and full-width digits', { timeout: 60_000 }, async () => {
  const { words } = await highlighted(
    [bookPage(1, [`${wide} recon-`, 'ciles the ledgers of both of them for good,', '编号ＡＢ１２的砚台。'])],
    'reconciles the ledgers',
  );
  expect(words).toEqual([['recon', 'ciles the ledgers']]);
  const { words: digits } = await highlighted([bookPage(1, ['编号ＡＢ１２的砚台。'])], 'AB12的');
  expect(digits).toEqual([['ＡＢ１２的']]);
});

it('a quote of a column is marked where the page is drawn row by row', { timeout: 60_000 }, async () => {
  const lines = Array.from({ length: 8 }, (_, index) => [
    { text: `Left words of line ${'abcdefgh'[index]} about the grinding`, x: 72, y: 700 - 14 * index },
    { text: `Right words of line ${'abcdefgh'[index]} about the paper`, x: 330, y: 700 - 14 * index },
  ]).flat();
  const { document, words } = await highlighted(
    [{ kind: 'text', lines }],
    'line b about the grinding Left words of line c',
  );
  expect(document.text.indexOf('line h about the grinding')).toBeLessThan(
    document.text.indexOf('Right words'),
  );
  expect(words[0]?.join('|')).toBe('line b about the grinding|Left words of line c');
});

it(
  'a quote is marked to its end through radicals that the file names characters by',
  { timeout: 60_000 },
  async () => {
    const { words } = await highlighted([bookPage(1, ['每天罚款两⻆。'])], '每天罚款两角。');
    expect(words[0]?.join('')).toBe('每天罚款两⻆。');
  },
);
