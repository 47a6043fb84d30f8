import { tagKey, type TagCount } from '../../core/tags';

/** The tags that hold a part, in the order of their names, those in `first` before all others. */
export function matchingTags(
  tags: readonly TagCount[],
  part: string,
  first: readonly string[],
  languageTag: string,
): TagCount[] {
  const { compare } = new Intl.Collator(languageTag, { numeric: true });
  const wanted = partKey(part);
  const firstKeys = new Set(first.map(tagKey));
  return tags
    .map((one) => ({ one, key: tagKey(one.tag) }))
    .filter(({ key }) => key.includes(wanted))
    .sort(
      (a, b) => Number(firstKeys.has(b.key)) - Number(firstKeys.has(a.key)) || compare(a.one.tag, b.one.tag),
    )
    .map(({ one }) => one);
}

/** Tags to complete what is being written: those that begin with it first, then those that most documents have. */
export function suggestedTags(
  tags: readonly TagCount[],
  part: string,
  without: readonly string[],
): TagCount[] {
  const wanted = partKey(part);
  const given = new Set(without.map(tagKey));
  return tags
    .map((one) => ({ one, key: tagKey(one.tag) }))
    .filter(({ key }) => key.includes(wanted) && !given.has(key))
    .sort(
      (a, b) =>
        Number(b.key.startsWith(wanted)) - Number(a.key.startsWith(wanted)) ||
        b.one.documents - a.one.documents,
    )
    .map(({ one }) => one);
}

function partKey(part: string): string {
  return tagKey(part.trim().replace(/^#+/, ''));
}
