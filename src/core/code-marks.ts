/** A fence opens and closes only at the beginning of a line; elsewhere its signs are a code span. */
export interface Fence {
  /** "```" or "~~~", and as many more as there are. */
  readonly signs: string;
  readonly indent: string;
}

/** Behind the signs of a fence of ticks no other tick stands in the line. */
const opening = /^([ \t]*)(`{3,}(?=[^`\n]*(?:\n|$))|~{3,})/;

/** The fence that a line opens; `line` begins where the line does, and may go on after it. */
export function openingFence(line: string): Fence | undefined {
  const [, indent = '', signs] = opening.exec(line) ?? [];
  return signs === undefined ? undefined : { signs, indent };
}

/** A line break and the line that closes a fence: its own sign, at least as often, and nothing else. */
export function closingFence({ signs }: Fence): RegExp {
  return new RegExp(String.raw`\n[ \t]*${signs}${signs.charAt(0)}*[ \t]*(?=\n|$)`);
}

/** So many ticks as opened a code span, and no more. */
export function closingTicks(ticks: string): RegExp {
  return new RegExp(`(?<!\`)${ticks}(?!\`)`);
}
