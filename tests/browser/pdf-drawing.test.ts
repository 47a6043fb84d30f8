import { afterEach, describe, expect, it } from 'vitest';
import { openPdf, type PdfDocument } from '../../src/ui/source/pdf-document';
import { pdfFile, type PdfPage } from '../fixtures/pdf-file';

const opened: PdfDocument[] = [];

async function open(...pages: readonly PdfPage[]): Promise<PdfDocument> {
  const pdf = await openPdf(new Blob([pdfFile(pages)]));
  opened.push(pdf);
  return pdf;
}

afterEach(() => {
  for (const pdf of opened.splice(0)) pdf.close();
});

/** How dark the drawn page is at a place, given in hundredths of its size: 0 is black. */
async function greyOf(pdf: PdfDocument, number: number) {
  const page = await pdf.openPage(number);
  const picture = await page.draw(1, new AbortController().signal);
  const copy = document.createElement('canvas');
  copy.width = picture.width;
  copy.height = picture.height;
  const context = copy.getContext('2d');
  context?.drawImage(picture, 0, 0);
  return (left: number, top: number) =>
    context?.getImageData((left / 100) * copy.width, (top / 100) * copy.height, 1, 1).data[0];
}

describe('a page', () => {
  it('is drawn as the file says, white where nothing is', { timeout: 30_000 }, async () => {
    const grey = await greyOf(await open({ kind: 'picture' }), 1);
    expect(grey(50, 50)).toBe(128);
    expect(grey(2, 2)).toBe(255);
  });

  it('lets through a soft mask what its luminosity leaves', async () => {
    const grey = await greyOf(await open({ kind: 'masked' }), 1);
    expect(grey(25, 50)).toBe(0);
    // A quarter of black on white.
    expect(grey(75, 50)).toBeGreaterThan(186);
    expect(grey(75, 50)).toBeLessThan(196);
  });

  it('that is not wanted any more is not drawn, and the next one is', async () => {
    const pdf = await open({ kind: 'picture' }, { kind: 'picture' });
    const page = await pdf.openPage(1);
    const stop = new AbortController();
    const first = page.draw(1, new AbortController().signal);
    const second = page.draw(1, stop.signal);
    stop.abort();
    await expect(second).rejects.toMatchObject({ name: 'AbortError' });
    expect((await first).width).toBeGreaterThan(100);
    expect((await greyOf(pdf, 2))(50, 50)).toBe(128);
  });

  it('that is closed ends what is asked of it', async () => {
    const pdf = await open({ kind: 'picture' });
    const page = await pdf.openPage(1);
    pdf.close();
    await expect(page.draw(1, new AbortController().signal)).rejects.toMatchObject({
      code: 'worker-crashed',
    });
  });
});

it('a file that is no PDF is told apart from a crash', async () => {
  await expect(openPdf(new Blob(['not a PDF']))).rejects.toMatchObject({ code: 'corrupt' });
});

it.each([90, 180, 270] as const)(
  'a page that is shown turned has its sides as shown: %i',
  async (rotation) => {
    const pdf = await open({ kind: 'text', lines: [], rotation });
    const { width, height } = await pdf.openPage(1);
    expect([width, height]).toEqual(rotation === 180 ? [595, 842] : [842, 595]);
  },
);
