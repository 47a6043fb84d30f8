import { AppError } from '../../../src/core/app-error';
import type { ExtractedDocument, ExtractionWarning } from '../../../src/core/extracted-document';
import { RichTextBuilder } from '../../../src/core/rich-text-builder';
import { DeadlineError, settleWithin } from './deadline';
import type { ExtractionContext, Extractor } from './extractor';
import { headingLevels } from './pdf-headings';
import { joinRuns } from './pdf-lines';
import { joinLines, type Paragraph } from './pdf-paragraphs';
import { openPdf, type PdfSession } from './pdf-session';

const openingMs = 30_000;
const pageMs = 15_000;
/** A file that stops the reader more often than this is not worth more time. */
const mostRestarts = 2;
/** A damaged file can claim any number of pages. */
const mostFailuresInARow = 25;

export const extractPdf: Extractor = async (file, context) => {
  const reading = await readPages(file, context);
  const { pages, failures, title } = reading;
  const withText = pages.filter(({ paragraphs }) => paragraphs.length > 0);
  if (withText.length === 0) throw emptyError(pages.length, failures);

  const levelOf = headingLevels(pages.flatMap(({ paragraphs }) => paragraphs));
  const builder = new RichTextBuilder();
  for (const { number, paragraphs } of pages) {
    builder.beginPage(number);
    for (const paragraph of paragraphs) {
      const level = levelOf(paragraph);
      const content = { text: paragraph.text, marks: [] };
      if (level !== undefined) builder.addBlock({ kind: 'heading', level }, content);
      else if (paragraph.isListItem) builder.addBlock({ kind: 'list-item', level: 1 }, content);
      else builder.addBlock({ kind: 'paragraph' }, content);
    }
  }
  const failed = new Set(failures.map(({ page }) => page));
  const blank = pages.filter(({ number, paragraphs }) => paragraphs.length === 0 && !failed.has(number));
  const warnings: ExtractionWarning[] = [...failures];
  if (blank.length > 0) {
    warnings.push({ code: 'pages-without-text', pages: blank.map(({ number }) => number) });
  }
  return {
    ...builder.build(),
    format: 'pdf',
    ...(title === undefined ? {} : { title }),
    coverage: withText.length / reading.pageCount,
    warnings,
  } satisfies ExtractedDocument;
};

type PageFailure = Extract<ExtractionWarning, { code: 'page-failed' }>;

interface Reading {
  readonly pageCount: number;
  readonly title: string | undefined;
  readonly pages: readonly { readonly number: number; readonly paragraphs: readonly Paragraph[] }[];
  readonly failures: readonly PageFailure[];
}

async function readPages(file: Blob, { signal, onProgress }: ExtractionContext): Promise<Reading> {
  const pages: { number: number; paragraphs: Paragraph[] }[] = [];
  const failures: PageFailure[] = [];
  let restarts = 0;
  let failuresInARow = 0;
  let session = await open(file, signal);
  try {
    const { pageCount } = session;
    const title = await readTitle(session, signal);
    for (let number = 1; number <= pageCount; number += 1) {
      signal.throwIfAborted();
      let paragraphs: Paragraph[] = [];
      try {
        const runs = await settleWithin(session.readPage(number), { milliseconds: pageMs, signal });
        paragraphs = joinLines(joinRuns(runs));
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
          session = await open(file, signal);
        }
      }
      pages.push({ number, paragraphs });
      onProgress({ loaded: number, total: pageCount });
    }
    return { pageCount, title, pages, failures };
  } finally {
    session.close();
  }
}

async function open(file: Blob, signal: AbortSignal): Promise<PdfSession> {
  const opening = openPdf(file);
  try {
    return await settleWithin(opening, { milliseconds: openingMs, signal });
  } catch (error) {
    opening.then(
      (late) => late.close(),
      () => undefined,
    );
    if (!(error instanceof DeadlineError)) throw error;
    throw new AppError('corrupt', 'The PDF is damaged: opening it takes too long.', { cause: error });
  }
}

async function readTitle(session: PdfSession, signal: AbortSignal): Promise<string | undefined> {
  try {
    return meaningfulTitle(await settleWithin(session.title(), { milliseconds: pageMs, signal }));
  } catch (error) {
    signal.throwIfAborted();
    // Damaged metadata does not keep anyone from reading the pages.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

/** Writing programs put the file's name or their own words where a title should be. */
function meaningfulTitle(title: string | undefined): string | undefined {
  // eslint-disable-next-line no-control-regex -- metadata may hold any byte
  const text = title?.replace(/[\u0000-\u0020]+/g, ' ').trim() ?? '';
  const isProgramText = /^(?:untitled|无标题|document\d*|microsoft (?:word|powerpoint|excel) - .*)$/i.test(
    text,
  );
  const isFileName = /^\S+\.(?:docx?|pdf|tex|dvi|pptx?|xlsx?|indd|qxd|rtf|odt)$/i.test(text);
  return text === '' || isProgramText || isFileName ? undefined : text;
}

function emptyError(pageCount: number, failures: readonly PageFailure[]): AppError {
  const [first] = failures;
  if (first)
    return new AppError('corrupt', `The PDF is damaged: its pages cannot be read (${first.message}).`);
  const pages = pageCount === 1 ? 'The only page' : `Each of the ${pageCount} pages`;
  return new AppError('no-text', `${pages} is a picture or empty; scanned pages are not read yet.`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
