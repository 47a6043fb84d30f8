import { beginningOf } from './beginning-of';
import { foldText } from './search/folded-text';

/** UTF-16 units. */
export const mostTagCharacters = 40;
export const mostTags = 20;

/** A tag and how many documents have it. */
export interface TagCount {
  readonly tag: string;
  readonly documents: number;
}

/** How tags are changed together: those that are added come after those that are taken away. */
export interface TagChange {
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
}

/** What two spellings of one tag have in common: tags differ by more than case, width and accents. */
export function tagKey(tag: string): string {
  return foldText(tag, {}).text;
}

/**
 * The tags that are written in texts, at commas, in their order, each once in its first spelling. A `#` before a tag is
 * not of it.
 */
export function readTags(written: readonly string[]): string[] {
  return distinctTags(written.flatMap(splitTags).flatMap(readTag));
}

/** What is written between commas, as it is. */
export function splitTags(text: string): string[] {
  return text.split(/[,，、;；\n]/);
}

/** Whether `readTags` would cut it. */
export function isTooLongForTag(written: string): boolean {
  return nameOf(written).trim().length > mostTagCharacters;
}

/** Tags with others behind them, as many as a document can have. */
export function withTags(tags: readonly string[], { add = [], remove = [] }: TagChange): string[] {
  const removed = new Set(remove.map(tagKey));
  const rest = tags.filter((tag) => !removed.has(tagKey(tag)));
  return distinctTags([...rest, ...readTags(add)]).slice(0, mostTags);
}

/** Tags where one has another name, which joins it with a tag that goes by that name already. */
export function withTagRenamed(tags: readonly string[], tag: string, name: string): string[] {
  const key = tagKey(tag);
  const [renamed] = readTags([name]);
  return distinctTags(tags.flatMap((other) => (tagKey(other) === key ? (renamed ?? other) : other)));
}

/** Those of `tags` that are not among `known`. */
export function newTags(tags: readonly string[] = [], known: readonly string[] = []): string[] {
  const keys = new Set(known.map(tagKey));
  return tags.filter((tag) => !keys.has(tagKey(tag)));
}

/** Tells of documents' tags whether one is wanted; spellings recur, so that each is folded once. */
export function createTagMatcher(
  wanted: readonly string[],
): (tags: readonly string[] | undefined) => boolean {
  const keys = new Set(wanted.map(tagKey));
  const known = new Map<string, boolean>();
  const isWanted = (tag: string): boolean => {
    const seen = known.get(tag);
    if (seen !== undefined) return seen;
    const is = keys.has(tagKey(tag));
    known.set(tag, is);
    return is;
  };
  return (tags) => tags?.some(isWanted) ?? false;
}

/** How many documents have each tag, in the spelling that most of them have. */
export function countTags(documents: Iterable<{ readonly tags?: readonly string[] }>): TagCount[] {
  const spellings = new Map<string, number>();
  for (const { tags = [] } of documents) {
    for (const tag of tags) spellings.set(tag, (spellings.get(tag) ?? 0) + 1);
  }
  return joinSpellings(spellings);
}

/** Counts of spellings as counts of tags. */
export function joinSpellings(spellings: ReadonlyMap<string, number>): TagCount[] {
  const byKey = new Map<string, TagCount>();
  for (const [tag, documents] of [...spellings].sort(([, a], [, b]) => b - a)) {
    const key = tagKey(tag);
    const first = byKey.get(key);
    byKey.set(key, first ? { ...first, documents: first.documents + documents } : { tag, documents });
  }
  return [...byKey.values()];
}

function readTag(written: string): string | [] {
  const tag = beginningOf(nameOf(written), mostTagCharacters).trim();
  return tagKey(tag).trim() === '' ? [] : tag;
}

function nameOf(written: string): string {
  return written
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .replace(/^[ #]+/, '');
}

function distinctTags(tags: readonly string[]): string[] {
  const byKey = new Map<string, string>();
  for (const tag of tags) {
    const key = tagKey(tag);
    if (!byKey.has(key)) byKey.set(key, tag);
  }
  return [...byKey.values()];
}
