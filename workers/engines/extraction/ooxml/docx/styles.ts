import { isOn } from '../drawing-text';
import { childElements, childOf, type XmlElement } from '../../xml/xml-element';

export interface NumberingPlace {
  readonly listId: string;
  readonly level: number;
}

/** What a paragraph or run is, as far as reading needs it; undefined where not said. */
export interface StyleMeaning {
  readonly headingLevel?: number | undefined;
  readonly isCode?: boolean | undefined;
  readonly isQuote?: boolean | undefined;
  readonly numbering?: NumberingPlace | undefined;
  readonly isStrong?: boolean | undefined;
  readonly isEmphasis?: boolean | undefined;
  readonly isStruck?: boolean | undefined;
  readonly isHidden?: boolean | undefined;
}

const deepestInheritance = 20;

/** The styles of a document, each with what it inherits. */
export class Styles {
  readonly #meanings = new Map<string, StyleMeaning>();
  readonly #elements = new Map<string, XmlElement>();

  constructor(root: XmlElement | undefined) {
    for (const style of root ? childElements(root) : []) {
      if (style.name === 'w:style') this.#elements.set(style.attributes['w:styleId'] ?? '', style);
    }
  }

  meaning(id: string | undefined): StyleMeaning {
    if (id === undefined) return {};
    const known = this.#meanings.get(id);
    if (known) return known;
    const meaning = this.#read(id, 0);
    this.#meanings.set(id, meaning);
    return meaning;
  }

  #read(id: string, depth: number): StyleMeaning {
    const style = this.#elements.get(id);
    if (!style || depth > deepestInheritance) return byName(id);
    const base = childOf(style, 'w:basedOn')?.attributes['w:val'];
    const inherited = base === undefined ? {} : this.#read(base, depth + 1);
    // Being called a heading does not come down to the styles made from it; its outline level does.
    return merged(
      inherited,
      byName(childOf(style, 'w:name')?.attributes['w:val'] ?? id),
      paragraphMeaning(childOf(style, 'w:pPr')),
      runMeaning(childOf(style, 'w:rPr')),
    );
  }
}

/** Later ones win where they say something. */
export function merged(...meanings: readonly StyleMeaning[]): StyleMeaning {
  const result: Record<string, unknown> = {};
  for (const meaning of meanings) {
    for (const [key, value] of Object.entries(meaning)) if (value !== undefined) result[key] = value;
  }
  return result;
}

/** What a paragraph's properties say of themselves. */
export function paragraphMeaning(properties: XmlElement | undefined): StyleMeaning {
  if (!properties) return {};
  const outline = childOf(properties, 'w:outlineLvl')?.attributes['w:val'];
  const numbering = childOf(properties, 'w:numPr');
  const level = outline === undefined ? undefined : Number(outline) + 1;
  return {
    // Level 10 is body text; zero takes away what the style says.
    headingLevel: level === undefined || Number.isNaN(level) ? undefined : level <= 9 ? level : 0,
    numbering: numbering && {
      listId: childOf(numbering, 'w:numId')?.attributes['w:val'] ?? '',
      level: Number(childOf(numbering, 'w:ilvl')?.attributes['w:val'] ?? 0),
    },
  };
}

/** What a run's properties say of themselves. */
export function runMeaning(properties: XmlElement | undefined): StyleMeaning {
  if (!properties) return {};
  const toggle = (name: string) => {
    const element = childOf(properties, name);
    return element && isOn(element.attributes['w:val'] ?? 'true');
  };
  return {
    isStrong: toggle('w:b'),
    isEmphasis: toggle('w:i'),
    isStruck: toggle('w:strike') ?? toggle('w:dstrike'),
    isHidden: toggle('w:vanish'),
  };
}

function byName(name: string): StyleMeaning {
  const heading = /^(?:heading|überschrift|titre|标题|標題|見出し)\s*([1-9])$/i.exec(name)?.[1];
  if (heading !== undefined) return { headingLevel: Number(heading) };
  if (/^title$/i.test(name)) return { headingLevel: 1 };
  if (/^(?:source code|code(?: block)?|html preformatted|preformatted text)$/i.test(name))
    return { isCode: true };
  if (/^(?:intense )?quote$/i.test(name)) return { isQuote: true };
  return {};
}
