import type { StoredDocument } from '../core/library';
import { foldText } from '../core/search/folded-text';
import { hasFailed } from './document-status';

export interface DocumentFilter {
  /** Of the name or its folders. */
  readonly part: string;
  readonly onlyFailed: boolean;
  readonly onlyNotes: boolean;
}

/** The documents to list, as they were added. */
export function shownDocuments(
  documents: readonly StoredDocument[],
  { part, onlyFailed, onlyNotes }: DocumentFilter,
): readonly StoredDocument[] {
  const wanted = folded(part.trim());
  const matching = wanted === '' ? documents : documents.filter(({ path }) => folded(path).includes(wanted));
  const ofKind = onlyNotes ? matching.filter(({ isNote }) => isNote) : matching;
  return onlyFailed ? ofKind.filter(hasFailed) : ofKind;
}

function folded(text: string): string {
  return foldText(text, {}).text;
}
