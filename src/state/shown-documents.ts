import type { StoredDocument } from '../core/library';
import { foldText } from '../core/search/folded-text';
import { hasFailed } from './document-status';

export interface DocumentFilter {
  /** Of the name or its folders. */
  readonly part: string;
  readonly onlyFailed: boolean;
}

/** The documents to list, as they were added. */
export function shownDocuments(
  documents: readonly StoredDocument[],
  { part, onlyFailed }: DocumentFilter,
): readonly StoredDocument[] {
  const wanted = folded(part.trim());
  const matching = wanted === '' ? documents : documents.filter(({ path }) => folded(path).includes(wanted));
  return onlyFailed ? matching.filter(hasFailed) : matching;
}

function folded(text: string): string {
  return foldText(text, {}).text;
}
