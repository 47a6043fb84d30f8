import { AppError, toAppError } from '../core/app-error';
import { documentTitle } from '../core/library';
import type { App } from '../services/create-app-services';
import { fetchFile } from './fetch-file';
import { openApp, withApp } from './open-app';
import type { LabFile, ParsedFile, ParseOptions, ParseResult, Report } from './protocol';

const timeLimitMs = 60_000;

/** Reads and splits every file, one after another. Whatever one of them does, the rest are still read. */
export function parse({ files, reportsText }: ParseOptions, report: Report): Promise<ParseResult> {
  return withApp(openApp({}, report), async (app) => {
    const parsed: ParsedFile[] = [];
    for (const file of files) {
      await report({ kind: 'progress', message: `${parsed.length + 1} of ${files.length}: ${file.path}` });
      const { result, text } = await parseFile(app, file);
      parsed.push(result);
      if (reportsText && text !== undefined) await report({ kind: 'text', path: file.path, text });
    }
    return { files: parsed };
  });
}

async function parseFile(app: App, file: LabFile): Promise<{ result: ParsedFile; text?: string }> {
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
    if (chunks === 0) throw new AppError('no-text', 'the file holds no text');
    const { pages, text, coverage } = extracted;
    return {
      text,
      result: {
        file: file.path,
        status: 'ok',
        code: null,
        message: null,
        pages: pages.length,
        characters: text.length,
        chunks,
        coverage,
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

async function readAndSplit({ workers, modelPath }: App, labFile: LabFile, signal: AbortSignal) {
  const file = await fetchFile(labFile);
  if (file.size === 0) throw new AppError('empty-file', 'the file holds no bytes');
  const { name } = file;
  const extracted = await workers.importer.client.call('extract', { file, name }, { signal });
  const { client } = workers.embedder;
  await client.call('load', { modelPath }, { signal });
  const title = documentTitle({ name }, extracted);
  const chunks = await client.call('split', { document: extracted, title }, { signal });
  return { extracted, chunks: chunks.length };
}
