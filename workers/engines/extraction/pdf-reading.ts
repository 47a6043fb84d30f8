import { AppError } from '../../../src/core/app-error';
import type { ExtractionWarning } from '../../../src/core/extracted-document';
import { DeadlineError, settleWithin } from './deadline';
import type { ExtractionContext } from './extractor';
import { createPageKeeper } from './pdf-kept-pages';
import { joinRuns } from './pdf-lines';
import { withNotes } from './pdf-notes-in-lines';
import type { PageContent } from './pdf-page';
import { inReadingOrder } from './pdf-reading-order';
import type { PageLines } from './pdf-running-lines';
import { openPdf, type PdfSession } from './pdf-session';

const openingMs = 30_000;
const pageMs = 15_000;
/** A file that stops the reader more often than this is not worth more time. */
const mostRestarts = 2;
/** A damaged file can claim any number of pages. */
const mostFailuresInARow = 25;
/** More than any book has; reading further would take memory that a browser tab cannot count on. */
const mostPages = 20_000;
/** Telling blank pages from pictures is a nicety: it may not take longer than this, nor one page of it. */
const drawingsMs = 4_000;
const drawingMs = 2_000;

/** A file that has said nothing for so long is asked for a few pages of the rest, and left when they say nothing. */
const silentMs = 4_000;
const silentSamples = 8;

export type PageFailure = Extract<ExtractionWarning, { code: 'page-failed' }>;

export interface PdfReading {
  readonly pageCount: number;
  readonly title: string | undefined;
  readonly attachmentNames: readonly string[];
  readonly pages: readonly PageLines[];
  readonly failures: readonly PageFailure[];
  /** Numbers of the pages without text on which something is drawn, as far as could be told. */
  readonly pictures: readonly number[];
}

/** While nothing new is known, it is told this often that reading goes on. */
const signOfLifeMs = 1_000;

/** Reads the lines of every page, each in its reading order. */
export async function readPdf(file: Blob, context: ExtractionContext): Promise<PdfReading> {
  let latest = { loaded: 0, total: 0 };
  // The file is read in a thread of its own, which says nothing while it opens one.
  const timer = setInterval(() => context.onProgress(latest), signOfLifeMs);
  try {
    return await readPages(file, {
      ...context,
      onProgress: (progress) => {
        latest = progress;
        context.onProgress(progress);
      },
    });
  } finally {
    clearInterval(timer);
  }
}

async function readPages(file: Blob, context: ExtractionContext): Promise<PdfReading> {
  const { signal, password, onProgress } = context;
  const failures: PageFailure[] = [];
  let restarts = 0;
  let failuresInARow = 0;
  let session = await open(file, password, signal);
  try {
    const { pageCount } = session;
    const title = await settled(session.title(), signal);
    const attachmentNames = (await settled(session.attachmentNames(), signal)) ?? [];
    const keeper = await createPageKeeper(context.kept, pageCount);
    const pages: PageLines[] = [...keeper.pages];
    const last = Math.min(pageCount, mostPages);
    let silentSince: number | undefined = pages.every(isEmpty) ? performance.now() : undefined;
    for (let number = pages.length + 1; number <= last; number += 1) {
      signal.throwIfAborted();
      let page = emptyPage(number);
      try {
        page = toLines(
          number,
          await settleWithin(session.readPage(number), { milliseconds: pageMs, signal }),
        );
        failuresInARow = 0;
      } catch (error) {
        signal.throwIfAborted();
        failures.push({ code: 'page-failed', page: number, message: messageOf(error) });
        failuresInARow += 1;
        if (failuresInARow > mostFailuresInARow) break;
        if (error instanceof DeadlineError || error instanceof AppError) {
          // The thread is stuck or gone: the remaining pages get a new one.
          session.close();
          restarts += 1;
          if (restarts > mostRestarts) break;
          session = await open(file, password, signal);
        }
      }
      pages.push(page);
      if (!isEmpty(page)) silentSince = undefined;
      const isLong = silentSince !== undefined && performance.now() - silentSince > silentMs;
      if (isLong && number < last) {
        if (await isSilent(session, { from: number + 1, to: last, signal })) {
          for (let rest = number + 1; rest <= last; rest += 1) pages.push(emptyPage(rest));
          break;
        }
        silentSince = undefined;
      }
      // A page that failed is tried again after a restart, and with it what comes after.
      if (failures.length === 0) await keeper.add(page);
      onProgress({ loaded: number, total: last });
    }
    const pictures = await findPictures(session, pages, failures, signal);
    return { pageCount, title, attachmentNames, pages, failures, pictures };
  } finally {
    session.close();
  }
}

function toLines(number: number, { runs, notes, view }: PageContent): PageLines {
  return { number, lines: withNotes(inReadingOrder(joinRuns(runs)), notes), view };
}

function emptyPage(number: number): PageLines {
  return { number, lines: [], view: { left: 0, bottom: 0, right: 0, top: 0 } };
}

function isEmpty({ lines }: PageLines): boolean {
  return lines.length === 0;
}

/** Whether pages here and there of a scan or an empty file have no text either: reading them all would take minutes. */
async function isSilent(
  session: PdfSession,
  { from, to, signal }: { readonly from: number; readonly to: number; readonly signal: AbortSignal },
): Promise<boolean> {
  for (let sample = 1; sample <= silentSamples; sample += 1) {
    const number = from + Math.floor(((to - from) * sample) / silentSamples);
    try {
      const page = await settleWithin(session.readPage(number), { milliseconds: pageMs, signal });
      if (!isEmpty(toLines(number, page))) return false;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof Error)) throw error;
      return false;
    }
  }
  return true;
}

async function open(file: Blob, password: string | undefined, signal: AbortSignal): Promise<PdfSession> {
  const ending = new AbortController();
  const opening = openPdf(file, { password, signal: ending.signal });
  try {
    return await settleWithin(opening, { milliseconds: openingMs, signal });
  } catch (error) {
    ending.abort();
    // It is told below, and what comes after has no one to hear it.
    opening.catch(() => undefined);
    if (!(error instanceof DeadlineError)) throw error;
    throw new AppError('too-complex', 'Opening the PDF takes too long.', { cause: error });
  }
}

/** Damaged metadata does not keep anyone from reading the pages: then there is none. */
async function settled<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await settleWithin(work, { milliseconds: pageMs, signal });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error) return undefined;
    throw error;
  }
}

/**
 * Looks at pages without text until the time is up. Those that were not looked at, or not in time, are taken for
 * pictures, unless all pages seen were blank.
 */
async function findPictures(
  session: PdfSession,
  pages: readonly PageLines[],
  failures: readonly PageFailure[],
  signal: AbortSignal,
): Promise<number[]> {
  const failed = new Set(failures.map(({ page }) => page));
  const empty = pages.filter((page) => isEmpty(page) && !failed.has(page.number));
  const pictures: number[] = [];
  const deadline = performance.now() + drawingsMs;
  for (const [looked, { number }] of empty.entries()) {
    signal.throwIfAborted();
    const leftMs = deadline - performance.now();
    if (leftMs <= 0) {
      const rest = empty.slice(looked).map((page) => page.number);
      return pictures.length > 0 || looked === 0 ? [...pictures, ...rest] : [];
    }
    try {
      const milliseconds = Math.min(drawingMs, leftMs);
      const isPicture = await settleWithin(session.hasDrawing(number), { milliseconds, signal });
      if (isPicture) pictures.push(number);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof Error)) throw error;
      // What is too large to unpack in time, or cannot be, is a picture and no blank page.
      pictures.push(number);
    }
  }
  return pictures;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
