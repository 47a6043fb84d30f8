const openXml = 'http://schemas.openxmlformats.org';
const strictOpenXml = 'http://purl.oclc.org/ooxml';
const openDocument = 'urn:oasis:names:tc:opendocument:xmlns';

/** The prefix that this code knows a namespace by, whichever the file chose. Two addresses each for Office Open XML: transitional and strict. */
const prefixes = new Map<string, string>([
  [`${openXml}/wordprocessingml/2006/main`, 'w'],
  [`${strictOpenXml}/wordprocessingml/main`, 'w'],
  [`${openXml}/spreadsheetml/2006/main`, 'x'],
  [`${strictOpenXml}/spreadsheetml/main`, 'x'],
  [`${openXml}/presentationml/2006/main`, 'p'],
  [`${strictOpenXml}/presentationml/main`, 'p'],
  [`${openXml}/drawingml/2006/main`, 'a'],
  [`${strictOpenXml}/drawingml/main`, 'a'],
  [`${openXml}/drawingml/2006/chart`, 'c'],
  [`${strictOpenXml}/drawingml/chart`, 'c'],
  [`${openXml}/drawingml/2006/diagram`, 'dgm'],
  [`${strictOpenXml}/drawingml/diagram`, 'dgm'],
  [`${openXml}/drawingml/2006/picture`, 'pic'],
  [`${strictOpenXml}/drawingml/picture`, 'pic'],
  [`${openXml}/drawingml/2006/spreadsheetDrawing`, 'xdr'],
  [`${strictOpenXml}/drawingml/spreadsheetDrawing`, 'xdr'],
  [`${openXml}/officeDocument/2006/relationships`, 'r'],
  [`${strictOpenXml}/officeDocument/relationships`, 'r'],
  [`${openXml}/officeDocument/2006/math`, 'm'],
  [`${strictOpenXml}/officeDocument/math`, 'm'],
  [`${openXml}/markup-compatibility/2006`, 'mc'],
  [`${openXml}/package/2006/relationships`, 'rel'],
  ['http://purl.org/dc/elements/1.1/', 'dc'],
  ['urn:schemas-microsoft-com:vml', 'v'],
  ['urn:schemas-microsoft-com:office:office', 'o'],
  ['http://schemas.microsoft.com/office/word/2010/wordprocessingShape', 'wps'],
  ['http://schemas.microsoft.com/office/word/2010/wordml', 'w14'],
  ['http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments', 'xtc'],
  ['http://schemas.microsoft.com/office/drawing/2010/main', 'a14'],
  ['http://www.w3.org/1999/xlink', 'xlink'],
  ['http://www.w3.org/1998/Math/MathML', 'math'],
  [`${openDocument}:office:1.0`, 'office'],
  [`${openDocument}:text:1.0`, 'text'],
  [`${openDocument}:table:1.0`, 'table'],
  [`${openDocument}:drawing:1.0`, 'draw'],
  [`${openDocument}:presentation:1.0`, 'presentation'],
  [`${openDocument}:style:1.0`, 'style'],
  [`${openDocument}:svg-compatible:1.0`, 'svg'],
  [`${openDocument}:xsl-fo-compatible:1.0`, 'fo'],
  [`${openDocument}:meta:1.0`, 'meta'],
  [`${openDocument}:manifest:1.0`, 'manifest'],
]);

interface Scope {
  readonly depth: number;
  readonly declared: ReadonlyMap<string, string>;
  /** Names as written to names as known. */
  readonly elements: Map<string, string>;
  readonly attributes: Map<string, string>;
}

/** Gives elements and attributes the prefixes of `prefixes`, by the declarations around them. */
export class NamespaceScopes {
  readonly #scopes: Scope[] = [{ depth: 0, declared: new Map(), elements: new Map(), attributes: new Map() }];

  enter(attributes: Readonly<Record<string, string>>, depth: number): void {
    let declared: Map<string, string> | undefined;
    for (const [name, value] of Object.entries(attributes)) {
      if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
      declared ??= new Map(this.#current.declared);
      declared.set(name.slice(6), prefixes.get(value.trim()) ?? name.slice(6));
    }
    if (declared) this.#scopes.push({ depth, declared, elements: new Map(), attributes: new Map() });
  }

  leave(depth: number): void {
    if (this.#scopes.length > 1 && this.#current.depth === depth) this.#scopes.pop();
  }

  element(name: string): string {
    return remembered(this.#current.elements, name, () => this.#resolve(name, true));
  }

  attribute(name: string): string {
    return remembered(this.#current.attributes, name, () => this.#resolve(name, false));
  }

  get #current(): Scope {
    const scope = this.#scopes.at(-1);
    if (!scope) throw new Error('no scope is left');
    return scope;
  }

  #resolve(name: string, takesDefault: boolean): string {
    const colon = name.indexOf(':');
    const prefix = name.slice(0, Math.max(0, colon));
    if (prefix === '' && !takesDefault) return name;
    const known = this.#current.declared.get(prefix) ?? prefix;
    return known === '' ? name : `${known}:${name.slice(colon + 1)}`;
  }
}

function remembered(names: Map<string, string>, name: string, resolve: () => string): string {
  const found = names.get(name);
  if (found !== undefined) return found;
  const resolved = resolve();
  names.set(name, resolved);
  return resolved;
}
