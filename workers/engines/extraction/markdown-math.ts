import { withinBrackets } from '../../../src/core/formula-spans';

const opening = '\uE000';
const closing = '\uE001';

// No formula is longer than the bound in these, and without one, long text exhausts the stack. What precedes a bracket
// is looked at behind it: at every space, that would take time that grows with the square of their number.

/** `$$…$$` without empty lines, or `$…$` on one line with its dollars tight to it, as in Pandoc. */
const inDollars =
  /(?<![\\$`])(?:\$\$(?!\$)(?:(?!\n\s*\n)[^$`]){1,10000}\$\$|\$(?![\s$])(?:\\.|[^$\n\\`])*?(?<![\s\\])\$(?![\d$]))/;
/** `\(…\)`, or `\[…\]` at the beginning of a line, without empty lines, as language models write them. */
const inRound = '(?<![\\\\`A-Za-z0-9])' + String.raw`\\\((?<inline>${withinBrackets('()', '`')})\\\)`;
const inSquare = String.raw`\\\[(?<=^[ \t]*\\\[)(?<display>${withinBrackets(String.raw`[\]`, '`')})\\\]`;
const formula = new RegExp(`${inDollars.source}|${inRound}|${inSquare}`, 'gm');

/** Markdown with its formulas taken out, and the way to put them back. */
export interface ProtectedMarkdown {
  readonly source: string;
  readonly restore: (text: string) => string;
  /** The formula that a paragraph consists of, without its signs. */
  readonly soleFormula: (text: string) => string | undefined;
}

/**
 * Puts a placeholder for every formula, so that its underscores, asterisks and backslashes are not taken for
 * Markdown. Restoring gives the source back as it was, so a price taken for a formula loses nothing.
 */
export function protectMath(source: string): ProtectedMarkdown {
  const formulas: string[] = [];
  // The two characters are private-use ones; where a document has its own, its formulas stay unprotected.
  if (!/\$|\\[([]/.test(source) || source.includes(opening)) {
    return { source, restore: (text) => text, soleFormula: () => undefined };
  }
  const replaced = source.replace(formula, (match: string, inline?: string, display?: string) =>
    isWordsInBrackets(inline, display) ? match : `${opening}${formulas.push(match) - 1}${closing}`,
  );
  const restore = (text: string) =>
    text.replace(/\uE000(\d+)\uE001/g, (whole, index: string) => formulas[Number(index)] ?? whole);
  return {
    source: replaced,
    restore,
    soleFormula: (text) => {
      const index = /^\s*\uE000(\d+)\uE001\s*$/.exec(text)?.[1];
      const match = index === undefined ? undefined : formulas[Number(index)];
      return match?.startsWith('$$') || match?.startsWith('\\[') ? match.slice(2, -2).trim() : undefined;
    },
  };
}

/**
 * In Markdown an escaped bracket is a bracket: only what TeX writes makes a formula of what is in it. Addresses share
 * its signs, and so do names of code, which nobody sets off by spaces.
 */
function isWordsInBrackets(inline?: string, display?: string): boolean {
  if (inline === undefined && display === undefined) return false;
  const tex = inline ?? display ?? '';
  if (/\]\([#./]|:\/\//.test(tex)) return true;
  const isTex = /\\[A-Za-z]{2}|(?<!\\)[\^{}]/.test(tex);
  const isSetOff = /^\s.*\s$/s.test(tex) || (/\s[=<>]\s/.test(tex) && !/\p{L}{4}/u.test(tex));
  const isEquation = /(?<!\\)[_=<>]|\p{L}\(/u.test(tex) && (isSetOff || !/\p{L}{3}/u.test(tex));
  const isLetter = inline !== undefined && /^\s*\p{L}\s*$/u.test(tex);
  return !isTex && !isEquation && !isLetter;
}
