import type { ImportProgress } from '../contracts/importer';
import type { StoredDocument } from '../core/library';
import type { AppServices } from '../services/app-services';

export interface WatchedLibrary {
  /** As last stored. */
  readonly documents: () => readonly StoredDocument[];
  /** What is being imported, by document. */
  readonly progress: () => ReadonlyMap<string, ImportProgress>;
  /** Waits until `isSo`, which is asked after every change; false when that takes longer. */
  readonly until: (isSo: () => boolean, limitMs: number) => Promise<boolean>;
  readonly stop: () => void;
}

/** Follows a library as its list on the screen does. `onChange` comes after every change of documents or progress. */
export function watchLibrary(
  { documents, imports }: Pick<AppServices, 'documents' | 'imports'>,
  libraryId: string,
  onChange: () => void = () => undefined,
): WatchedLibrary {
  let stored: readonly StoredDocument[] = [];
  let running: ReadonlyMap<string, ImportProgress> = new Map();
  const waiting = new Set<() => void>();
  const changed = (): void => {
    onChange();
    for (const ask of waiting) ask();
  };
  const stops = [
    documents.observe(libraryId, (value) => {
      stored = value;
      changed();
    }),
    imports.observe((value) => {
      running = value;
      changed();
    }),
  ];
  return {
    documents: () => stored,
    progress: () => running,
    until: (isSo, limitMs) =>
      new Promise((resolve) => {
        const end = (value: boolean): void => {
          clearTimeout(timer);
          waiting.delete(ask);
          resolve(value);
        };
        const ask = (): void => {
          if (isSo()) end(true);
        };
        const timer = setTimeout(() => {
          end(false);
        }, limitMs);
        waiting.add(ask);
        ask();
      }),
    stop: () => {
      for (const stop of stops) stop();
    },
  };
}
