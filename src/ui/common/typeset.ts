import katex, { type KatexOptions } from 'katex';
import type { Formula } from '../../core/formula-spans';
import { isMathAlphabet, mathLetters } from './math-letters';

/**
 * MathML for a formula; undefined for TeX that is wrong or asks for too much. MathML alone needs neither fonts nor a
 * style sheet, is read out, and is drawn by every browser that the app runs in.
 */
export function typeset({ tex, isDisplay }: Formula): string | undefined {
  const key = `${isDisplay ? '$$' : '$'}${tex}`;
  if (written.has(key)) return written.get(key);
  const mathml = write(tex, isDisplay);
  // An answer that is being written asks for the same formulas with each word.
  if (written.size >= keptFormulas) written.clear();
  written.set(key, mathml);
  return mathml;
}

const keptFormulas = 500;
const longestTex = 4000;
const written = new Map<string, string | undefined>();

const options: KatexOptions = {
  output: 'mathml',
  trust: false,
  throwOnError: true,
  strict: 'ignore',
  maxSize: 20,
  maxExpand: 300,
};

function write(tex: string, displayMode: boolean): string | undefined {
  if (tex.length > longestTex) return undefined;
  try {
    return forEveryBrowser(katex.renderToString(tex, { ...options, displayMode }));
  } catch {
    // Shown as its source, with a note.
    return undefined;
  }
}

/** What MathML Core leaves out is said by characters and classes. */
function forEveryBrowser(html: string): string | undefined {
  const math = new DOMParser().parseFromString(html, 'text/html').querySelector('math');
  const semantics = math?.querySelector('semantics');
  if (!math || !semantics) return undefined;
  semantics.querySelector('annotation')?.remove();
  semantics.replaceWith(...semantics.childNodes);
  for (const element of math.querySelectorAll('[mathvariant]')) sayVariant(element);
  for (const table of math.querySelectorAll('mtable[columnalign]')) alignColumns(table);
  return math.outerHTML;
}

function sayVariant(element: Element): void {
  const variant = element.getAttribute('mathvariant') ?? '';
  if (variant === 'normal') return;
  if (isMathAlphabet(variant)) element.textContent = mathLetters(element.textContent, variant);
  else element.setAttribute('class', variant);
  element.setAttribute('mathvariant', 'normal');
}

function alignColumns(table: Element): void {
  const sides = (table.getAttribute('columnalign') ?? '').split(' ');
  for (const row of table.children) {
    [...row.children].forEach((cell, column) => {
      const side = sides[column];
      if (side === 'left' || side === 'right') cell.setAttribute('class', `to-${side}`);
    });
  }
}
