import type { Language } from '../core/language';
import type { CatalogueEntry } from '../core/models/catalogue-entry';
import type { ModelTask } from '../core/models/model-package';

export interface ModelFilter {
  readonly task: ModelTask;
  readonly words: string;
  readonly language: Language | 'any';
  readonly runsHere: boolean;
}

/** Models that are not on this device and fit what is looked for, in the catalogue's order. */
export function availableModels(
  entries: readonly CatalogueEntry[],
  { task, words, language, runsHere }: ModelFilter,
): CatalogueEntry[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => {
    const text = `${entry.name} ${entry.family} ${entry.licence} ${entry.id}`.toLowerCase();
    return (
      entry.state === 'available' &&
      entry.task === task &&
      (language === 'any' || entry.languages.includes(language)) &&
      (!runsHere || entry.verdict.runs) &&
      wanted.every((word) => text.includes(word))
    );
  });
}
