import type { Library, StoredDocument } from '../core/library';
import type { SearchScope } from '../core/search-scope';

export interface ScopeRepositories {
  readonly libraries: { list(): Promise<Pick<Library, 'id'>[]> };
  readonly documents: {
    getShown(documentIds: readonly string[]): Promise<Pick<StoredDocument, 'id' | 'libraryId'>[]>;
    tagged(libraryIds: readonly string[], tags: readonly string[]): Promise<string[]>;
  };
}

/**
 * What is left of a scope after libraries and documents were removed, or no document has a tag any more. Undefined where it is, or because nothing is left
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
    const found = await documents.getShown(scope.documentIds);
    const documentIds = found.flatMap(({ id, libraryId }) => (libraryIds.includes(libraryId) ? [id] : []));
    return documentIds.length > 0 ? { libraryIds, documentIds } : undefined;
  }
  if (scope.tags) {
    const inUse = await Promise.all(
      scope.tags.map(async (tag) => ((await documents.tagged(libraryIds, [tag])).length > 0 ? [tag] : [])),
    );
    const tags = inUse.flat();
    if (tags.length > 0) return { libraryIds, tags };
  }
  return libraryIds.length === 1 && libraryIds[0] === ownLibraryId ? undefined : { libraryIds };
}

/** Where the index looks: it knows documents and not their tags. */
export async function scopeOfIndex(
  { tags, ...scope }: SearchScope,
  { documents }: Pick<ScopeRepositories, 'documents'>,
): Promise<Omit<SearchScope, 'tags'>> {
  return tags ? { ...scope, documentIds: await documents.tagged(scope.libraryIds, tags) } : scope;
}
