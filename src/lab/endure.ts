import { AppError } from '../core/app-error';
import { isUnfinished, type StoredDocument } from '../core/library';
import type { Imports } from '../services/app-services';
import type { App } from '../services/create-app-services';
import { longTasks } from './long-tasks';
import { openApp, withApp } from './open-app';
import { pickedFiles } from './picked-files';
import type { EndureOptions, EndureResult, Report } from './protocol';
import { watchLibrary, type WatchedLibrary } from './watch-library';

/** By then a file is done, refused, or visibly on its way. */
const judgedAfterMs = 10_000;
/** How recently something must have moved to count as on its way. */
const recentMs = 3000;
const cancelLimitMs = 30_000;
const goodFileLimitMs = 60_000;

/**
 * Imports a hostile file and a good one after it, and says what becomes of both. A hostile file that is still on its
 * way after ten seconds is cancelled, or waited for as long as `finishWithinMs` says.
 */
export function endure(options: EndureOptions, report: Report): Promise<EndureResult> {
  return withApp(openApp({}, report), async (app) => {
    const { id: libraryId } = await app.services.libraries.create('hostile');
    await report({ kind: 'idle' });
    let movedAt = -Infinity;
    const watched = watchLibrary(app.services, libraryId, () => {
      movedAt = performance.now();
    });
    try {
      return await importBoth(app, libraryId, watched, options, () => performance.now() - movedAt);
    } finally {
      watched.stop();
    }
  });
}

async function importBoth(
  { services: { imports } }: App,
  libraryId: string,
  watched: WatchedLibrary,
  { paths, finishWithinMs }: EndureOptions,
  sinceMovedMs: () => number,
): Promise<EndureResult> {
  const [hostile, good] = pickedFiles(paths);
  if (!hostile || !good) throw new AppError('internal', 'two files are needed');
  const isGood = ({ path }: { path: string }): boolean => path === good.path;
  /** One row, or those of an archive's files. */
  const rows = () => watched.documents().filter((document) => !isGood(document));
  const tasks = longTasks();
  const startedAt = performance.now();
  const elapsedMs = (): number => Math.round(performance.now() - startedAt);

  let areAdded = false;
  const adding = imports.add(libraryId, [hostile]).then(async () => {
    await imports.add(libraryId, [good]);
    areAdded = true;
  });
  const isOver = (): boolean => areAdded && rows().length > 0 && !rows().some(isUnfinished);
  /** Never comes; fails when adding does. */
  const failed = adding.then(() => new Promise<never>(() => undefined));
  let isDone = await Promise.race([watched.until(isOver, judgedAfterMs), failed]);
  const wasMoving = isDone || sinceMovedMs() < recentMs;
  if (!isDone && finishWithinMs !== undefined) isDone = await watched.until(isOver, finishWithinMs);
  const milliseconds = elapsedMs();
  const ended = rows();
  const cancelMs = isDone ? null : await cancelAll(imports, watched, rows);
  const isGoodReady = await watched.until(
    () => watched.documents().some((row) => isGood(row) && row.status === 'ready'),
    goodFileLimitMs,
  );
  const failure = ended.find(({ status }) => status === 'failed')?.error;
  return {
    outcome: isDone ? outcomeOf(ended) : wasMoving ? 'progressing' : 'stuck',
    code: failure?.code ?? null,
    message: failure?.message ?? null,
    documents: ended.length,
    milliseconds,
    wasMoving,
    cancelMs,
    goodFileMs: isGoodReady ? elapsedMs() : null,
    longestTaskMs: Math.round(tasks.longestMs()),
  };
}

function outcomeOf(rows: readonly StoredDocument[]): 'ready' | 'kept' | 'refused' {
  if (rows.some(({ status }) => status === 'ready')) return 'ready';
  return rows.some(({ status }) => status === 'failed') ? 'refused' : 'kept';
}

/** How long it takes until nothing of them is imported any more; null when it goes on. */
async function cancelAll(
  imports: Imports,
  watched: WatchedLibrary,
  rows: () => readonly StoredDocument[],
): Promise<number | null> {
  const cancelledAt = performance.now();
  const unfinished = rows().filter(isUnfinished);
  // What it comes to is seen in the rows.
  for (const { id } of unfinished) void imports.cancel(id).catch(reportError);
  const isOver = (): boolean =>
    !rows().some(isUnfinished) && unfinished.every(({ id }) => !watched.progress().has(id));
  return (await watched.until(isOver, cancelLimitMs)) ? Math.round(performance.now() - cancelledAt) : null;
}
