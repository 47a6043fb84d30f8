import type { SearchScope } from '../../core/search-scope';
import type { AppState } from '../../state/app-state.svelte';

/** Where a question was asked, in words, that was asked of less or more than its library. */
export function askedScopeWords(app: AppState, { documentIds, libraryIds, tags }: SearchScope): string {
  const { chat } = app.locale.messages;
  if (tags) return chat.askedOfTags(tags, libraryIds.length > 1);
  if (documentIds) {
    const names = documentIds.flatMap((id) => app.documents.find(id)?.name ?? []);
    return chat.askedOfDocuments(documentIds.length, names);
  }
  if (app.libraries.all.every(({ id }) => libraryIds.includes(id))) return chat.askedOfAll;
  const names = app.libraries.all.flatMap(({ id, name }) => (libraryIds.includes(id) ? name : []));
  return chat.askedOfLibraries(libraryIds.length, names);
}
