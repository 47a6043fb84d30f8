import { quoteLocator } from '../../core/quote-location';
import type { TextRange } from '../../core/text-range';
import type { TextPiece } from './pdf-document';

/** Where a highlight lies on its page, in hundredths of the page's width and height. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Returns what finds the boxes that cover words of the page's stored text, one a line: none when the page's text
 * layer does not hold them.
 */
export function boxFinder(
  page: HTMLElement,
  pieces: readonly TextPiece[],
  pageText: string,
): (words: TextRange) => Box[] {
  const locate = quoteLocator(
    pieces.map(({ text }) => text),
    pageText,
  );
  return ({ start, end }) => {
    const frame = page.getBoundingClientRect();
    const rectangles = locate(start, end).flatMap((range) => {
      const node = pieces[range.item]?.element.firstChild;
      if (!(node instanceof Text)) return [];
      const words = document.createRange();
      words.setStart(node, Math.min(range.start, node.length));
      words.setEnd(node, Math.min(range.end, node.length));
      return [...words.getClientRects()];
    });
    return joinLines(rectangles).map((rectangle) => ({
      left: (100 * (rectangle.left - frame.left)) / frame.width,
      top: (100 * (rectangle.top - frame.top)) / frame.height,
      width: (100 * rectangle.width) / frame.width,
      height: (100 * rectangle.height) / frame.height,
    }));
  };
}

/** Pieces of one line become one box: a highlight with gaps between words reads as several. */
function joinLines(rectangles: readonly DOMRect[]): DOMRect[] {
  const lines: DOMRect[] = [];
  for (const rectangle of rectangles) {
    if (rectangle.width === 0 || rectangle.height === 0) continue;
    const last = lines.at(-1);
    const isSameLine =
      last !== undefined &&
      Math.abs(middle(last) - middle(rectangle)) < rectangle.height / 2 &&
      rectangle.left - last.right < 3 * rectangle.height &&
      rectangle.left >= last.left;
    if (isSameLine) lines[lines.length - 1] = union(last, rectangle);
    else lines.push(rectangle);
  }
  return lines;
}

function middle({ top, height }: DOMRect): number {
  return top + height / 2;
}

function union(a: DOMRect, b: DOMRect): DOMRect {
  const left = Math.min(a.left, b.left);
  const top = Math.min(a.top, b.top);
  return new DOMRect(left, top, Math.max(a.right, b.right) - left, Math.max(a.bottom, b.bottom) - top);
}
