import type { Paragraph } from './pdf-paragraphs';

/** Below this much text the commonest size says nothing. */
const leastCharacters = 400;
const longestHeading = 160;
const mostLines = 3;

/**
 * Tells headings by their size: short paragraphs set clearly larger than most of the text. The largest size
 * is level 1. Documents too short to tell have none.
 */
export function headingLevels(
  paragraphs: readonly Paragraph[],
): (paragraph: Paragraph) => number | undefined {
  const charactersBySize = new Map<number, number>();
  let total = 0;
  for (const { text, fontSize } of paragraphs) {
    const size = rounded(fontSize);
    charactersBySize.set(size, (charactersBySize.get(size) ?? 0) + text.length);
    total += text.length;
  }
  const [body] = [...charactersBySize].sort((a, b) => b[1] - a[1])[0] ?? [];
  if (body === undefined || total < leastCharacters) return () => undefined;

  const isHeading = ({ text, fontSize, lineCount, isListItem }: Paragraph) =>
    !isListItem &&
    rounded(fontSize) >= body * 1.15 &&
    text.length <= longestHeading &&
    lineCount <= mostLines &&
    /\p{L}{2}/u.test(text);
  const sizes = [...new Set(paragraphs.filter(isHeading).map(({ fontSize }) => rounded(fontSize)))];
  sizes.sort((a, b) => b - a);
  return (paragraph) =>
    isHeading(paragraph) ? Math.min(6, sizes.indexOf(rounded(paragraph.fontSize)) + 1) : undefined;
}

/** To half a point: sizes differ by rounding within one style. */
function rounded(fontSize: number): number {
  return Math.round(fontSize * 2) / 2;
}
