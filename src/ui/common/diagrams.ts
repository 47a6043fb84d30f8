import { diagramLookAt } from './diagram-look';
import type { Drawing } from './draw-diagram';

export interface DiagramWords {
  readonly label: string;
  readonly failed: string;
  /** What they are written in, for the `lang` attribute. */
  readonly language: string;
}

const shown = new WeakMap<Element, { readonly key: string }>();

/**
 * Draws the Mermaid source that `host` holds in place of it; where that fails, the source stays and a note stands
 * below it. Does nothing where the same is drawn already. What draws is fetched for the first diagram.
 */
export async function showDiagram(host: HTMLElement, words: DiagramWords, isDark: boolean): Promise<void> {
  const source = host.textContent;
  const wanted = { key: JSON.stringify([source, words, isDark]) };
  if (shown.get(host)?.key === wanted.key) return;
  shown.set(host, wanted);
  const drawing = await draw(source, host, isDark);
  // Something else may be wanted by now.
  if (shown.get(host) !== wanted) return;
  // A shadow root keeps the drawing's styles in and leaves the source, which it hides, to the answer's own text.
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [frame(), ...(drawing ? [drawing.styles] : [])];
  if (drawing) root.replaceChildren(scrolled(drawing, words));
  else root.replaceChildren(document.createElement('slot'), note(words));
}

async function draw(source: string, host: HTMLElement, isDark: boolean): Promise<Drawing | undefined> {
  try {
    const { drawDiagram } = await import('./draw-diagram');
    return await drawDiagram(source, diagramLookAt(host, isDark));
  } catch {
    // Wrong source, or no network at the first diagram: the source is shown instead.
    return undefined;
  }
}

function scrolled({ svg, title }: Drawing, { label, language }: DiagramWords): HTMLElement {
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', title === '' ? label : `${label}: ${title}`);
  const scroller = document.createElement('div');
  scroller.className = 'scroller';
  scroller.tabIndex = 0;
  scroller.setAttribute('role', 'group');
  scroller.setAttribute('aria-label', label);
  scroller.lang = language;
  scroller.append(svg);
  return scroller;
}

function note({ failed, language }: DiagramWords): HTMLElement {
  const element = document.createElement('p');
  element.lang = language;
  element.textContent = failed;
  return element;
}

let frameStyles: CSSStyleSheet | undefined;

function frame(): CSSStyleSheet {
  if (frameStyles) return frameStyles;
  frameStyles = new CSSStyleSheet();
  frameStyles.replaceSync(`
    .scroller {
      overflow-x: auto;
      padding: 16px;
      border: 1px solid var(--hairline);
      border-radius: 0 0 var(--radius) var(--radius);
      background: var(--raised);
      /* A drawing has its own colours, and the ground that they were chosen for. */
      forced-color-adjust: none;
      font: var(--text-control) / 1.4 var(--ui-face);
      overflow-wrap: normal;
    }
    .scroller:focus-visible {
      outline: 2px solid var(--blue);
      outline-offset: 2px;
    }
    svg {
      display: block;
      margin: 0 auto;
    }
    p {
      margin: 8px 0 0;
      color: var(--ink-faint);
      font: var(--text-note) / 1.4 var(--ui-face);
    }
  `);
  return frameStyles;
}
