import { childElements, childOf, textOf, type XmlElement } from '../../xml/xml-element';

/** A formula of Word (`m:oMath`) as TeX, as mathematics is written in plain text. */
export function readMath(element: XmlElement): string {
  return sequence(element).replace(/ {2,}/g, ' ').trim();
}

function sequence(element: XmlElement | undefined): string {
  return element ? childElements(element).map(part).join('') : '';
}

function part(element: XmlElement): string {
  const inner = (name: string) => sequence(childOf(element, name)).trim();
  switch (element.name) {
    case 'm:r':
      return childElements(element)
        .filter(({ name }) => name === 'm:t' || name === 'w:t')
        .map((text) => symbols(textOf(text)))
        .join('');
    case 'm:f':
      return `\\frac{${inner('m:num')}}{${inner('m:den')}}`;
    case 'm:sSup':
      return `${inner('m:e')}^{${inner('m:sup')}}`;
    case 'm:sSub':
      return `${inner('m:e')}_{${inner('m:sub')}}`;
    case 'm:sSubSup':
      return `${inner('m:e')}_{${inner('m:sub')}}^{${inner('m:sup')}}`;
    case 'm:sPre':
      return `{}_{${inner('m:sub')}}^{${inner('m:sup')}}${inner('m:e')}`;
    case 'm:rad': {
      const degree = inner('m:deg');
      return `\\sqrt${degree === '' ? '' : `[${degree}]`}{${inner('m:e')}}`;
    }
    case 'm:nary':
      return nary(element, inner);
    case 'm:func': {
      const name = inner('m:fName');
      return `${/^(?:[a-z]{2,6})$/.test(name) ? `\\${name}` : name}(${inner('m:e')})`;
    }
    case 'm:d':
      return delimited(element);
    case 'm:m':
      return rows(
        element,
        'm:mr',
        (row) => childElements(row).filter(isOperand).map(sequence).join(' & '),
        'matrix',
      );
    case 'm:eqArr':
      return rows(element, 'm:e', sequence, 'aligned');
    case 'm:limLow':
      return `${inner('m:e')}_{${inner('m:lim')}}`;
    case 'm:limUpp':
      return `${inner('m:e')}^{${inner('m:lim')}}`;
    case 'm:bar':
      return `\\overline{${inner('m:e')}}`;
    case 'm:acc':
      return `${accent(property(element, 'm:accPr', 'm:chr') ?? '\u0302')}{${inner('m:e')}}`;
    default:
      return /Pr$/.test(element.name) ? '' : sequence(element);
  }
}

function isOperand({ name }: XmlElement): boolean {
  return name === 'm:e';
}

function property(element: XmlElement, group: string, name: string): string | undefined {
  const properties = childOf(element, group);
  return properties && childOf(properties, name)?.attributes['m:val'];
}

function nary(element: XmlElement, inner: (name: string) => string): string {
  const sign = property(element, 'm:naryPr', 'm:chr') ?? '∫';
  const [below, above] = [inner('m:sub'), inner('m:sup')];
  const limits = `${below === '' ? '' : `_{${below}}`}${above === '' ? '' : `^{${above}}`}`;
  return `${symbols(sign).trim()}${limits} ${inner('m:e')}`;
}

function delimited(element: XmlElement): string {
  const begin = property(element, 'm:dPr', 'm:begChr') ?? '(';
  const end = property(element, 'm:dPr', 'm:endChr') ?? ')';
  const separator = property(element, 'm:dPr', 'm:sepChr') ?? '|';
  return `${begin}${childElements(element).filter(isOperand).map(sequence).join(separator)}${end}`;
}

function rows(
  element: XmlElement,
  name: string,
  read: (row: XmlElement) => string,
  environment: string,
): string {
  const lines = childElements(element)
    .filter((child) => child.name === name)
    .map(read);
  return `\\begin{${environment}}${lines.join(' \\\\ ')}\\end{${environment}}`;
}

function accent(sign: string): string {
  const names: Readonly<Record<string, string>> = {
    '\u0302': '\\hat',
    '\u0303': '\\tilde',
    '\u0304': '\\bar',
    '\u0305': '\\overline',
    '\u0307': '\\dot',
    '\u0308': '\\ddot',
    '\u20d7': '\\vec',
  };
  return names[sign] ?? '\\hat';
}

const names: Readonly<Record<string, string>> = {
  '∑': 'sum',
  '∏': 'prod',
  '∫': 'int',
  '∞': 'infty',
  '±': 'pm',
  '×': 'times',
  '÷': 'div',
  '·': 'cdot',
  '≤': 'leq',
  '≥': 'geq',
  '≠': 'neq',
  '≈': 'approx',
  '→': 'to',
  '∂': 'partial',
  '∇': 'nabla',
  '∈': 'in',
  α: 'alpha',
  β: 'beta',
  γ: 'gamma',
  δ: 'delta',
  ε: 'epsilon',
  θ: 'theta',
  λ: 'lambda',
  μ: 'mu',
  π: 'pi',
  ρ: 'rho',
  σ: 'sigma',
  τ: 'tau',
  φ: 'phi',
  ω: 'omega',
  Δ: 'Delta',
  Σ: 'Sigma',
  Ω: 'Omega',
};

/** Plain letters for the mathematical alphabets of Unicode, and TeX's names for signs. */
function symbols(text: string): string {
  const name = (sign: string) => (Object.hasOwn(names, sign) ? ` \\${names[sign] ?? ''} ` : sign);
  return Array.from(text.normalize('NFKC'), name).join('');
}
