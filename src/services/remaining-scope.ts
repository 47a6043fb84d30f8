import type { Library, StoredDocument } from '../core/library';
import type { SearchScope } from '../core/search-scope';

export interface ScopeRepositories {
  readonly libraries: { list(): Promise<Pick<Library, 'id'>[]> };
  readonly documents: {
    getAll(documentIds: readonly string[]): Promise<(Pick<StoredDocument, 'id' | 'libraryId'> | undefined)[]>;
  };
}

/**
 * What is left of a scope after libraries and documents were removed. Undefined where it is, or because nothing is left
 * becomes, the whole of the conversation's own library.
 */
export async function remainingScope(
  scope: SearchScope | undefined,
  ownLibraryId: string,
  { libraries, documents }: ScopeRepositories,
): Promise<SearchScope | undefined> {
  if (!scope) return undefined;
  const existing = new Set((await libraries.list()).map(({ id }) => id));
  const libraryIds = scope.libraryIds.filter((id) => existing.has(id));
  if (libraryIds.length === 0) return undefined;
  if (scope.documentIds) {
    const found = await documents.getAll(scope.documentIds);
    const documentIds = found.flatMap((document) =>
      document && libraryIds.includes(document.libraryId) ? document.id : [],
    );
    return documentIds.length > 0 ? { libraryIds, documentIds } : undefined;
  }
  return libraryIds.length === 1 && libraryIds[0] === ownLibraryId ? undefined : { libraryIds };
}
