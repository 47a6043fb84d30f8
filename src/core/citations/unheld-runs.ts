/** Characters of a text that another text does not have; offsets are the text's. */
export interface UnheldRun {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const han = /\p{Script=Han}/u;

/**
 * The runs of Han characters, so many at least, that no source has with the character before or after. No dictionary
 * is asked, because names are in none.
 */
export function unheldRuns(text: string, sources: readonly string[], leastLength: number): UnheldRun[] {
  const held = new Set(sources.flatMap(pairsOf));
  const isHeld = (i: number): boolean => held.has(text.slice(i - 1, i + 1)) || held.has(text.slice(i, i + 2));
  const runs: UnheldRun[] = [];
  let start = -1;
  for (let i = 0; i <= text.length; i += 1) {
    const isUnheld = i < text.length && han.test(text.charAt(i)) && !isHeld(i);
    if (isUnheld && start < 0) start = i;
    if (!isUnheld && start >= 0) {
      if (i - start >= leastLength) runs.push({ text: text.slice(start, i), start, end: i });
      start = -1;
    }
  }
  return runs;
}

function pairsOf(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2));
}

/** Folds Han characters as the analyser does, one for one, so that places stay. */
export function foldHan(text: string, analyse: (text: string) => string[]): string {
  return text.replace(/\p{Script=Han}+/gu, (run) => {
    const characters = analyse(run).filter((term) => term.length === 1);
    return characters.length === run.length ? characters.join('') : run;
  });
}
