import type { Paragraph } from './pdf-paragraphs';

type Styled = Pick<Paragraph, 'text' | 'fontSize' | 'lineCount' | 'isListItem' | 'isBold'>;

/** Below this much text the commonest size says nothing. */
const leastCharacters = 400;
const longestHeading = 160;
const longestBoldHeading = 100;
const mostLines = 3;

/**
 * Tells headings by their size: short paragraphs set clearly larger than most of the text. The largest size
 * is level 1. Below them come short paragraphs in bold, where most of the text is not. Documents too short to tell
 * have none.
 */
export function headingLevels(paragraphs: readonly Styled[]): (paragraph: Styled) => number | undefined {
  const charactersBySize = new Map<number, number>();
  let total = 0;
  let bold = 0;
  for (const { text, fontSize, isBold } of paragraphs) {
    const size = rounded(fontSize);
    charactersBySize.set(size, (charactersBySize.get(size) ?? 0) + text.length);
    total += text.length;
    if (isBold) bold += text.length;
  }
  const [body] = [...charactersBySize].sort((a, b) => b[1] - a[1])[0] ?? [];
  if (body === undefined || total < leastCharacters) return () => undefined;

  const isLarge = ({ text, fontSize, lineCount, isListItem }: Styled) =>
    !isListItem &&
    rounded(fontSize) >= body * 1.15 &&
    text.length <= longestHeading &&
    lineCount <= mostLines &&
    /\p{L}{2}/u.test(text);
  const tellsByBold = bold < 0.3 * total;
  const isBoldHeading = ({ text, fontSize, lineCount, isListItem, isBold }: Styled) =>
    tellsByBold &&
    isBold === true &&
    !isListItem &&
    rounded(fontSize) >= body * 0.95 &&
    text.length <= longestBoldHeading &&
    lineCount <= 2 &&
    /\p{L}{2}/u.test(text) &&
    !/[.,;:。，；：]$/u.test(text);
  const sizes = [...new Set(paragraphs.filter(isLarge).map(({ fontSize }) => rounded(fontSize)))];
  sizes.sort((a, b) => b - a);
  return (paragraph) => {
    if (isLarge(paragraph)) return Math.min(6, sizes.indexOf(rounded(paragraph.fontSize)) + 1);
    return isBoldHeading(paragraph) ? Math.min(6, sizes.length + 1) : undefined;
  };
}

/** To half a point: sizes differ by rounding within one style. */
function rounded(fontSize: number): number {
  return Math.round(fontSize * 2) / 2;
}
