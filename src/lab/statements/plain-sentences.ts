import type { SourceSpan } from './made-statement';

export interface PlainSentence extends SourceSpan {
  readonly text: string;
  readonly isChinese: boolean;
}

interface PlacedText {
  readonly documentId: string;
  readonly start: number;
  readonly text: string;
}

const englishEnd = /(?<=[.!?]["”’')]?)\s+(?=["“(]?[\p{Lu}\d])|\n+/u;
const chineseSentence = /[^。！？\n]+[。！？]["”’」』）]*/gu;
/** After these a reader cannot tell by the signs alone whether the sentence ends. */
const abbreviation =
  /(?:^|[\s(])(?:\p{L}|Dr|Mrs?|Ms|St|No|vs|etc|Jr|Sr|ca?|Prof|Gen|Col|Inc|Ltd|Co)\.(?:\s|$)/u;

/** The sentences of a passage that have plain borders: whole, one sentence to any reader, and free of markup. */
export function plainSentences(passage: PlacedText): PlainSentence[] {
  const isChinese = /\p{Script=Han}/u.test(passage.text.replace(/[^\p{L}]/gu, '').slice(0, 200));
  return (isChinese ? chinesePieces(passage.text) : englishPieces(passage.text)).flatMap(({ text, at }) => {
    if (!isPlain(text, isChinese)) return [];
    const start = passage.start + at;
    return [{ documentId: passage.documentId, start, end: start + text.length, text, isChinese }];
  });
}

function chinesePieces(text: string): { text: string; at: number }[] {
  return Array.from(text.matchAll(chineseSentence), ({ 0: found, index }) => {
    const trimmed = found.trim();
    return { text: trimmed, at: index + found.indexOf(trimmed) };
  });
}

function englishPieces(text: string): { text: string; at: number }[] {
  let from = 0;
  return text.split(englishEnd).flatMap((piece) => {
    const trimmed = piece.trim();
    if (trimmed === '') return [];
    const at = text.indexOf(trimmed, from);
    from = at + trimmed.length;
    return [{ text: trimmed, at }];
  });
}

function isPlain(text: string, isChinese: boolean): boolean {
  if (!/^[\p{L}\p{N}“"《「]/u.test(text) || /[[\]|`#*<>{}\n]/.test(text)) return false;
  if (!areBalanced(text)) return false;
  if (isChinese)
    return text.length >= 14 && text.length <= 120 && /^[^.!?]*$/.test(text.replace(/\d\.\d/g, ''));
  return (
    text.length >= 45 &&
    text.length <= 280 &&
    /[.]["”]?$/.test(text) &&
    !abbreviation.test(text) &&
    !/[.!?]["”')]?\s/.test(text)
  );
}

function areBalanced(text: string): boolean {
  const count = (sign: string): number => text.split(sign).length - 1;
  return (
    ['“”', '「」', '『』', '《》', '（）', '()'].every(
      ([open = '', close = '']) => count(open) === count(close),
    ) && count('"') % 2 === 0
  );
}
