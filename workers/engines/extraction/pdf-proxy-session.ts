import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import { AppError } from '../../../src/core/app-error';
import { createFontLookup } from './pdf-font-facts';
import { drawsSomething } from './pdf-drawings';
import { readPageContent, type PageContent } from './pdf-page';

/** An open PDF; pages count from 1. */
export interface PdfSession {
  readonly pageCount: number;
  readonly title: () => Promise<string | undefined>;
  readonly attachmentNames: () => Promise<readonly string[]>;
  readonly readPage: (number: number) => Promise<PageContent>;
  /** Whether a page shows a picture or a drawing; slow, for it is unpacked as if to be drawn. */
  readonly hasDrawing: (number: number) => Promise<boolean>;
  readonly close: () => void;
}

export function createPdfSession(
  pdf: PDFDocumentProxy,
  { orCrash, close }: { readonly orCrash: <T>(work: Promise<T>) => Promise<T>; readonly close: () => void },
): PdfSession {
  const fontLookup = createFontLookup();
  const onPage = <T>(number: number, read: (page: PDFPageProxy) => Promise<T>) =>
    orCrash(
      pdf.getPage(number).then(async (page) => {
        try {
          return await read(page);
        } finally {
          page.cleanup();
        }
      }),
    );
  return {
    pageCount: pdf.numPages,
    title: () => readTitle(pdf),
    attachmentNames: () => orCrash(readAttachmentNames(pdf)),
    readPage: (number) => onPage(number, (page) => readPageContent(page, fontLookup(page))),
    hasDrawing: (number) => onPage(number, async (page) => drawsSomething(await page.getOperatorList())),
    close,
  };
}

export function openingError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (name !== 'PasswordException')
    return new AppError('corrupt', `The PDF is damaged and cannot be opened: ${message}`, { cause: error });
  // The reader asks for a password (1), or says that the given one is wrong (2).
  const isWrong = error instanceof Error && 'code' in error && error.code === 2;
  return isWrong
    ? new AppError('wrong-password', 'The password does not open the PDF.', { cause: error })
    : new AppError('encrypted', 'The PDF opens only with a password.', { cause: error });
}

async function readTitle(pdf: PDFDocumentProxy): Promise<string | undefined> {
  const { info } = await pdf.getMetadata();
  const title: unknown = 'Title' in info ? info.Title : undefined;
  return typeof title === 'string' ? title : undefined;
}

async function readAttachmentNames(pdf: PDFDocumentProxy): Promise<readonly string[]> {
  const attachments: unknown = await pdf.getAttachments();
  if (typeof attachments !== 'object' || attachments === null) return [];
  const entries: readonly unknown[] =
    attachments instanceof Map ? [...attachments.values()] : Object.values(attachments);
  return entries.flatMap((entry) => {
    const name: unknown =
      typeof entry === 'object' && entry !== null && 'filename' in entry ? entry.filename : undefined;
    return typeof name === 'string' ? [name] : [];
  });
}
