import type { Passage } from '../../../src/core/passage';
import { pageAt } from '../../../src/core/rich-text';
import { createAnalyser } from '../../../src/core/search/analyse';
import { markPassages } from '../../../src/core/search/found-passages';
import { phraseMatch } from '../../../src/core/search/phrase-match';
import { readSearchQuery } from '../../../src/core/search/search-query';
import type { SearchScope } from '../../../src/core/search-scope';
import { createTagMatcher } from '../../../src/core/tags';
import type { Search } from '../../../src/services/app-services';
import type { FakeSource } from './fake-content';

const folding = { analyse: createAnalyser(), table: {} };

/** Finds the blocks that hold a word of the query: those that hold all of it first, then as they lie on the desk. */
export function createFakeSearch(sources: readonly FakeSource[], searched: string[]): Search {
  return {
    find: (query, scope) => {
      searched.push(query);
      const passages = sources
        .filter((source) => isInScope(source, scope))
        .flatMap(passagesOf)
        .sort((a, b) => phraseMatch(b.text, query) - phraseMatch(a.text, query));
      const found = markPassages({ passages, abstain: true }, readSearchQuery(query, folding), folding, 20);
      return Promise.resolve({ ...found, milliseconds: 12 });
    },
  };
}

function isInScope({ document }: FakeSource, { libraryIds, documentIds, tags }: SearchScope): boolean {
  const isTagged = !tags || createTagMatcher(tags)(document.tags);
  return libraryIds.includes(document.libraryId) && isTagged && (documentIds?.includes(document.id) ?? true);
}

function passagesOf({ document, content }: FakeSource): Passage[] {
  let headingPath: string[] = [];
  return content.blocks.flatMap((block, ordinal) => {
    const { start, end } = block;
    const text = content.text.slice(start, end);
    if (block.kind === 'heading') {
      headingPath = [...headingPath.slice(0, block.level - 1), text];
      return [];
    }
    const page = pageAt(content.pages, start);
    return {
      documentId: document.id,
      libraryId: document.libraryId,
      documentName: document.name,
      ordinal,
      start,
      end,
      text,
      ...(page === undefined ? {} : { page }),
      headingPath,
      score: 1,
      lanes: {},
    };
  });
}
