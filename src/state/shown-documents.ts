import type { StoredDocument } from '../core/library';
import { foldText } from '../core/search/folded-text';
import { hasFailed } from './document-status';

export interface DocumentFilter {
  /** Of the name or its folders. */
  readonly part: string;
  readonly onlyProblems: boolean;
}

/**
 * The documents to list, as they were added. Only those with problems: what failed first, then what was not wholly
 * read.
 */
export function shownDocuments(
  documents: readonly StoredDocument[],
  { part, onlyProblems }: DocumentFilter,
): readonly StoredDocument[] {
  const wanted = folded(part.trim());
  const matching = wanted === '' ? documents : documents.filter(({ path }) => folded(path).includes(wanted));
  if (!onlyProblems) return matching;
  return [
    ...matching.filter(hasFailed),
    ...matching.filter((document) => !hasFailed(document) && (document.content?.warnings ?? []).length > 0),
  ];
}

function folded(text: string): string {
  return foldText(text, {}).text;
}
