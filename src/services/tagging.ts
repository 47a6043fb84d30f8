import type { StoredDocument } from '../core/library';
import { createTagMatcher, mostTags, newTags, readTags, withTagRenamed, withTags } from '../core/tags';
import type { DocumentRepository } from '../storage/documents';
import { observe } from '../storage/observe';
import type { Documents } from './app-services';

/** An import tells of tags too, and a list of them is looked at, not watched. */
const observeIntervalMs = 1000;

type Tagging = Pick<Documents, 'observeTags' | 'tag' | 'renameTag' | 'removeTag'>;

export function createTagging(documents: Pick<DocumentRepository, 'tags' | 'tagged' | 'change'>): Tagging {
  const changeAll = async (
    libraryId: string,
    tag: string,
    change: (tags: readonly string[]) => readonly string[],
  ): Promise<void> => {
    const isTagged = createTagMatcher([tag]);
    const ids = await documents.tagged([libraryId], [tag]);
    await documents.change(ids, (document) =>
      isTagged(document.tags) ? tagged(document, change(document.tags ?? [])) : undefined,
    );
  };

  return {
    observeTags: (onValue) =>
      observe(() => documents.tags(), onValue, undefined, { intervalMs: observeIntervalMs }),
    tag: async (documentIds, change) => {
      let withoutRoom = 0;
      await documents.change(documentIds, (document) => {
        const tags = withTags(document.tags ?? [], change);
        if (tags.length === mostTags && newTags(readTags(change.add ?? []), tags).length > 0)
          withoutRoom += 1;
        return tagged(document, tags);
      });
      return withoutRoom;
    },
    renameTag: (libraryId, tag, name) => changeAll(libraryId, tag, (tags) => withTagRenamed(tags, tag, name)),
    removeTag: (libraryId, tag) => changeAll(libraryId, tag, (tags) => withTags(tags, { remove: [tag] })),
  };
}

/** Undefined where nothing changes. */
function tagged({ tags: before = [], ...document }: StoredDocument, tags: readonly string[]) {
  if (before.length === tags.length && before.every((tag, i) => tag === tags[i])) return undefined;
  return tags.length === 0 ? document : { ...document, tags };
}
