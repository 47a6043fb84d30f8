import { lineJoint } from './cjk';

/** A shorter line is an item of a list, or a cell, and does not go on in the next. */
const shortestWrapped = 16;

/** With one space for each stretch of white space, none where a line of Chinese goes on in the next, and none around it. */
export function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, (space, at: number, whole: string) => {
    const line = at - (whole.slice(0, at).search(/[^\n\r]*$/) || 0);
    if (!/[\n\r]/.test(space) || line < shortestWrapped) return ' ';
    return lineJoint(
      whole.slice(Math.max(0, at - 2), at),
      whole.slice(at + space.length, at + space.length + 2),
    );
  });
}

/** What is longer than a paragraph, a heading with what stands below it for instance, on one line. */
export function paragraphsOnOneLine(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map(oneLine)
    .filter((paragraph) => paragraph !== '')
    .join(' · ');
}
