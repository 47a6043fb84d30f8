import type { TextRange } from './text-range';

/** A formula in TeX as an answer writes it: `$…$` and `\(…\)` in a line, `$$…$$` and `\[…\]` by themselves. */
export interface Formula {
  readonly tex: string;
  readonly isDisplay: boolean;
}

export interface FormulaSpan extends Formula {
  /** With its signs, as far as it reaches. */
  readonly raw: string;
}

/**
 * What stands between two signs: a blank line ends the paragraph, and with it what was begun, and so does another sign
 * of the same kind. Longer ones are never drawn; without a limit, what is never closed would be gone through anew from
 * each sign.
 */
const mostCharacters = 10_000;
const within = String.raw`((?:\\[\s\S]|(?!\n[ \t]*\n)[^\\$]){1,${mostCharacters}}?)`;
/** Of a formula in a pair of escaped brackets; for a class of characters, as are those that it may not hold either. */
export const withinBrackets = (pair: string, forbidden = ''): string =>
  String.raw`(?:\\\\|\\(?![${pair}\\])|(?!\n[ \t]*\n)[^${forbidden}\\]){1,${mostCharacters}}`;
const displayDollars = new RegExp(String.raw`^\$\$(?!\$)${within}\$\$(?!\$)`);
const displayBrackets = new RegExp(String.raw`^\\\[(${withinBrackets(String.raw`[\]`)})\\\]`);
const inlineBrackets = new RegExp(String.raw`^\\\((${withinBrackets('()')})\\\)`);
/** No space inside the signs and no digit behind them, so that "$5 and $10" are two prices. */
const inlineDollars = new RegExp(String.raw`^\$(?![\s$])${within}(?<!\s)\$(?!\$|\d|[A-Za-z]{3})`);

/** The formula that `source` begins with; `before` is the character in front of it, or nothing. */
export function formulaAt(source: string, before = ''): FormulaSpan | undefined {
  const display = displayDollars.exec(source) ?? displayBrackets.exec(source);
  if (display) return spanOf(display, true);
  const brackets = inlineBrackets.exec(source);
  if (brackets) return spanOf(brackets, false);
  // "US$5" and "\$" begin nothing.
  if (/[\p{L}\p{N}$\\]/u.test(before) && !/\p{Script=Han}/u.test(before)) return undefined;
  const dollars = inlineDollars.exec(source);
  return dollars && !readsAsWords(dollars[1] ?? '') ? spanOf(dollars, false) : undefined;
}

/** Every formula of a text, in order; `start` and `end` are offsets into it, with the signs. */
export function formulasIn(text: string): (FormulaSpan & TextRange)[] {
  const found: (FormulaSpan & TextRange)[] = [];
  let end = 0;
  for (const { index: start } of text.matchAll(/\$|\\[([]/g)) {
    if (start < end) continue;
    const formula = formulaAt(text.slice(start), text[start - 1]);
    end = start + (formula?.raw.length ?? 1);
    if (formula) found.push({ ...formula, start, end });
  }
  return found;
}

/** A formula that fills its lines, so that no line of it is taken for a heading or a list. */
export function formulaBlockAt(source: string): FormulaSpan | undefined {
  const indent = /^ {0,3}/.exec(source)?.[0] ?? '';
  const rest = source.slice(indent.length);
  const span = /^(?:\$\$|\\\[)/.test(rest) ? formulaAt(rest) : undefined;
  const lineEnd = span && /^[ \t]*(?:\n|$)/.exec(rest.slice(span.raw.length));
  return span && lineEnd ? { ...span, raw: indent + span.raw + lineEnd[0] } : undefined;
}

function spanOf([raw, tex = '']: RegExpExecArray, isDisplay: boolean): FormulaSpan | undefined {
  return tex.trim() === '' ? undefined : { raw, tex: tex.trim(), isDisplay };
}

/** "5 (about A" between two signs of money is no formula: words, and nothing that only TeX writes. */
function readsAsWords(tex: string): boolean {
  if (/[\\^_={}]/.test(tex)) return false;
  return /\p{Script=Han}|[，。；：、]/u.test(tex) || (/\s/.test(tex) && /\p{L}{2}/u.test(tex));
}
