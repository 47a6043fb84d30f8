import type { Search } from './app-services';
import { scopeOfIndex, type ScopeRepositories } from './remaining-scope';
import type { Workers } from './workers';

/** More than a screen holds, and few enough to be marked between two key presses. */
const passagesPerQuery = 20;

export interface SearchDependencies {
  readonly documents: ScopeRepositories['documents'];
  readonly workers: Pick<Workers, 'searchIndex'>;
  readonly modelPath: () => string;
  readonly ready: () => Promise<void>;
}

/** The retrieval that answers use, for reading; a query that comes later takes the place of the one before. */
export function createSearch({ documents, workers, modelPath, ready }: SearchDependencies): Search {
  let latest: AbortController | undefined;

  return {
    find: async (query, scope, options) => {
      latest?.abort();
      const own = new AbortController();
      latest = own;
      const signal = AbortSignal.any([own.signal, options.signal]);
      await ready();
      const where = await scopeOfIndex(scope, { documents });
      signal.throwIfAborted();
      return workers.searchIndex.client.call(
        'find',
        { ...where, query, limit: passagesPerQuery, modelPath: modelPath() },
        { signal },
      );
    },
  };
}
