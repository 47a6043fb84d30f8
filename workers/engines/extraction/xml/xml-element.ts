/** An element with the prefixes of `namespaces.ts`, whichever the file uses. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
}

export type XmlNode = XmlElement | string;

/** The child elements; of alternatives for newer and older programs, what the newer ones read. */
export function childElements(element: XmlElement): XmlElement[] {
  const elements: XmlElement[] = [];
  for (const child of element.children) {
    if (typeof child === 'string') continue;
    if (child.name === 'mc:AlternateContent') elements.push(...alternative(child));
    else elements.push(child);
  }
  return elements;
}

function alternative(element: XmlElement): XmlElement[] {
  const choices = element.children.filter((child) => typeof child !== 'string');
  const chosen =
    choices.find(({ name, children }) => name === 'mc:Choice' && children.length > 0) ??
    choices.find(({ name }) => name === 'mc:Fallback');
  return chosen ? childElements(chosen) : [];
}

/** The first child of that name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element && childElements(element).find((child) => child.name === name);
}

/** Follows first children by name. */
export function descend(
  element: XmlElement | undefined,
  ...names: readonly string[]
): XmlElement | undefined {
  return names.reduce<XmlElement | undefined>((parent, name) => childOf(parent, name), element);
}

/** All elements of that name below, in document order, not looking inside those found. */
export function* findAll(element: XmlElement, name: string): Generator<XmlElement> {
  for (const child of childElements(element)) {
    if (child.name === name) yield child;
    else yield* findAll(child, name);
  }
}

/** All text below, as it stands. */
export function textOf(element: XmlElement): string {
  const parts: string[] = [];
  const gather = ({ children }: XmlElement) => {
    for (const child of children) {
      if (typeof child === 'string') parts.push(child);
      else gather(child);
    }
  };
  gather(element);
  return parts.join('');
}
