import { AppError } from '../../../src/core/app-error';

/** Replaces characters by a table of one character each, traditional by simplified for instance. */
export function createFolding(table: unknown): (text: string) => string {
  if (!isCharacterTable(table)) throw new AppError('model-load-failed', 'the character table is damaged');
  const characters = Object.keys(table);
  if (characters.length === 0) return (text) => text;
  const foldable = new RegExp(`[${characters.map(escaped).join('')}]`, 'gu');
  return (text) => text.replace(foldable, (character) => table[character] ?? character);
}

function isCharacterTable(value: unknown): value is Readonly<Record<string, string>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.entries(value).every(
      ([from, to]) =>
        typeof to === 'string' && from.length === String.fromCodePoint(from.codePointAt(0) ?? 0).length,
    )
  );
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
