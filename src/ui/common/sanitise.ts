import DOMPurify, { type Config } from 'dompurify';

/** The one gate that HTML made of an answer goes through on its way to the page. */
export function sanitiseAnswer(html: string): DocumentFragment {
  return DOMPurify.sanitize(html, { ...answerRules, RETURN_DOM_FRAGMENT: true });
}

/** And the one for drawings: shapes and words, without style sheets, pages, pictures and addresses. */
export function sanitiseDrawing(svg: string): DocumentFragment {
  const fragment = DOMPurify.sanitize(svg, { ...drawingRules, RETURN_DOM_FRAGMENT: true });
  for (const element of fragment.querySelectorAll<SVGElement>('*')) {
    for (const { name, value } of [...element.attributes]) {
      const isAddress = /(?:^|:)href$/.test(name) && !value.startsWith('#');
      if (isAddress || fetchesSomething(value)) element.removeAttribute(name);
    }
  }
  return fragment;
}

/** True where a value of CSS or SVG names anything but a part of the drawing itself. */
export function fetchesSomething(value: string): boolean {
  return /(?:url\s*\((?!\s*["']?#)|image-set|image\s*\(|@import|\\)/i.test(value);
}

const formulaTags = [
  ...['math', 'mrow', 'mi', 'mn', 'mo', 'ms', 'mtext', 'mspace', 'mstyle', 'mpadded', 'mphantom', 'menclose'],
  ...['msub', 'msup', 'msubsup', 'munder', 'mover', 'munderover', 'mmultiscripts', 'mprescripts'],
  ...['mfrac', 'msqrt', 'mroot', 'mtable', 'mtr', 'mtd', 'mlabeledtr'],
];

const formulaAttributes = [
  ...['display', 'mathvariant', 'mathcolor', 'mathbackground', 'mathsize', 'displaystyle', 'scriptlevel'],
  ...['stretchy', 'symmetric', 'largeop', 'movablelimits', 'fence', 'separator', 'accent', 'accentunder'],
  ...['lspace', 'rspace', 'minsize', 'maxsize', 'width', 'height', 'depth', 'voffset', 'linethickness'],
  ...['columnalign', 'columnspacing', 'columnlines', 'rowspacing', 'rowlines', 'notation'],
];

const answerAttributes = [
  ...['rel', 'target', 'start', 'type', 'class', 'lang', 'role', 'title', 'tabindex', 'aria-label'],
  ...['data-citation', 'data-copy'],
];

const answerRules = {
  ALLOWED_TAGS: [
    ...[
      'p',
      'br',
      'hr',
      'h3',
      'h4',
      'h5',
      'h6',
      'blockquote',
      'ul',
      'ol',
      'li',
      'pre',
      'code',
      'div',
      'span',
    ],
    ...['strong', 'em', 'del', 'a', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'button'],
    ...formulaTags,
  ],
  ALLOWED_ATTR: ['href', ...answerAttributes, ...formulaAttributes],
  // Every attribute but href is no address, whatever its value looks like.
  ADD_URI_SAFE_ATTR: [...answerAttributes, ...formulaAttributes],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
} satisfies Config;

const drawingRules = {
  USE_PROFILES: { svg: true, svgFilters: true },
  FORBID_TAGS: ['style', 'image', 'feImage', 'a', 'animate', 'animateMotion', 'animateTransform', 'set'],
  ALLOW_DATA_ATTR: false,
} satisfies Config;
