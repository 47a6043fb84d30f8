import type { PageNote } from './pdf-annotations';
import type { TextLine } from './pdf-lines';

/**
 * Puts what is written into form fields behind the words that stand before them on the same line; other fields and
 * notes become lines of their own, at the end of the page.
 */
export function withNotes(lines: readonly TextLine[], notes: readonly PageNote[]): TextLine[] {
  const result = [...lines];
  const said = lines.map(({ text }) => text.replace(/\s/g, '')).join('');
  for (const note of notes) {
    const isOneLine = !note.text.includes('\n');
    const at = note.kind === 'field' && isOneLine ? labelOf(note, result) : -1;
    const label = result[at];
    if (label) {
      const written = label.note === undefined ? note.text : `${label.note} ${note.text}`;
      result[at] = { ...label, note: written, end: Math.max(label.end, note.left) };
    } else if (note.kind === 'field' || !said.includes(note.text.replace(/\s/g, '')))
      result.push(...ownLines(note));
  }
  return result;
}

/** The nearest line that ends before a field at its height. */
function labelOf({ left, bottom, top }: PageNote, lines: readonly TextLine[]): number {
  let nearest = -1;
  let distance = Infinity;
  lines.forEach((line, index) => {
    if (Math.abs(line.angle) > 0.05) return;
    const isLevel = line.baseline > bottom - 0.5 * line.fontSize && line.baseline < top;
    const gap = left - line.end;
    if (isLevel && gap > -0.5 * line.fontSize && gap < Math.min(distance, 20 * line.fontSize)) {
      nearest = index;
      distance = gap;
    }
  });
  return nearest;
}

function ownLines({ text, left, top }: PageNote): TextLine[] {
  const fontSize = 10;
  return text.split(/[\r\n]+/).flatMap((line, index) => {
    const shown = line.trim();
    if (shown === '') return [];
    const baseline = top - fontSize * (1 + 1.2 * index);
    const end = left + (shown.length * fontSize) / 2;
    return [{ text: '', note: shown, start: left, end, baseline, fontSize, angle: 0 }];
  });
}
