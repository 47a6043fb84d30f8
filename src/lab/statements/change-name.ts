import type { KnownNames } from './known-names';
import { pick, type Random } from './made-statement';
import type { PlainSentence } from './plain-sentences';

/** A known name of the sentence becomes another of its kind, of which no passage holds a word. */
export function changeName(
  { text, isChinese }: PlainSentence,
  names: KnownNames,
  passagesText: string,
  random: Random,
): string | undefined {
  const found = Object.values(names).flatMap((ofKind) =>
    ofKind.filter((name) => holdsName(text, name, isChinese)).map((name) => ({ name, ofKind })),
  );
  // Of "Martin Luther" and "Luther" only the longer one is the whole name.
  const whole = found.filter(
    ({ name }) => !found.some((other) => other.name !== name && other.name.includes(name)),
  );
  const chosen = pick(whole, random);
  if (!chosen) return undefined;
  const strangers = chosen.ofKind.filter(
    (name) => isSameScript(name, chosen.name) && partsOf(name).every((part) => !passagesText.includes(part)),
  );
  const other = pick(strangers, random);
  return other === undefined ? undefined : text.replaceAll(chosen.name, other);
}

function holdsName(text: string, name: string, isChinese: boolean): boolean {
  const at = text.indexOf(name);
  if (at < 0) return false;
  const before = text.slice(0, at);
  const after = text.slice(at + name.length);
  if (isChinese) return !/[·‧•《]$/.test(before) && !/^[·‧•》]/.test(after);
  // Not a part of a longer name, and not of another word.
  return !/(?:[\p{L}\p{N}-]|\p{Lu}[\p{L}.]*\s)$/u.test(before) && !/^(?:[\p{L}\p{N}-]|\s\p{Lu})/u.test(after);
}

function isSameScript(a: string, b: string): boolean {
  return /\p{Script=Han}/u.test(a) === /\p{Script=Han}/u.test(b) && /^《/.test(a) === /^《/.test(b);
}

/** The words of a name; of a Chinese one its pairs. */
function partsOf(name: string): string[] {
  if (!/\p{Script=Han}/u.test(name)) return name.split(/[\s-]+/).filter((word) => /^\p{Lu}/u.test(word));
  const plain = name.replace(/[《》]/g, '');
  return Array.from({ length: Math.max(1, plain.length - 1) }, (_, i) => plain.slice(i, i + 2));
}
