import { getDocument, PDFWorker, VerbosityLevel } from 'pdfjs-dist';
import PdfThread from 'pdfjs-dist/build/pdf.worker.min.mjs?worker';
import { AppError } from '../../../src/core/app-error';
import { pdfBytes } from './pdf-bytes';
import { pdfFolders } from './pdf-folders';
import { openByAnyMeans, type OpeningOptions } from './pdf-opening';
import { createPdfSession, openingError, type PdfSession } from './pdf-proxy-session';

export type { PdfSession } from './pdf-proxy-session';

/**
 * Opens a PDF in a thread of its own, which ends with it, and when `signal` is aborted: a file that hangs or crashes
 * takes no other along. Throws `encrypted` for a file that needs a password, `wrong-password` and `corrupt` for one that
 * cannot be opened.
 */
export function openPdf(
  file: Blob,
  { password, signal }: { readonly password: string | undefined; readonly signal: AbortSignal },
): Promise<PdfSession> {
  return openByAnyMeans(file, password, (toOpen, options) => openInThread(toOpen, options, signal));
}

async function openInThread(
  file: Blob,
  { password, enableXfa }: OpeningOptions,
  signal: AbortSignal,
): Promise<PdfSession> {
  signal.throwIfAborted();
  const thread = new PdfThread();
  const worker = PDFWorker.create({ port: thread });
  // Without asking the reader to end the document: it would wait for an answer, which a caught thread never gives.
  const close = () => {
    worker.destroy();
    thread.terminate();
  };
  const lost = new Promise<never>((_, reject) => {
    thread.onerror = (event) => {
      // Not passed on: the importer that started the thread goes on with the other files.
      event.preventDefault();
      reject(new AppError('corrupt', `The PDF reader crashed: ${event.message}`));
    };
    const onAbort = () => {
      close();
      reject(new DOMException('The PDF is not needed any more.', 'AbortError'));
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
  // Only raced against below: alone, its rejection has no one to hear it.
  lost.catch(() => undefined);
  try {
    const bytes = await pdfBytes(file);
    signal.throwIfAborted();
    const task = getDocument({
      ...bytes,
      ...(password === undefined ? {} : { password }),
      worker,
      ...pdfFolders(),
      // There is no document in a worker to fetch or to load fonts for.
      useWorkerFetch: true,
      disableFontFace: true,
      useSystemFonts: false,
      isEvalSupported: false,
      enableXfa,
      verbosity: VerbosityLevel.ERRORS,
    });
    const pdf = await Promise.race([task.promise, lost]);
    return createPdfSession(pdf, {
      orCrash: (work) => Promise.race([work, lost]),
      close,
    });
  } catch (error) {
    close();
    signal.throwIfAborted();
    throw openingError(error);
  }
}
