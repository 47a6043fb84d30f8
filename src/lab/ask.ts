import { AppError } from '../core/app-error';
import type { AnswerMessage } from '../core/conversation';
import type { StoredDocument } from '../core/library';
import type { Retrieval } from '../core/passage';
import type { App } from '../services/create-app-services';
import { ContentRepository } from '../storage/contents';
import { DocumentRepository } from '../storage/documents';
import { fetchFile } from './fetch-file';
import { longTasks } from './long-tasks';
import { openApp, withApp } from './open-app';
import type { AskOptions, AskResult, Report } from './protocol';

/** Imports the files into a new library and asks it one question, as a person would. */
export function ask(options: AskOptions, report: Report): Promise<AskResult> {
  const retrievals: Retrieval[] = [];
  const { modelPath, rerankerPath } = options;
  const opening = openApp(
    {
      onRetrieval: (retrieval) => retrievals.push(retrieval),
      ...(modelPath === undefined ? {} : { modelPath }),
      ...(rerankerPath === undefined ? {} : { rerankerPath }),
    },
    report,
  );
  return withApp(opening, async (app) => {
    const tasks = longTasks();
    await chooseEngine(app, options);
    const { libraryId, documents, ingestMs } = await importFiles(app, options, report);
    const pathOf = (documentId: string): string =>
      documents.find((document) => document.id === documentId)?.path ?? documentId;

    await report({ kind: 'progress', message: 'asking' });
    const message = await answer(app, libraryId, options.question);
    await checkCitations(app, message);
    const retrieval = retrievals.at(-1);
    return {
      answer: message.text,
      abstained: message.abstained,
      citations: message.citations.map(({ n, documentId, page, start, end, quote }) => ({
        n,
        document: pathOf(documentId),
        page: page ?? null,
        start,
        end,
        quote,
      })),
      passages: (retrieval?.passages ?? []).map(({ documentId, text, score }) => ({
        document: pathOf(documentId),
        text,
        score,
      })),
      timings: { ingestMs, retrieveMs: 0, firstTokenMs: 0, totalMs: 0, ...message.timings },
      confidence: retrieval?.confidence ?? 0,
      longestTaskMs: tasks.longestMs(),
      failed: documents.flatMap(({ path, error }) => (error ? [{ file: path, ...error }] : [])),
    };
  });
}

async function chooseEngine({ services }: App, { engine, languageModel }: AskOptions): Promise<void> {
  if (engine === 'extractive') {
    await services.settings.update({ engine });
    return;
  }
  if (!languageModel) throw new AppError('invalid-input', `${engine} needs a model`);
  const files = await Promise.all(
    languageModel.map(async (file) => ({ blob: await fetchFile(file), path: file.path })),
  );
  const { signal } = new AbortController();
  const added = await services.models.addFiles(files, { signal });
  if (added.kind === 'unusable') {
    throw new AppError(
      'model-incompatible',
      `${added.problem}: ${added.files.map(({ path }) => path).join(', ')}`,
    );
  }
  if (added.kind === 'several-models') {
    throw new AppError('invalid-input', `several models: ${added.models.map(({ name }) => name).join(', ')}`);
  }
  // A model that cannot be loaded is told by the answer.
  await services.models.load(added.modelId);
}

async function importFiles(
  app: App,
  { files }: AskOptions,
  report: Report,
): Promise<{ libraryId: string; documents: StoredDocument[]; ingestMs: number }> {
  const added = await Promise.all(
    files.map(async (file) => ({ file: await fetchFile(file), path: file.path })),
  );
  const library = await app.services.libraries.create('lab');
  const repository = new DocumentRepository(app.database);
  const startedAt = performance.now();
  await app.services.imports.add(library.id, added);
  await new Promise<void>((resolve) => {
    app.services.imports.observe(() => {
      if (!app.isBusy()) resolve();
    });
  });
  const ingestMs = performance.now() - startedAt;
  const documents = await repository.list(library.id);
  const imported = documents.filter(({ status }) => status === 'ready').length;
  await report({ kind: 'progress', message: `${imported} of ${documents.length} documents imported` });
  if (imported === 0) {
    const reasons = documents.map(({ path, error }) => `${path} (${error?.code ?? 'unfinished'})`);
    throw new AppError('invalid-input', `nothing could be imported: ${reasons.join(', ')}`);
  }
  return { libraryId: library.id, documents, ingestMs };
}

async function answer({ services }: App, libraryId: string, question: string): Promise<AnswerMessage> {
  const conversation = await services.conversations.create(libraryId);
  const { signal } = new AbortController();
  let message: AnswerMessage | undefined;
  for await (const update of services.answers.ask(conversation.id, question, { signal })) {
    message = update.message;
  }
  if (!message) throw new AppError('internal', 'no answer was given');
  if (message.error) throw new AppError(message.error.code, message.error.message);
  return message;
}

/** The app shows verified citations only; the lab does not take its word for it. */
async function checkCitations({ database }: App, { citations }: AnswerMessage): Promise<void> {
  const contents = new ContentRepository(database);
  for (const { documentId, start, end, quote, n } of citations) {
    if ((await contents.textBetween(documentId, start, end)) !== quote) {
      throw new AppError('internal', `citation ${n} is not what the stored text says`);
    }
  }
}
