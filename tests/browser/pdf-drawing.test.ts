import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { KeptPdfs } from '../../src/ui/source/kept-pdfs';
import { openPdf, type PdfDocument } from '../../src/ui/source/pdf-document';
import { drawInDocument, pixelsOf } from '../fixtures/document-drawing';
import { paintedPdf, pdfFile, pdfStream, type PdfPage } from '../fixtures/pdf-file';
import { watchWorkers } from '../fixtures/watched-workers';

const threads = watchWorkers();
afterAll(threads.restore);

const opened: PdfDocument[] = [];

async function openFile(file: Uint8Array<ArrayBuffer>): Promise<PdfDocument> {
  const pdf = await openPdf(new Blob([file]));
  opened.push(pdf);
  return pdf;
}

const open = (...pages: readonly PdfPage[]): Promise<PdfDocument> => openFile(pdfFile(pages));

afterEach(() => {
  for (const pdf of opened.splice(0)) pdf.close();
});

type Level = (left: number, top: number) => number | undefined;

/** The red of a picture at a place, given in points from the upper left corner of the page. */
function levelsOf(picture: HTMLCanvasElement): Level {
  const pixels = pixelsOf(picture);
  const scale = picture.width / 595;
  return (left, top) => pixels[4 * (Math.floor(top * scale) * picture.width + Math.floor(left * scale))];
}

async function levelsOfPage(pdf: PdfDocument, number = 1): Promise<Level> {
  const page = await pdf.openPage(number);
  return levelsOf(await page.draw(1 / devicePixelRatio, new AbortController().signal));
}

/** The first page of a file, drawn in a document and in a thread. */
async function drawBoth(file: Uint8Array<ArrayBuffer>): Promise<readonly [here: Level, there: Level]> {
  const here = levelsOf(await drawInDocument(file.buffer));
  return [here, await levelsOfPage(await openFile(file))];
}

describe('a page', () => {
  it('is drawn as the file says, white where nothing is', async () => {
    const level = await levelsOfPage(await open({ kind: 'picture' }));
    expect(level(297, 421)).toBe(128);
    expect(level(12, 16)).toBe(255);
  });

  it('lets through a soft mask what its luminosity leaves', async () => {
    const level = await levelsOfPage(await open({ kind: 'masked' }));
    expect(level(150, 421)).toBe(0);
    // A quarter of black on white.
    expect(level(450, 421)).toBeGreaterThan(186);
    expect(level(450, 421)).toBeLessThan(196);
  });

  it.each([90, 180, 270] as const)('that is shown turned has its sides as shown: %i', async (rotation) => {
    const pdf = await open({ kind: 'text', lines: [], rotation });
    const { width, height } = await pdf.openPage(1);
    expect([width, height]).toEqual(rotation === 180 ? [595, 842] : [842, 595]);
  });

  it('that is not wanted any more is not drawn, and the next one is', async () => {
    const pdf = await open({ kind: 'picture' }, { kind: 'picture' });
    const pictures: unknown[] = [];
    const [thread] = [...threads.running].slice(-1);
    thread?.addEventListener('message', ({ data }: MessageEvent<{ value?: unknown }>) => {
      if (data.value instanceof ImageBitmap) pictures.push(data.value);
    });
    const page = await pdf.openPage(1);
    const stop = new AbortController();
    const first = page.draw(1, new AbortController().signal);
    const second = page.draw(1, stop.signal);
    stop.abort();
    await expect(second).rejects.toMatchObject({ name: 'AbortError' });
    expect((await first).width).toBeGreaterThan(100);
    expect((await levelsOfPage(pdf, 2))(297, 421)).toBe(128);
    // They come in order: one of the page in between would be here by now.
    await expect.poll(() => pictures.length).toBe(2);
  });

  it('that is missing in the file fails as the file would', async () => {
    const pdf = await open({ kind: 'picture' }, { kind: 'missing' });
    await expect(pdf.openPage(2)).rejects.toMatchObject({ code: 'corrupt' });
    expect((await levelsOfPage(pdf))(297, 421)).toBe(128);
  });
});

