import { AppError } from '../core/app-error';
import type { StoredDocument } from '../core/library';
import type { AddedFile, ImportQueue } from '../services/app-services';
import type { App } from '../services/create-app-services';
import { DocumentRepository } from '../storage/documents';
import { longTasks } from './long-tasks';
import { memoryPeak } from './memory-peak';

export interface AppIngest {
  readonly documents: number;
  readonly failed: number;
  readonly chunks: number;
  /** From the first file added until the last one was found. */
  readonly milliseconds: number;
  readonly longestTaskMs: number;
  readonly peakBytes: number | undefined;
}

/** Imports files as a person drops them, into a library that is removed afterwards. */
export async function ingestByApp(app: App, files: readonly AddedFile[]): Promise<AppIngest> {
  const { services, database } = app;
  const { id: libraryId } = await services.libraries.create('ingest');
  const repository = new DocumentRepository(database);
  const memory = memoryPeak();
  const tasks = longTasks();
  const startedAt = performance.now();
  await services.imports.add(libraryId, files);
  await queueEmpty(app);
  const documents = await repository.list(libraryId);
  const ready = documents.filter(({ status }) => status === 'ready');
  await requireFound(app, libraryId, ready);
  const milliseconds = performance.now() - startedAt;
  const longestTaskMs = tasks.longestMs();
  const peakBytes = await memory.stop();
  await services.libraries.remove(libraryId);
  return {
    documents: ready.length,
    failed: documents.length - ready.length,
    chunks: ready.reduce((sum, { content }) => sum + (content?.chunkCount ?? 0), 0),
    milliseconds,
    longestTaskMs,
    peakBytes,
  };
}

function queueEmpty({ services }: App): Promise<void> {
  return new Promise((resolve) => {
    const end = services.imports.observeQueue(({ waiting, running, uncopied }: ImportQueue) => {
      if (waiting + running + uncopied > 0) return;
      resolve();
      // Told of the present state at once, before there is anything to end.
      queueMicrotask(() => end());
    });
  });
}

/** Asks for the words of the document that was ready last. */
async function requireFound(
  { services, workers, modelPath }: App,
  libraryId: string,
  documents: readonly StoredDocument[],
): Promise<void> {
  const last = documents.at(-1);
  if (!last) throw new AppError('invalid-input', 'nothing could be imported');
  const { content } = await services.sources.load(last.id);
  const { passages } = await workers.searchIndex.client.call('retrieve', {
    question: content.text.slice(0, 300),
    libraryIds: [libraryId],
    documentIds: [last.id],
    limit: 1,
    modelPath,
  });
  if (passages[0]?.documentId !== last.id) throw new AppError('internal', `${last.path} was not found`);
}
