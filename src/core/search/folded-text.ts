import { startsUnspaced } from '../cjk';

/** Characters that are taken as one: traditional to simplified. */
export type CharacterTable = Readonly<Record<string, string>>;

/** A text in the form in which it is compared, with the way back to the original. */
export interface FoldedText {
  readonly text: string;
  /** For each unit of `text`, the UTF-16 offsets of the original characters that it stands for. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** What no phrase reaches across: the end of a paragraph. */
const paragraphEnd = '\n';

/**
 * Folds what the lexical lane folds, but for word forms: width, case, diacritics, traditional characters; and signs
 * that are written in several ways. White space becomes one space, or nothing beside Han and kana, because a line of
 * stored text may end inside a phrase. A blank line stays, so that nothing is found across it.
 */
export function foldText(original: string, table: CharacterTable): FoldedText {
  let text = '';
  const starts: number[] = [];
  const ends: number[] = [];
  let isAfterUnspaced = false;

  const push = (folded: string, start: number, end: number): void => {
    text += folded;
    for (let i = 0; i < folded.length; i += 1) {
      starts.push(start);
      ends.push(end);
    }
  };
  const dropSpace = (): void => {
    if (!text.endsWith(' ')) return;
    text = text.slice(0, -1);
    starts.pop();
    ends.pop();
  };

  for (let at = 0; at < original.length;) {
    const space = spaceAt(original, at);
    if (space !== '') {
      const isBlankLine = /\n\s*\n/.test(space);
      if (isBlankLine || !isAfterUnspaced) push(isBlankLine ? paragraphEnd : ' ', at, at + space.length);
      isAfterUnspaced = false;
      at += space.length;
      continue;
    }
    const code = original.charCodeAt(at);
    const character = isHan(code)
      ? original.charAt(at)
      : String.fromCodePoint(original.codePointAt(at) ?? code);
    const isUnspaced = isHan(code) || (code >= firstUnspaced && startsUnspaced(character));
    if (isUnspaced) dropSpace();
    push(foldCharacter(character, table), at, at + character.length);
    isAfterUnspaced = isUnspaced;
    at += character.length;
  }
  return { text, starts, ends };
}

const firstUnspaced = 0x2e80;

/** Nearly all characters of a Chinese text; the rest go the longer way. */
function isHan(code: number): boolean {
  return code >= 0x4e00 && code <= 0x9fff;
}

const spaces = /\s+/y;

function spaceAt(text: string, at: number): string {
  const code = text.charCodeAt(at);
  if ((code > 0x20 && code < 0xa0) || isHan(code)) return '';
  spaces.lastIndex = at;
  return spaces.exec(text)?.[0] ?? '';
}

function foldCharacter(character: string, table: CharacterTable): string {
  const code = character.charCodeAt(0);
  if (code < 0x80) return character.toLowerCase();
  if (isHan(code)) return table[character] ?? character;
  const plain = character
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC');
  return (
    table[plain] ??
    plain
      .replace(/[‘’]/g, "'")
      .replace(/[“”]/g, '"')
      .replace(/\p{Pd}/gu, '-')
  );
}
