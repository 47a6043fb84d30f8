import type { StoredDocument } from '../core/library';
import { foldText } from '../core/search/folded-text';
import { createTagMatcher } from '../core/tags';
import { hasFailed } from './document-status';

export interface DocumentFilter {
  /** Of the name or its folders. */
  readonly part: string;
  readonly onlyFailed: boolean;
  readonly onlyNotes: boolean;
  /** Only those that have any of these; none means all. */
  readonly tags: readonly string[];
}

/** The documents to list, as they were added. */
export function shownDocuments(
  documents: readonly StoredDocument[],
  { part, onlyFailed, onlyNotes, tags }: DocumentFilter,
): readonly StoredDocument[] {
  const wanted = folded(part.trim());
  const isTagged = createTagMatcher(tags);
  const withTag = tags.length === 0 ? documents : documents.filter((document) => isTagged(document.tags));
  const matching = wanted === '' ? withTag : withTag.filter(({ path }) => folded(path).includes(wanted));
  const ofKind = onlyNotes ? matching.filter(({ isNote }) => isNote) : matching;
  return onlyFailed ? ofKind.filter(hasFailed) : ofKind;
}

function folded(text: string): string {
  return foldText(text, {}).text;
}
