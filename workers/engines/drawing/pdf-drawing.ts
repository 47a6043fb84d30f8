import { getDocument, PDFWorker, VerbosityLevel, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist';
import PdfThread from 'pdfjs-dist/build/pdf.worker.min.mjs?worker';
import type { PdfDrawingContract, PdfPageSize } from '../../../src/contracts/pdf-drawing';
import { AppError } from '../../../src/core/app-error';
import { oneAtATime } from '../../../src/core/one-at-a-time';
import { transfer } from '../../../src/rpc/protocol';
import { nextTurn } from '../../turns';
import { pdfBytes } from '../extraction/pdf-bytes';
import { pdfFolders } from '../extraction/pdf-folders';
import { contextOf, NamedFilters, OffscreenCanvases } from './offscreen-canvases';
import { readOutline } from './pdf-outline';

/** More pixels than this cost more memory than they show. */
const largestCanvasPixels = 16_000_000;

/** Draws the pages of one PDF, away from the page's own thread. */
export function createPdfDrawing(): PdfDrawingContract {
  let opened: PdfDocument | undefined;
  const inTurn = oneAtATime();
  const document = (): PdfDocument => {
    if (!opened) throw new Error('no PDF is open');
    return opened;
  };
  const onPage = async <Result>(
    number: number,
    work: (page: PDFPageProxy) => Promise<Result>,
  ): Promise<Result> => {
    const { pdf, read } = document();
    return read(pdf.getPage(number).then(work));
  };
  return {
    open: async (file) => {
      opened = await openPdf(file);
      return { pageCount: opened.pdf.numPages };
    },
    outline: () => document().read(readOutline(document().pdf)),
    pageSize: (number) => onPage(number, (page) => Promise.resolve(sizeOf(page))),
    text: (number) => onPage(number, (page) => page.getTextContent()),
    draw: ({ page: number, scale, pixelRatio }, { signal }) =>
      inTurn(() => {
        signal.throwIfAborted();
        // By this the library decides which images are smoothed; a thread has none of its own.
        Object.assign(self, { devicePixelRatio: pixelRatio });
        return onPage(number, (page) =>
          draw(page, scale, signal).finally(() => {
            // What the library keeps of a page to draw it again grows with every page that is read.
            page.cleanup();
          }),
        );
      }),
  };
}

interface PdfDocument {
  readonly pdf: PDFDocumentProxy;
  /** Gives up when the reader crashes; whatever fails, fails as `corrupt`. */
  readonly read: <Result>(work: Promise<Result>) => Promise<Result>;
}

async function openPdf(file: Blob): Promise<PdfDocument> {
  const thread = new PdfThread();
  const worker = PDFWorker.create({ port: thread });
  const crash = new Promise<never>((_, reject) => {
    // The page hears of it as well, by the error that goes on to it: nothing can be asked of this thread any more.
    thread.onerror = ({ message }) => reject(new Error(`the reader crashed: ${message}`));
  });
  // Only raced against below: alone, its rejection has no one to hear it.
  crash.catch(() => undefined);
  const read = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      return await Promise.race([work, crash]);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new AppError('corrupt', `The PDF cannot be drawn: ${message}`, { cause: error });
    }
  };
  const task = getDocument({
    ...(await pdfBytes(file)),
    ...pdfFolders(),
    worker,
    ...fontOptions(),
    CanvasFactory: OffscreenCanvases,
    FilterFactory: NamedFilters,
    useWorkerFetch: true,
    isEvalSupported: false,
    enableXfa: false,
    verbosity: VerbosityLevel.ERRORS,
  });
  return { pdf: await read(task.promise), read };
}

/** Fonts are set up in the thread itself; where that has none, their outlines are drawn. */
function fontOptions() {
  // All that the library asks of a document.
  return hasFonts(self)
    ? { ownerDocument: { fonts: self.fonts } as unknown as HTMLDocument }
    : { disableFontFace: true };
}

function hasFonts(scope: object): scope is FontFaceSource {
  return 'fonts' in scope;
}

function sizeOf(page: PDFPageProxy): PdfPageSize {
  const { width, height, rotation, viewBox } = page.getViewport({ scale: 1 });
  const [left = 0, bottom = 0, right = 0, top = 0] = viewBox;
  return { width, height, rotation, box: { x: left, y: bottom, width: right - left, height: top - bottom } };
}

async function draw(page: PDFPageProxy, scale: number, signal: AbortSignal): Promise<ImageBitmap> {
  signal.throwIfAborted();
  const wanted = page.getViewport({ scale });
  const excess = (wanted.width * wanted.height) / largestCanvasPixels;
  const viewport = excess > 1 ? wanted.clone({ scale: wanted.scale / Math.sqrt(excess) }) : wanted;
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.floor(viewport.width)),
    Math.max(1, Math.floor(viewport.height)),
  );
  // Its type names only the context of a document's canvas, which draws no otherwise.
  const canvasContext = contextOf(canvas, { alpha: false }) as unknown as CanvasRenderingContext2D;
  const task = page.render({ canvas: null, canvasContext, viewport });
  // Between its slices a page that is not wanted any more is called off.
  task.onContinue = (resume: () => void) => void nextTurn().then(resume);
  const cancel = () => task.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    await task.promise;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
  signal.throwIfAborted();
  const bitmap = canvas.transferToImageBitmap();
  return transfer(bitmap, [bitmap]);
}
