import { AppError, toAppError } from '../core/app-error';
import { documentTitle } from '../core/library';
import type { ExtractedDocument } from '../core/extracted-document';
import { originalText } from '../core/text-edits';
import type { App } from '../services/create-app-services';
import { openApp, withApp } from './open-app';
import type { ParsedFile, ParseOptions, ParseResult, Report } from './protocol';
import { filesIn, type ReadableFile } from './unpack';

const timeLimitMs = 30_000;

/** Reads and splits every file, and those of archives, one after another. Whatever one of them does, the rest are still read. */
export function parse(
  { files, reportsText, cleanedEnding }: ParseOptions,
  report: Report,
): Promise<ParseResult> {
  return withApp(openApp({}, report), async (app) => {
    const parsed: ParsedFile[] = [];
    for (const [index, labFile] of files.entries()) {
      await report({ kind: 'progress', message: `${index + 1} of ${files.length}: ${labFile.path}` });
      for (const file of await filesIn(app, labFile)) {
        const { result, extracted } = await parseFile(app, file);
        parsed.push(result);
        if (!extracted) continue;
        const { path } = file;
        if (reportsText) await report({ kind: 'text', path, text: originalText(extracted) });
        if (cleanedEnding !== undefined)
          await report({ kind: 'text', path: path + cleanedEnding, text: extracted.text });
      }
    }
    return { files: parsed };
  });
}

async function parseFile(
  app: App,
  file: ReadableFile,
): Promise<{ result: ParsedFile; extracted?: ExtractedDocument }> {
  const startedAt = performance.now();
  const milliseconds = (): number => Math.round(performance.now() - startedAt);
  const limit = new AbortController();
  const timer = setTimeout(() => {
    limit.abort();
    // A worker in a tight loop never hears of the abort; new ones take over.
    app.workers.importer.stop();
    app.workers.embedder.stop();
    app.workers.startCore();
  }, timeLimitMs);
  try {
    const { extracted, chunks } = await readAndSplit(app, file, limit.signal);
    const { pages, text, coverage, unread } = extracted;
    if (chunks === 0 && unread === undefined) throw new AppError('no-text', 'the file holds no text');
    return {
      extracted,
      result: {
        file: file.path,
        status: 'ok',
        code: null,
        message: unread === undefined ? null : `kept; the words of this ${unread} are not read yet`,
        pages: pages.length,
        characters: text.length,
        chunks,
        coverage: unread === undefined ? coverage : 0,
        milliseconds: milliseconds(),
      },
    };
  } catch (error) {
    const { code, message } = toAppError(error);
    return {
      result: {
        file: file.path,
        status: 'error',
        code: limit.signal.aborted ? 'timeout' : code,
        message: limit.signal.aborted ? `not read within ${timeLimitMs / 1000} s` : message,
        pages: 0,
        characters: 0,
        chunks: 0,
        coverage: 0,
        milliseconds: milliseconds(),
      },
    };
  } finally {
    clearTimeout(timer);
  }
}

async function readAndSplit({ workers, modelPath }: App, { read }: ReadableFile, signal: AbortSignal) {
  const file = await read();
  if (file.size === 0) throw new AppError('empty-file', 'the file holds no bytes');
  const { name } = file;
  const extracted = await workers.importer.client.call('extract', { file, name }, { signal });
  if (extracted.unread !== undefined) return { extracted, chunks: 0 };
  const { client } = workers.embedder;
  await client.call('load', { modelPath }, { signal });
  const title = documentTitle({ name }, extracted);
  const chunks = await client.call('split', { document: extracted, title }, { signal });
  return { extracted, chunks: chunks.length };
}
