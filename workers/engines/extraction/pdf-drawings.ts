import { OPS } from 'pdfjs-dist';

const pictures: ReadonlySet<number> = new Set([
  OPS.paintImageXObject,
  OPS.paintInlineImageXObject,
  OPS.paintInlineImageXObjectGroup,
  OPS.paintImageXObjectRepeat,
  OPS.paintImageMaskXObject,
  OPS.paintImageMaskXObjectGroup,
  OPS.paintImageMaskXObjectRepeat,
  OPS.paintSolidColorImageMask,
  OPS.shadingFill,
]);
const strokes: ReadonlySet<number> = new Set([OPS.stroke, OPS.closeStroke]);
const fills: ReadonlySet<number> = new Set([OPS.fill, OPS.eoFill]);

/** Whether anything is seen of what a page draws; paper filled with white, and paths that only clip, are not. */
export function drawsSomething({
  fnArray,
  argsArray,
}: {
  readonly fnArray: readonly number[];
  readonly argsArray: readonly unknown[];
}): boolean {
  let fillsWhite = false;
  return fnArray.some((operator, index) => {
    const args = argsArray[index];
    const first: unknown = Array.isArray(args) ? args[0] : undefined;
    if (operator === OPS.setFillRGBColor) fillsWhite = first === '#ffffff';
    else if (operator === OPS.setFillColorN || operator === OPS.restore) fillsWhite = false;
    if (pictures.has(operator)) return true;
    if (operator !== OPS.constructPath || typeof first !== 'number') return false;
    if (first === OPS.endPath || strokes.has(first)) return strokes.has(first);
    return !(fills.has(first) && fillsWhite);
  });
}
