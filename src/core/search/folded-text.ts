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

  for (const { 0: found, index } of original.matchAll(/\s+|[^\s]/gu)) {
    const end = index + found.length;
    if (/^\s/.test(found)) {
      const isBlankLine = /\n\s*\n/.test(found);
      if (isBlankLine || !startsUnspaced(lastCharacter(text)))
        push(isBlankLine ? paragraphEnd : ' ', index, end);
      continue;
    }
    const folded = foldCharacter(found, table);
    if (startsUnspaced(folded)) dropSpace();
    push(folded, index, end);
  }
  return { text, starts, ends };
}

function foldCharacter(character: string, table: CharacterTable): string {
  const code = character.charCodeAt(0);
  if (code < 0x80) return character.toLowerCase();
  if (code >= 0x4e00 && code <= 0x9fff) return table[character] ?? character;
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

function lastCharacter(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return text.slice(last >= 0xdc00 && last <= 0xdfff ? -2 : -1);
}
