import { isStored, isUnfinished, type StoredDocument } from '../core/library';
import type { ImportProgress } from '../contracts/importer';
import type { App } from '../services/create-app-services';
import { observeOnce } from './observe-once';
import { checkQuietStore, checkStore, chooseWord } from './chaos-store';
import { openApp, withApp } from './open-app';
import { pickedFiles } from './picked-files';
import type { ChaosFile, ChaosOptions, ChaosResult, Report, ToldDocument } from './protocol';
import { watchLibrary, type WatchedLibrary } from './watch-library';

/** How often the command line hears of progress. */
const reportEveryMs = 50;
const wholeImportLimitMs = 20 * 60_000;

/**
 * One life of the app between two kills: looks at the store as it was left, takes imports up, adds what is missing as a
 * person would, and tells of every document that is shown as ready. Ends when all files have.
 */
export async function chaos(options: ChaosOptions, report: Report): Promise<ChaosResult> {
  await report({ kind: 'checked', check: await checkStore(options.told) });
  return withApp(openApp({}, report), async (app) => {
    const libraryId = await openLibrary(app, options);
    const watched = watchLibrary(app.services, libraryId);
    const stops = [
      tellOfProgress(app, report),
      tellOfReady(app, libraryId, options.files, report),
      () => watched.stop(),
    ];
    try {
      const searching = searchAgain(app, options.toSearch, report);
      const adding = new AbortController();
      stops.push(() => adding.abort());
      addMissing(app, libraryId, watched, options.files, adding.signal);
      const isOver = await watched.until(
        () => haveEnded(watched, options.files) && !app.isBusy(),
        wholeImportLimitMs,
      );
      await searching;
      // Segments that are being merged are read as they were and as they will be.
      await app.workers.searchIndex.client.call('settle', undefined);
      const documents = watched.documents();
      return {
        isOver,
        outcomes: documents.map(({ path, status, error }) => ({ path, status, code: error?.code ?? null })),
        violations: isOver ? await checkQuietStore(app.database) : [],
      };
    } finally {
      for (const stop of stops) stop();
    }
  });
}

async function openLibrary(
  { services: { libraries } }: App,
  { library, discarded }: ChaosOptions,
): Promise<string> {
  const all = await observeOnce(libraries.observe);
  for (const { id, name } of all) if (discarded.includes(name)) await libraries.remove(id);
  const found = all.find(({ name }) => name === library);
  return (found ?? (await libraries.create(library))).id;
}

/** Files without a row, and those whose bytes a kill kept from being stored, are added; again, when it happens later. */
function addMissing(
  { services: { imports } }: App,
  libraryId: string,
  watched: WatchedLibrary,
  files: readonly ChaosFile[],
  signal: AbortSignal,
): void {
  const picked = pickedFiles(files.map(({ path }) => path));
  let isAdding = false;
  const look = (): void => {
    if (isAdding || signal.aborted) return;
    const rows = new Map(watched.documents().map((row) => [row.path, row]));
    const missing = picked.filter(({ path }) => isMissing(rows, path));
    if (missing.length === 0) return;
    isAdding = true;
    void imports
      .add(libraryId, missing)
      .catch(reportError)
      .finally(() => {
        isAdding = false;
      });
  };
  const timer = setInterval(look, 250);
  signal.addEventListener('abort', () => {
    clearInterval(timer);
  });
}

function isMissing(rows: ReadonlyMap<string, StoredDocument>, path: string): boolean {
  const row = rows.get(path);
  if (row) return row.error?.code === 'not-stored';
  // An archive's own row goes when its files have theirs.
  return ![...rows.keys()].some((other) => other.startsWith(`${path}/`));
}

function haveEnded(watched: WatchedLibrary, files: readonly ChaosFile[]): boolean {
  const documents = watched.documents();
  if (documents.some(isUnfinished)) return false;
  const rows = new Map(documents.map((row) => [row.path, row]));
  return !files.some(({ path }) => isMissing(rows, path));
}

function tellOfProgress({ services: { imports } }: App, report: Report): () => void {
  let isChanged = false;
  let latest: ReadonlyMap<string, ImportProgress> = new Map();
  const stop = imports.observe((value) => {
    latest = value;
    isChanged = true;
  });
  const timer = setInterval(() => {
    if (!isChanged) return;
    isChanged = false;
    const imported = Array.from(latest, ([documentId, progress]) => ({ documentId, ...progress }));
    void report({ kind: 'imports', at: Date.now(), imports: imported });
  }, reportEveryMs);
  return () => {
    clearInterval(timer);
    stop();
  };
}

/** What is told is what a person sees; the command line holds the app to it. */
function tellOfReady(app: App, libraryId: string, files: readonly ChaosFile[], report: Report): () => void {
  const words = new Map(files.map(({ path, word }) => [path, word]));
  const told = new Set<string>();
  const tell = async ({ id, path }: StoredDocument): Promise<void> => {
    const planted = words.get(path);
    const word = planted ?? (await chooseWord(app.database, id));
    const isRare = planted !== undefined;
    const document = { documentId: id, libraryId, path, isRare, ...(word === undefined ? {} : { word }) };
    await report({ kind: 'ready', document });
  };
  return app.services.documents.observe(libraryId, (documents) => {
    for (const document of documents) {
      if (told.has(document.id) || !isStored(document)) continue;
      told.add(document.id);
      void tell(document).catch(reportError);
    }
  });
}

/** Whether documents answer: each is found by a word that it holds. */
async function searchAgain(
  { services: { search } }: App,
  documents: readonly ToldDocument[],
  report: Report,
): Promise<void> {
  const { signal } = new AbortController();
  for (const { documentId, libraryId, word, isRare } of documents) {
    if (word === undefined) continue;
    const scope = { libraryIds: [libraryId], ...(isRare ? {} : { documentIds: [documentId] }) };
    const { hits } = await search.find(word, scope, { signal });
    await report({
      kind: 'searched',
      documentId,
      isFound: hits.some((hit) => hit.documentId === documentId),
    });
  }
}
