import type { Passage } from '../../src/core/passage';

/** Whether two lists name the same passages in the same order. Texts of one place are alike unless their document changed. */
export function samePassages(a: readonly Passage[], b: readonly Passage[]): boolean {
  return (
    a.length === b.length &&
    a.every((passage, i) => {
      const other = b[i];
      return (
        other !== undefined &&
        passage.documentId === other.documentId &&
        passage.start === other.start &&
        passage.text === other.text
      );
    })
  );
}
