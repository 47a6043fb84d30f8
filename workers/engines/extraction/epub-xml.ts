import { Parser } from 'htmlparser2';
import { refuseTooDeep } from './html-depth';

/** An element of a small XML file; names are without prefix and in lower case. */
export interface XmlElement {
  readonly name: string;
  readonly attribs: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  /** All text in it, its children's too, up to a few thousand characters. */
  text: string;
}

const longestText = 4096;
const deepest = 200;

/** The roots of an XML file; what is broken in it is passed over. Throws AppError `too-complex` for endless nesting. */
export function parseXml(source: string): XmlElement[] {
  refuseTooDeep(source);
  const root: XmlElement = { name: '', attribs: {}, children: [], text: '' };
  const open = [root];
  const parser = new Parser(
    {
      onopentag: (tag, attribs) => {
        const element = { name: tag.toLowerCase().replace(/^.*:/, ''), attribs, children: [], text: '' };
        if (open.length < deepest) open.at(-1)?.children.push(element);
        open.push(element);
      },
      ontext: (text) => {
        for (const element of open.slice(1, deepest)) {
          if (element.text.length < longestText) element.text += text;
        }
      },
      onclosetag: () => open.pop(),
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(source);
  return root.children;
}

/** In document order, the element itself among them. */
export function elementsNamed(root: XmlElement, name: string): XmlElement[] {
  const own = root.name === name ? [root] : [];
  return [...own, ...root.children.flatMap((child) => elementsNamed(child, name))];
}
