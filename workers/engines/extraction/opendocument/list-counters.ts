import { numberLabel } from '../number-labels';
import type { ListLevel } from './styles';

export interface OdfLabel {
  readonly number?: number;
  readonly text?: string;
}

/** Counts the items of one list and says what stands before each. */
export class ListCounters {
  readonly #values: number[] = [];

  next(levels: ReadonlyMap<number, ListLevel> | undefined, level: number, start?: number): OdfLabel {
    const style = levels?.get(level);
    const last = this.#values[level - 1];
    const value = start ?? (last === undefined ? (style?.start ?? 1) : last + 1);
    this.#values.length = level;
    this.#values[level - 1] = value;
    if (!style || style.format === '') return {};
    const isBare = style.prefix === '' && /^[.)、]?$/.test(style.suffix.trim());
    if (style.format === '1' && style.shownLevels < 2 && isBare) return { number: value };
    const numbers: string[] = [];
    for (let index = Math.max(1, level - style.shownLevels + 1); index <= level; index += 1) {
      const format = levels?.get(index)?.format ?? '1';
      if (format !== '') numbers.push(numberLabel(this.#values[index - 1] ?? 1, formatName(format)));
    }
    return { text: `${style.prefix}${numbers.join('.')}${style.suffix}`.trim() };
  }
}

function formatName(format: string): string {
  if (/^[一壱壹]/.test(format)) return 'chineseCounting';
  if (format.startsWith('甲')) return 'ideographTraditional';
  if (format.startsWith('①')) return 'decimalEnclosedCircle';
  return (
    { a: 'lowerLetter', A: 'upperLetter', i: 'lowerRoman', I: 'upperRoman' }[format.slice(0, 1)] ?? 'decimal'
  );
}
