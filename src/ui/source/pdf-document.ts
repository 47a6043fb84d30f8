import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import PdfThread from 'pdfjs-dist/build/pdf.worker.min.mjs?worker';
import { AppError } from '../../core/app-error';
import { oneAtATime, type OneAtATime } from '../../core/one-at-a-time';

/** A PDF that is open for drawing. The library is fetched with the first one. */
export interface PdfDocument {
  readonly pageCount: number;
  readonly openPage: (number: number) => Promise<PdfPage>;
  /** Its own outline, in reading order; empty where it has none. */
  readonly outline: () => Promise<readonly PdfOutlineEntry[]>;
  readonly close: () => void;
}

export interface PdfOutlineEntry {
  readonly title: string;
  /** From 1. */
  readonly level: number;
  readonly page: number;
}

/** Sizes are CSS pixels at a scale of 1. */
export interface PdfPage {
  readonly width: number;
  readonly height: number;
  /** The page, drawn whole; throws the signal's reason once that is aborted. */
  readonly draw: (scale: number, signal: AbortSignal) => Promise<HTMLCanvasElement>;
  /**
   * Lays invisible text over the page, to be selected and found. Its size follows the style property
   * `--total-scale-factor`. Returns each piece's element with its text, in the order of the file.
   */
  readonly layText: (container: HTMLElement, signal: AbortSignal) => Promise<readonly TextPiece[]>;
}

export interface TextPiece {
  readonly element: HTMLElement;
  readonly text: string;
}

/** More pixels than this cost more memory than they show. */
const largestCanvasPixels = 16_000_000;

export async function openPdf(file: Blob): Promise<PdfDocument> {
  const { getDocument, PDFWorker, VerbosityLevel } = await import('pdfjs-dist');
  const thread = new PdfThread();
  const worker = PDFWorker.create({ port: thread });
  const close = () => {
    worker.destroy();
    thread.terminate();
  };
  const crash = new Promise<never>((_, reject) => {
    thread.onerror = (event) =>
      reject(new AppError('worker-crashed', `The PDF reader crashed: ${event.message}`));
  });
  // Only raced against below: alone, its rejection has no one to hear it.
  crash.catch(() => undefined);
  try {
    const task = getDocument({
      data: new Uint8Array(await file.arrayBuffer()),
      worker,
      cMapUrl: vendorUrl('cmaps'),
      cMapPacked: true,
      standardFontDataUrl: vendorUrl('standard_fonts'),
      wasmUrl: vendorUrl('wasm'),
      iccUrl: vendorUrl('iccs'),
      isEvalSupported: false,
      enableXfa: false,
      verbosity: VerbosityLevel.ERRORS,
    });
    const pdf: PDFDocumentProxy = await Promise.race([task.promise, crash]);
    // The library works on the main thread in slices: those of several pages would make one long task of a frame.
    const inTurn = oneAtATime();
    return {
      pageCount: pdf.numPages,
      openPage: async (number) =>
        openPage(await Promise.race([pdf.getPage(number), crash]), (work) =>
          inTurn(() => Promise.race([work(), crash])),
        ),
      outline: () => Promise.race([readOutline(pdf), crash]),
      close: () => {
        task.destroy().then(close, close);
      },
    };
  } catch (error) {
    close();
    if (error instanceof AppError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new AppError('corrupt', `The PDF cannot be drawn: ${message}`, { cause: error });
  }
}

function openPage(page: PDFPageProxy, inTurn: OneAtATime): PdfPage {
  const { width, height } = page.getViewport({ scale: 1 });
  return {
    width,
    height,
    draw: (scale, signal) =>
      inTurn(() =>
        draw(page, scale, signal).finally(() => {
          // What the library keeps of a page to draw it again grows with every page that is read.
          page.cleanup();
        }),
      ),
    layText: (container, signal) => inTurn(() => layText(page, container, signal)),
  };
}

async function layText(
  page: PDFPageProxy,
  container: HTMLElement,
  signal: AbortSignal,
): Promise<readonly TextPiece[]> {
  signal.throwIfAborted();
  const { TextLayer } = await import('pdfjs-dist');
  const layer = new TextLayer({
    textContentSource: await page.getTextContent(),
    container,
    viewport: page.getViewport({ scale: 1 }),
  });
  signal.throwIfAborted();
  await layer.render();
  const { textDivs, textContentItemsStr } = layer;
  return textDivs.map((element, position) => ({ element, text: textContentItemsStr[position] ?? '' }));
}

/** More than anyone reads through. */
const mostOutlineEntries = 3000;

async function readOutline(pdf: PDFDocumentProxy): Promise<PdfOutlineEntry[]> {
  const entries: { title: string; level: number; dest: string | readonly unknown[] | null }[] = [];
  // Its type does not say that there may be none.
  const gather = (items: Awaited<ReturnType<PDFDocumentProxy['getOutline']>> | null, level: number): void => {
    for (const item of items ?? []) {
      if (entries.length >= mostOutlineEntries) return;
      entries.push({ title: item.title.replace(/\s+/g, ' ').trim(), level, dest: item.dest });
      gather(item.items, level + 1);
    }
  };
  gather(await pdf.getOutline(), 1);
  const pages = await Promise.all(entries.map(({ dest }) => pageOfDestination(pdf, dest)));
  return entries.flatMap(({ title, level }, i) => {
    const page = pages[i];
    return page === undefined || title === '' ? [] : [{ title, level, page }];
  });
}

async function pageOfDestination(
  pdf: PDFDocumentProxy,
  dest: string | readonly unknown[] | null,
): Promise<number | undefined> {
  try {
    const [page] = (typeof dest === 'string' ? await pdf.getDestination(dest) : dest) ?? [];
    if (typeof page === 'number') return page + 1;
    return isPageReference(page) ? (await pdf.getPageIndex(page)) + 1 : undefined;
  } catch {
    // It leads nowhere, as links of old files may.
    return undefined;
  }
}

function isPageReference(value: unknown): value is { num: number; gen: number } {
  return typeof value === 'object' && value !== null && 'num' in value && 'gen' in value;
}

async function draw(page: PDFPageProxy, scale: number, signal: AbortSignal): Promise<HTMLCanvasElement> {
  signal.throwIfAborted();
  const wanted = page.getViewport({ scale: scale * window.devicePixelRatio });
  const excess = (wanted.width * wanted.height) / largestCanvasPixels;
  const viewport = excess > 1 ? wanted.clone({ scale: wanted.scale / Math.sqrt(excess) }) : wanted;
  const canvas = document.createElement('canvas');
  canvas.width = Math.floor(viewport.width);
  canvas.height = Math.floor(viewport.height);
  const task = page.render({ canvas, viewport });
  const cancel = () => task.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    await task.promise;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
  signal.throwIfAborted();
  return canvas;
}

function vendorUrl(folder: string): string {
  return new URL(`${import.meta.env.BASE_URL}vendor/pdfjs/${folder}/`, location.origin).href;
}