describe('what a document has filters for is drawn as there:', () => {
  const grey = pdfStream(
    '/Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceGray',
    '\xF0\xF0\xF0\xF0',
  );
  const inverting =
    '/ExtGState << /T << /Type /ExtGState ' +
    '/TR << /FunctionType 2 /Domain [0 1] /C0 [1] /C1 [0] /N 1 >> >> >>';

  /** A half transparent group that paints the grey image. */
  const groupOf = (content: string): Uint8Array<ArrayBuffer> =>
    paintedPdf(
      '/Half gs /G Do',
      '/ExtGState << /Half << /ca 0.5 >> >> /XObject << /G 5 0 R >>',
      pdfStream(
        '/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Group << /S /Transparency /I true /K true >> ' +
          `/Resources << ${inverting} /XObject << /I 6 0 R >> >>`,
        content,
      ),
      grey,
    );

  it('a transfer function in a group', async () => {
    const [here, there] = await drawBoth(groupOf('q /T gs q 200 0 0 200 100 100 cm /I Do Q Q'));
    expect(here(200, 642)).not.toBe(255);
    expect(there(200, 642)).toBe(here(200, 642));
  });

  it('what comes after a transfer function that was given up', async () => {
    const [here, there] = await drawBoth(groupOf('q /T gs Q q 200 0 0 200 350 100 cm /I Do Q'));
    expect(here(450, 642)).not.toBe(255);
    expect(there(450, 642)).toBe(here(450, 642));
  });

  it('a small image on a screen with two pixels for each of its own', async () => {
    const rows = Array.from({ length: 64 }, (_, i) => ((i + (i >> 3)) % 2 ? '\xFF' : '\0')).join('');
    const checks = pdfStream(
      '/Type /XObject /Subtype /Image /Width 8 /Height 8 /BitsPerComponent 8 /ColorSpace /DeviceGray',
      rows,
    );
    const file = paintedPdf('q 8 0 0 8 100 500 cm /I Do Q', '/XObject << /I 5 0 R >>', checks);
    const ratio = vi.spyOn(window, 'devicePixelRatio', 'get').mockReturnValue(2);
    try {
      const here = levelsOf(await drawInDocument(file.buffer, 2));
      const page = await (await openFile(file)).openPage(1);
      const there = levelsOf(await page.draw(1, new AbortController().signal));
      const row = (level: Level) => Array.from({ length: 12 }, (_, i) => level(100 + i / 2, 337));
      expect(new Set(row(here)).size).toBeGreaterThan(2);
      expect(row(there)).toEqual(row(here));
    } finally {
      ratio.mockRestore();
    }
  });
});

describe('the thread of a file', () => {
  it('ends when it is closed, and with it what is asked of it', async () => {
    const before = threads.running.size;
    const pdf = await open({ kind: 'picture' });
    expect(threads.running.size).toBe(before + 1);
    const page = await pdf.openPage(1);
    pdf.close();
    expect(threads.running.size).toBe(before);
    await expect(page.draw(1, new AbortController().signal)).rejects.toMatchObject({
      code: 'worker-crashed',
    });
  });

  it('ends when the file is no PDF, which is told apart from a crash', async () => {
    const before = threads.running.size;
    await expect(openPdf(new Blob(['not a PDF']))).rejects.toMatchObject({ code: 'corrupt' });
    expect(threads.running.size).toBe(before);
  });

  it('is started anew once it has crashed', async () => {
    const kept = new KeptPdfs();
    const document = { id: 'a' };
    const read = () => Promise.resolve(new Blob([pdfFile([{ kind: 'picture' }])]));
    const pdf = await kept.open(document, read);
    expect(await kept.open(document, read)).toBe(pdf);
    const [thread] = [...threads.running].slice(-1);
    thread?.dispatchEvent(new ErrorEvent('error', { message: 'out of memory', cancelable: true }));
    await pdf.crashed;
    await expect(pdf.openPage(1)).rejects.toMatchObject({ code: 'worker-crashed' });
    const again = await kept.open(document, read);
    expect(again).not.toBe(pdf);
    expect((await again.openPage(1)).width).toBe(595);
    kept.keepOnly([]);
  });
});
