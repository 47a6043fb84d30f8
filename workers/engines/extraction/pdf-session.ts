import { getDocument, PDFWorker, VerbosityLevel, type PDFDocumentProxy } from 'pdfjs-dist';
import PdfThread from 'pdfjs-dist/build/pdf.worker.min.mjs?worker';
import { AppError } from '../../../src/core/app-error';
import { unifyHan } from '../../../src/core/unified-han';
import type { TextRun } from './pdf-lines';

/** An open PDF in a thread of its own, which ends with it: a file that hangs or crashes takes no other along. */
export interface PdfSession {
  readonly pageCount: number;
  readonly title: () => Promise<string | undefined>;
  /** The text of a page, from 1, in the order in which the file draws it. */
  readonly readPage: (number: number) => Promise<TextRun[]>;
  readonly close: () => void;
}

/** Throws `encrypted` for a file that needs a password and `corrupt` for one that cannot be opened. */
export async function openPdf(file: Blob): Promise<PdfSession> {
  const thread = new PdfThread();
  const worker = PDFWorker.create({ port: thread });
  const crash = new Promise<never>((_, reject) => {
    thread.onerror = (event) => {
      // Not passed on: the importer that started the thread goes on with the other files.
      event.preventDefault();
      reject(new AppError('corrupt', `The PDF reader crashed: ${event.message}`));
    };
  });
  const close = () => {
    worker.destroy();
    thread.terminate();
  };
  // Only raced against below: alone, its rejection has no one to hear it.
  crash.catch(() => undefined);
  try {
    const task = getDocument({
      data: new Uint8Array(await file.arrayBuffer()),
      worker,
      // All four are our own files: without them CJK text comes out blank.
      cMapUrl: vendorUrl('cmaps'),
      cMapPacked: true,
      standardFontDataUrl: vendorUrl('standard_fonts'),
      wasmUrl: vendorUrl('wasm'),
      iccUrl: vendorUrl('iccs'),
      // There is no document in a worker to fetch or to load fonts for.
      useWorkerFetch: true,
      disableFontFace: true,
      useSystemFonts: false,
      isEvalSupported: false,
      verbosity: VerbosityLevel.ERRORS,
    });
    const pdf = await Promise.race([task.promise, crash]);
    return {
      pageCount: pdf.numPages,
      title: () => readTitle(pdf),
      readPage: (number) => Promise.race([readPage(pdf, number), crash]),
      close: () => {
        task.destroy().then(close, close);
      },
    };
  } catch (error) {
    close();
    throw openingError(error);
  }
}

function vendorUrl(folder: string): string {
  return new URL(`${import.meta.env.BASE_URL}vendor/pdfjs/${folder}/`, self.location.origin).href;
}

function openingError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return name === 'PasswordException'
    ? new AppError('encrypted', 'The PDF opens only with a password.', { cause: error })
    : new AppError('corrupt', `The PDF is damaged and cannot be opened: ${message}`, { cause: error });
}

async function readTitle(pdf: PDFDocumentProxy): Promise<string | undefined> {
  const { info } = await pdf.getMetadata();
  const title: unknown = 'Title' in info ? info.Title : undefined;
  return typeof title === 'string' ? title : undefined;
}

async function readPage(pdf: PDFDocumentProxy, number: number): Promise<TextRun[]> {
  const page = await pdf.getPage(number);
  try {
    const { items } = await page.getTextContent();
    return items.flatMap((item) => {
      if (!('str' in item)) return [];
      const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = item.transform.map(Number);
      return [
        {
          text: unifyHan(item.str),
          x,
          y,
          width: item.width,
          fontSize: Math.hypot(c, d) || Math.hypot(a, b),
          angle: Math.atan2(b, a),
          endsLine: item.hasEOL,
        },
      ];
    });
  } finally {
    page.cleanup();
  }
}
