import { matchable, matchScore, queryWords, type MatchableText } from '../../core/fuzzy-match';

export type EntryKind = 'actions' | 'documents' | 'conversations' | 'libraries' | 'tags';

export interface PaletteEntry {
  /** The same at each opening, so that what was used last is known again. */
  readonly id: string;
  readonly kind: EntryKind;
  readonly label: string;
  /** Other words that people look for it by. */
  readonly alsoCalled?: string;
  /** Keys that do the same, as they are written on this system. */
  readonly keys?: string | undefined;
  /** Where the focus goes to what it opens, and not back to where it was. */
  readonly takesFocus?: boolean;
  readonly run: () => void;
}

export interface PaletteGroup {
  readonly group: EntryKind | 'recent';
  readonly entries: readonly PaletteEntry[];
}

/** More than these are found by writing more. */
const mostEntries = 50;
const mostRecent = 5;
const fewOfAKind = 5;

/** Names are the same at each opening, and each key asks for all of them. */
const prepared = new Map<string, MatchableText>();
const mostPrepared = 50_000;

/** What a query finds, the best group first and the best entry first in it; without one, what was used last. */
export function findEntries(
  entries: readonly PaletteEntry[],
  query: string,
  recentIds: readonly string[],
): readonly PaletteGroup[] {
  const words = queryWords(query);
  if (words.length === 0) return withoutQuery(entries, recentIds);
  const found: { readonly entry: PaletteEntry; readonly score: number }[] = [];
  for (const entry of entries) {
    const score = matchScore(words, matchableOf(entry)) ?? calledScore(words, entry);
    if (score !== undefined) found.push({ entry, score });
  }
  found.sort((a, b) => b.score - a.score);
  return grouped(found.slice(0, mostEntries).map(({ entry }) => entry));
}

function withoutQuery(
  entries: readonly PaletteEntry[],
  recentIds: readonly string[],
): readonly PaletteGroup[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const recent = recentIds.flatMap((id) => byId.get(id) ?? []).slice(0, mostRecent);
  const rest = entries.filter((entry) => !recent.includes(entry));
  const few = (kind: EntryKind): readonly PaletteEntry[] =>
    rest.filter((entry) => entry.kind === kind).slice(0, kind === 'actions' ? mostEntries : fewOfAKind);
  const groups: readonly PaletteGroup[] = [
    { group: 'recent', entries: recent },
    { group: 'actions', entries: few('actions') },
    { group: 'conversations', entries: few('conversations') },
    { group: 'documents', entries: few('documents') },
    { group: 'tags', entries: few('tags') },
    { group: 'libraries', entries: few('libraries') },
  ];
  return groups.filter((group) => group.entries.length > 0);
}

/** Groups in the order in which the first of each comes. */
function grouped(entries: readonly PaletteEntry[]): readonly PaletteGroup[] {
  const kinds = new Set(entries.map(({ kind }) => kind));
  return [...kinds].map((group) => ({ group, entries: entries.filter(({ kind }) => kind === group) }));
}

/** Other names count where a word of them begins so: characters in their order are found in any long list. */
function calledScore(words: readonly string[], { alsoCalled }: PaletteEntry): number | undefined {
  const names = alsoCalled?.split(' ') ?? [];
  return words.every((word) => names.some((name) => name.startsWith(word))) ? 3 : undefined;
}

function matchableOf({ label }: PaletteEntry): MatchableText {
  const known = prepared.get(label);
  if (known) return known;
  const text = matchable(label);
  if (prepared.size >= mostPrepared) prepared.clear();
  prepared.set(label, text);
  return text;
}
