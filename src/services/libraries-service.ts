import { AppError } from '../core/app-error';
import type { Library } from '../core/library';
import type { LibraryRepository } from '../storage/libraries';
import { observe } from '../storage/observe';
import type { Libraries } from './app-services';
import type { Imports } from './imports-service';
import type { Workers } from './workers';

export function createLibraries(
  repository: LibraryRepository,
  imports: Pick<Imports, 'cancelLibrary'>,
  workers: Pick<Workers, 'searchIndex'>,
  { isNew = false }: { readonly isNew?: boolean } = {},
): Libraries {
  /** Until the storage, which is not open yet, tells otherwise. */
  let isEmpty = isNew;
  return {
    observe: (onValue) => {
      if (isEmpty) onValue([]);
      return observe(
        () => repository.list(),
        (libraries) => {
          isEmpty = false;
          onValue(libraries);
        },
      );
    },

    create: async (name) => {
      const library = newLibrary(name);
      await repository.add(library);
      return library;
    },

    createFirst: (name) => repository.addFirst(newLibrary(name)),

    rename: async (libraryId, name) => repository.rename(libraryId, checkedName(name)),

    setSplitting: (libraryId, splitting) => repository.setSplitting(libraryId, splitting),

    remove: async (libraryId) => {
      imports.cancelLibrary(libraryId);
      await repository.remove(libraryId);
      await workers.searchIndex.client.call('removeLibrary', { libraryId });
    },
  };
}

function newLibrary(name: string): Library {
  return { id: crypto.randomUUID(), name: checkedName(name), createdAt: Date.now() };
}

function checkedName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '') throw new AppError('invalid-input', 'a library needs a name');
  return trimmed;
}
