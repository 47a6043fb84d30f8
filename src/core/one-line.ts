import { lineJoint } from './cjk';

/** With one space for each stretch of white space, none where a line of Chinese goes on in the next, and none around it. */
export function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, (space, at: number, whole: string) => {
    if (!/[\n\r]/.test(space)) return ' ';
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
