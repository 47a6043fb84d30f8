import { childElements, childOf, findAll, type XmlElement } from '../xml/xml-element';

/** What a style means for reading, with what it inherits. */
export interface OdfStyle {
  readonly isStrong?: boolean;
  readonly isEmphasis?: boolean;
  readonly isStruck?: boolean;
  readonly isHidden?: boolean;
  readonly role?: 'title' | 'quote' | 'code';
}

export interface ListLevel {
  /** Empty for bullets. */
  readonly format: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly start: number;
  /** How many levels the label shows. */
  readonly shownLevels: number;
}

const deepestInheritance = 20;

/** The styles of a document: those that people name, and those that programs make for each difference. */
export class OdfStyles {
  readonly #elements = new Map<string, XmlElement>();
  readonly #known = new Map<string, OdfStyle>();
  readonly #lists = new Map<string, ReadonlyMap<number, ListLevel>>();

  /** Adds what is inside `office:styles` or `office:automatic-styles`. */
  add(group: XmlElement): void {
    for (const style of childElements(group)) {
      const name = style.attributes['style:name'] ?? '';
      if (style.name === 'style:style') {
        this.#elements.set(`${style.attributes['style:family'] ?? ''} ${name}`, style);
      } else if (style.name === 'text:list-style') {
        this.#lists.set(name, readLevels(style));
      } else if (style.name === 'text:outline-style') {
        this.#lists.set(outlineList, readLevels(style));
      }
    }
  }

  find(family: 'text' | 'paragraph', name: string | undefined): OdfStyle {
    if (name === undefined) return {};
    const key = `${family} ${name}`;
    const known = this.#known.get(key);
    if (known) return known;
    const style = this.#read(family, name, 0);
    this.#known.set(key, style);
    return style;
  }

  list(name: string | undefined): ReadonlyMap<number, ListLevel> | undefined {
    return name === undefined ? undefined : this.#lists.get(name);
  }

  #read(family: string, name: string, depth: number): OdfStyle {
    const element = this.#elements.get(`${family} ${name}`);
    if (!element || depth > deepestInheritance) return byName(name);
    const parent = element.attributes['style:parent-style-name'];
    const inherited = parent === undefined ? {} : this.#read(family, parent, depth + 1);
    return { ...inherited, ...byName(name), ...properties(childOf(element, 'style:text-properties')) };
  }
}

/** The name under which the numbering of headings is kept; no style can have it. */
export const outlineList = '\0outline';

function byName(name: string): OdfStyle {
  if (/^(?:Title|Heading_20_Title)$/i.test(name)) return { role: 'title' };
  if (/^(?:Quotations|Quote|Intense_20_Quote)$/i.test(name)) return { role: 'quote' };
  if (/^(?:Preformatted_20_Text|Source_20_Code)$/i.test(name)) return { role: 'code' };
  return {};
}

function properties(element: XmlElement | undefined): OdfStyle {
  if (!element) return {};
  const { attributes } = element;
  const weight = attributes['fo:font-weight'];
  const slant = attributes['fo:font-style'];
  const line = attributes['style:text-line-through-style'] ?? attributes['style:text-line-through-type'];
  const display = attributes['text:display'];
  return {
    ...(weight === undefined ? {} : { isStrong: weight === 'bold' || Number(weight) >= 600 }),
    ...(slant === undefined ? {} : { isEmphasis: slant === 'italic' || slant === 'oblique' }),
    ...(line === undefined ? {} : { isStruck: line !== 'none' }),
    ...(display === undefined ? {} : { isHidden: display === 'none' }),
  };
}

function readLevels(list: XmlElement): Map<number, ListLevel> {
  const levels = new Map<number, ListLevel>();
  for (const { name, attributes } of childElements(list)) {
    const level = Number(attributes['text:level'] ?? 1);
    if (name === 'text:list-level-style-number' || name === 'text:outline-level-style') {
      levels.set(level, {
        format: attributes['style:num-format'] ?? '',
        prefix: attributes['style:num-prefix'] ?? '',
        suffix: attributes['style:num-suffix'] ?? '',
        start: Number(attributes['text:start-value'] ?? 1),
        shownLevels: Number(attributes['text:display-levels'] ?? 1),
      });
    } else if (name === 'text:list-level-style-bullet') {
      levels.set(level, { format: '', prefix: '', suffix: '', start: 1, shownLevels: 1 });
    }
  }
  return levels;
}

/** Headers and footers of all page styles (`office:master-styles`). */
export function marginsOf(masterStyles: XmlElement): XmlElement[] {
  return [...findAll(masterStyles, 'style:header'), ...findAll(masterStyles, 'style:footer')];
}
