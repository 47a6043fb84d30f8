import { closingFence, closingTicks, openingFence, type Fence } from './code-marks';
import { formulaAt } from './formula-spans';

export interface ExportedAnswerOptions {
  /** What stands for the citation `[n]`; empty where there is none. */
  readonly footnote: (n: number) => string;
  /** Whether `$` and `\[` begin formulas. */
  readonly hasFormulas: boolean;
}

/**
 * An answer's Markdown for other programs: its citations become footnotes, and pictures and HTML become text, since
 * a program that shows them asks the network for them. Code and formulas stay as they are. What two readers of
 * Markdown could disagree about is not taken for code.
 */
export function exportedAnswer(text: string, options: ExportedAnswerOptions): string {
  let written = '';
  let isCertain = true;
  // Ticks that no other ones close in their line are closed by what comes, or never.
  let hasOpenTicks = false;
  for (let at = 0; at < text.length;) {
    const isAfterBlank = /(?:^|\n)[ \t]*\n$/.test(text.slice(0, at)) || at === 0;
    if (isAfterBlank) hasOpenTicks = false;
    const rest = text.slice(at);
    const fence = openingFence(rest);
    const block = fence && blockOf(rest, fence);
    if (fence && block !== undefined && isCertain) {
      isCertain = isCode(block, fence, isAfterBlank || !hasOpenTicks, isAfterBlank);
      if (isCertain) {
        written += block;
        at += block.length;
        hasOpenTicks = false;
        continue;
      }
    }
    const end = isCertain ? paragraphEnd.exec(rest) : null;
    const part = end ? rest.slice(0, end.index + 1) : rest;
    const paragraph = exportedParagraph(part, isCertain && !hasOpenTicks, options);
    written += paragraph.written;
    ({ hasOpenTicks } = paragraph);
    // A fence behind the sign of a list or a quote: which later one closes it depends on how deep it stands.
    if (/^[ \t]*(?:[-+*>]|\d+[.)])[^\n]*(?:`{3}|~{3})/m.test(part)) isCertain = false;
    at += part.length;
  }
  return written;
}

/** Before a blank line, or a line that opens a block of code. */
const paragraphEnd = /\n(?=[ \t]*(?:\n|$|~{3}|`{3,}[^`\n]*(?:\n|$)))/;

function blockOf(text: string, fence: Fence): string {
  const close = closingFence(fence).exec(text);
  return close ? text.slice(0, close.index + close[0].length) : text;
}

/** Whether every reader of Markdown takes a fenced block for code, wherever it may stand. */
function isCode(block: string, { signs, indent }: Fence, isClear: boolean, isAfterBlank: boolean): boolean {
  const lines = block.split('\n');
  const isBlank = (line: string): boolean => line.trim() === '';
  // It may belong to a list item, which ends at the first line that is indented less.
  if (indent.includes('\t') || !lines.every((line) => isBlank(line) || line.startsWith(indent))) return false;
  if (indent.length <= 3 || isAfterBlank) return true;
  // So far inside it may go on with a paragraph, where the same ticks make it a code span.
  const inside = block.slice(indent.length + signs.length);
  const end = closingTicks(signs).exec(inside);
  const isSpan =
    signs.startsWith('`') && end !== null && inside.slice(end.index + signs.length).trim() === '';
  return isClear && isSpan && !lines.some(isBlank) && !block.includes('|');
}

function exportedParagraph(
  text: string,
  canHoldCode: boolean,
  options: ExportedAnswerOptions,
): { readonly written: string; readonly hasOpenTicks: boolean } {
  let written = '';
  let hasOpenTicks = !canHoldCode;
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at);
    const ticks = /^`+/.exec(rest)?.[0];
    const line = /^[^\n]*/.exec(rest)?.[0] ?? '';
    const close = ticks === undefined ? null : closingTicks(ticks).exec(line.slice(ticks.length));
    const formula = options.hasFormulas ? formulaAt(rest, text.charAt(at - 1)) : undefined;
    if (ticks !== undefined && !hasOpenTicks && close) {
      const span = rest.slice(0, ticks.length + close.index + ticks.length);
      // Cells of a table end at the sign, inside code too.
      written += span.includes('|') ? inertIn(span) : span;
      at += span.length;
    } else if (ticks !== undefined) {
      hasOpenTicks = true;
      written += ticks;
      at += ticks.length;
    } else if (formula && !formula.raw.includes('`')) {
      // TeX passes over spaces.
      written += formula.raw.replace(tagBegin, '< ').replace(/!(?=\[)/g, '! ');
      at += formula.raw.length;
    } else {
      const [raw, replacement] = pieceAt(rest, options);
      written += replacement;
      at += raw.length;
    }
  }
  return { written, hasOpenTicks };
}

const tagBegin = /<(?=[a-z/!?])/gi;
const autolink = /^<(?:https?:\/\/|mailto:)[^\s<>`]*>/i;
const mark = /^(!?) ?\[(\d{1,3})\](?!\()/;
/** Whatever can begin nothing else. */
const words = /^[^\\`$<![ ]+/;

/** The next piece of plain Markdown, and what is written for it. */
function pieceAt(text: string, { footnote }: ExportedAnswerOptions): readonly [string, string] {
  const plain = (/^\\[\s\S]/.exec(text) ?? words.exec(text) ?? autolink.exec(text))?.[0];
  if (plain !== undefined) return [plain, plain];
  const [cited, exclamation, n] = mark.exec(text) ?? [];
  if (cited !== undefined) {
    const note = footnote(Number(n));
    return [cited, exclamation === '' ? note : `\\!${note}`];
  }
  if (text.startsWith('![')) return ['![', '!\\['];
  const sign = text.charAt(0);
  // A mark that is taken out can leave a tag behind.
  return [sign, /^<(?:[a-z/!?]| ?\[)/i.test(text) ? '\\<' : sign];
}

function inertIn(code: string): string {
  return code.replace(tagBegin, '\\<').replace(/!(?=\[)/g, '!\\');
}
