import mermaid from 'mermaid';
import type { DiagramLook } from './diagram-look';
import { fetchesSomething, sanitiseDrawing } from './sanitise';

export interface Drawing {
  readonly svg: SVGElement;
  readonly styles: CSSStyleSheet;
  /** What its source names it; empty when it does not. */
  readonly title: string;
}

/** One at a time: Mermaid's settings are the page's. */
let last: Promise<unknown> = Promise.resolve();
let drawings = 0;

/** Throws where the source is no diagram, or too large a one. */
export function drawDiagram(source: string, look: DiagramLook): Promise<Drawing> {
  const drawing = last.then(() => draw(source, look));
  last = drawing.catch(() => undefined);
  return drawing;
}

async function draw(source: string, look: DiagramLook): Promise<Drawing> {
  drawings += 1;
  const id = `diagram-${drawings}`;
  const place = placeToMeasure(look);
  const css: string[] = [];
  const stopTaking = takeStyles(place, id, css);
  try {
    mermaid.initialize(settingsFor(look));
    const result = await mermaid.render(id, source, place);
    const svg = sanitiseDrawing(result.svg).querySelector<SVGElement>('svg');
    if (!svg) throw new Error('The drawing holds no SVG');
    return { svg: inNaturalSize(svg), styles: safeStyles(css.join('\n'), id), title: titleOf(svg) };
  } finally {
    stopTaking();
    place.remove();
  }
}

/** Words are measured in the page, unseen. */
function placeToMeasure({ fontFamily }: DiagramLook): HTMLElement {
  const place = document.createElement('div');
  place.setAttribute('aria-hidden', 'true');
  place.inert = true;
  Object.assign(place.style, {
    position: 'fixed',
    top: '0',
    width: '800px',
    visibility: 'hidden',
    fontFamily,
    fontSize: `${fontPx}px`,
  });
  document.body.append(place);
  return place;
}

/**
 * The page's policy lets no style element in, and Mermaid puts one into each drawing before it measures the words.
 * It is taken at the door, and its rules hold by a style sheet made in code for as long as is measured.
 */
function takeStyles(place: HTMLElement, id: string, css: string[]): () => void {
  let adopted: readonly CSSStyleSheet[] = [];
  const observer = new MutationObserver(() => {
    const svg = place.querySelector('svg');
    if (!svg) return;
    observer.disconnect();
    svg.insertBefore = <T extends Node>(node: T, before: Node | null): T => {
      if (!(node instanceof HTMLStyleElement)) {
        Node.prototype.insertBefore.call(svg, node, before);
        return node;
      }
      css.push(node.textContent);
      const styles = safeStyles(node.textContent, id);
      adopted = [...adopted, styles];
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, styles];
      return node;
    };
  });
  observer.observe(place, { childList: true, subtree: true });
  return () => {
    observer.disconnect();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((styles) => !adopted.includes(styles));
  };
}

/** Only rules about the drawing itself, and nothing that would be fetched. */
function safeStyles(css: string, id: string): CSSStyleSheet {
  const styles = new CSSStyleSheet();
  styles.replaceSync(css);
  for (let at = styles.cssRules.length - 1; at >= 0; at -= 1) {
    const rule = styles.cssRules[at];
    if (!rule || !isSafe(rule, id)) styles.deleteRule(at);
  }
  return styles;
}

function isSafe(rule: CSSRule, id: string): boolean {
  if (fetchesSomething(rule.cssText)) return false;
  if (rule instanceof CSSKeyframesRule) return true;
  if (!(rule instanceof CSSStyleRule) || rule.cssRules.length > 0) return false;
  return rule.selectorText.split(',').every((selector) => selector.trim().startsWith(`#${id}`));
}

/** As wide as it was drawn, narrower where there is less room, but never so that its words cannot be read. */
function inNaturalSize(svg: SVGElement): SVGElement {
  const [, , width = 0] = (svg.getAttribute('viewBox') ?? '').split(/[\s,]+/).map(Number);
  svg.removeAttribute('height');
  svg.removeAttribute('style');
  svg.setAttribute('width', '100%');
  if (width > 0) {
    svg.style.maxWidth = `${Math.round(width)}px`;
    svg.style.minWidth = `${Math.round(width * leastScale)}px`;
  }
  return svg;
}

function titleOf(svg: SVGElement): string {
  return svg.querySelector(':scope > title')?.textContent.trim() ?? '';
}

const fontPx = 14;
const leastScale = 0.75;

function settingsFor({ isDark, fontFamily, colour }: DiagramLook): Parameters<typeof mermaid.initialize>[0] {
  return {
    startOnLoad: false,
    securityLevel: 'strict',
    suppressErrorRendering: true,
    // Words are SVG's own: HTML inside a drawing would have to pass the sanitiser.
    htmlLabels: false,
    maxTextSize: 20_000,
    maxEdges: 300,
    // What the source may not change.
    secure: [
      ...['secure', 'securityLevel', 'startOnLoad', 'maxTextSize', 'maxEdges', 'suppressErrorRendering'],
      ...[
        'htmlLabels',
        'flowchart.htmlLabels',
        'theme',
        'themeCSS',
        'themeVariables',
        'fontFamily',
        'fontSize',
      ],
    ],
    fontFamily,
    fontSize: fontPx,
    theme: 'base',
    themeVariables: {
      darkMode: isDark,
      fontFamily,
      fontSize: `${fontPx}px`,
      background: colour('raised'),
      textColor: colour('ink'),
      primaryColor: colour('hover'),
      primaryTextColor: colour('ink'),
      primaryBorderColor: colour('outline'),
      secondaryColor: colour('blue-tint'),
      secondaryTextColor: colour('ink'),
      secondaryBorderColor: colour('outline'),
      tertiaryColor: colour('sunken'),
      tertiaryTextColor: colour('ink'),
      tertiaryBorderColor: colour('hairline'),
      lineColor: colour('ink-soft'),
      edgeLabelBackground: colour('raised'),
      noteBkgColor: colour('amber-tint'),
      noteTextColor: colour('ink'),
      noteBorderColor: colour('outline'),
    },
  };
}
