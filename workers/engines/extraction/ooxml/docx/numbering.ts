import { numberLabel } from '../../number-labels';
import { childElements, childOf, type XmlElement } from '../../xml/xml-element';

export interface ListLabel {
  /** Set where the label is a bare number, which the list shows by itself. */
  readonly number?: number;
  /** Set where the label says more, such as `2.3.1.`, `(a)` or `第三条`, and belongs to the text. */
  readonly text?: string;
}

interface Level {
  readonly start: number;
  readonly format: string;
  /** With `%1` for the number of the first level, and so on. */
  readonly pattern: string;
}

interface List {
  /** Lists of one definition count on together. */
  readonly counterKey: string;
  readonly levels: ReadonlyMap<number, Level>;
  readonly restarts: ReadonlyMap<number, number>;
}

const deepestLevel = 9;

/** The numbers that a document's lists show, counted as its paragraphs come. */
export class Numbering {
  readonly #lists = new Map<string, List>();
  readonly #counters = new Map<string, number[]>();
  readonly #restarted = new Set<string>();

  constructor(root: XmlElement | undefined) {
    if (!root) return;
    const definitions = new Map<string, ReadonlyMap<number, Level>>();
    for (const child of childElements(root)) {
      if (child.name === 'w:abstractNum') {
        definitions.set(child.attributes['w:abstractNumId'] ?? '', readLevels(child));
      }
    }
    for (const child of childElements(root)) {
      if (child.name !== 'w:num') continue;
      const definition = childOf(child, 'w:abstractNumId')?.attributes['w:val'] ?? '';
      const levels = new Map(definitions.get(definition));
      const restarts = new Map<number, number>();
      for (const override of childElements(child)) {
        if (override.name !== 'w:lvlOverride') continue;
        const level = Number(override.attributes['w:ilvl']);
        const start = childOf(override, 'w:startOverride')?.attributes['w:val'];
        for (const [index, changed] of readLevels(override)) levels.set(index, changed);
        if (start !== undefined) restarts.set(level, Number(start));
      }
      this.#lists.set(child.attributes['w:numId'] ?? '', { counterKey: definition, levels, restarts });
    }
  }

  /** Counts one paragraph of a list; undefined where there is no such list. */
  next(listId: string, level: number): ListLabel | undefined {
    const list = this.#lists.get(listId);
    if (!list || level < 0 || level >= deepestLevel) return undefined;
    const counters = this.#counters.get(list.counterKey) ?? [];
    this.#counters.set(list.counterKey, counters);
    this.#restart(listId, list, level, counters);
    for (let index = 0; index < level; index += 1) counters[index] ??= list.levels.get(index)?.start ?? 1;
    const current = counters[level];
    counters[level] = current === undefined ? (list.levels.get(level)?.start ?? 1) : current + 1;
    counters.length = level + 1;
    return labelOf(list, level, counters);
  }

  #restart(listId: string, list: List, level: number, counters: number[]): void {
    const start = list.restarts.get(level);
    const key = `${listId} ${level}`;
    if (start === undefined || this.#restarted.has(key)) return;
    this.#restarted.add(key);
    counters[level] = start - 1;
  }
}

function readLevels(definition: XmlElement): Map<number, Level> {
  const levels = new Map<number, Level>();
  for (const level of childElements(definition)) {
    if (level.name !== 'w:lvl') continue;
    const value = (name: string) => childOf(level, name)?.attributes['w:val'];
    levels.set(Number(level.attributes['w:ilvl']), {
      start: Number(value('w:start') ?? 1),
      format: value('w:numFmt') ?? 'decimal',
      pattern: value('w:lvlText') ?? '',
    });
  }
  return levels;
}

function labelOf({ levels }: List, level: number, counters: readonly number[]): ListLabel {
  const { format = 'bullet', pattern = '' } = levels.get(level) ?? {};
  const number = counters[level] ?? 1;
  if (format === 'bullet' || !pattern.includes('%')) return {};
  if (format === 'decimal' && new RegExp(`^%${level + 1}[.)、]?$`).test(pattern)) return { number };
  const text = pattern.replace(/%([1-9])/g, (_, digit: string) => {
    const index = Number(digit) - 1;
    return numberLabel(counters[index] ?? 1, levels.get(index)?.format ?? 'decimal');
  });
  return { text: text.trim() };
}
