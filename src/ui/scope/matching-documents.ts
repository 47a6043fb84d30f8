import type { StoredDocument } from '../../core/library';
import { foldText } from '../../core/search/folded-text';

/** The documents whose name holds a part, in the order of their names, those in `first` before all others. */
export function matchingDocuments(
  documents: readonly StoredDocument[],
  part: string,
  first: ReadonlySet<string>,
  languageTag: string,
): StoredDocument[] {
  const { compare } = new Intl.Collator(languageTag, { numeric: true });
  const wanted = fold(part.trim());
  return documents
    .filter(({ name }) => fold(name).includes(wanted))
    .sort((a, b) => Number(first.has(b.id)) - Number(first.has(a.id)) || compare(a.name, b.name));
}

function fold(text: string): string {
  return foldText(text, {}).text;
}
