import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../../src/i18n/en';
import { showDiagram } from '../../../src/ui/common/diagrams';
import { formulas } from '../../../src/ui/common/formulas.svelte';
import { renderMarkdown } from '../../../src/ui/common/markdown';
import { patchChildren } from '../../../src/ui/common/patch-children';
import { markUnsupportedSentences } from '../../../src/ui/chat/unsupported-sentences';
import '../../../src/ui/styles/index.css';
import { richDesk } from './rich-answer';
import { showApp } from './show-app';
import { violations } from './violations';

const words = { ...en.answerText, language: 'en' };
const diagramWords = { label: words.diagram, failed: words.diagramFailed, language: 'en' };

const shownHere: HTMLElement[] = [];

afterEach(() => {
  for (const element of shownHere.splice(0)) element.remove();
});

function render(text: string, hasFormulas = true): HTMLElement {
  const element = document.createElement('div');
  const options = { chipName: () => undefined, words, formulas: hasFormulas ? formulas : undefined };
  element.append(renderMarkdown(text, options));
  return element;
}

async function drawn(source: string): Promise<{ host: HTMLElement; root: ShadowRoot }> {
  const element = render(`\`\`\`mermaid\n${source}\n\`\`\``);
  document.body.append(element);
  shownHere.push(element);
  const host = element.querySelector<HTMLElement>('.diagram');
  if (!host) throw new Error('no diagram');
  await showDiagram(host, diagramWords, false);
  if (!host.shadowRoot) throw new Error('nothing shown');
  return { host, root: host.shadowRoot };
}

describe('formulas', () => {
  it('stand as they are written until what sets them is there', async () => {
    expect(render('$x^2$').querySelector('.formula.waiting')?.textContent).toBe('x^2');
    await formulas.load();
    const element = render('It is $x^2$, for $5 or $10.');
    expect(element.querySelector('msup')?.textContent).toBe('x2');
    expect(element.querySelector('annotation, semantics')).toBeNull();
    expect(element.textContent).toContain('$5 or $10');
  });

  describe('once that is loaded', () => {
    beforeAll(() => formulas.load());

    it('by themselves keep their lines together', () => {
      const element = render('So\n$$\na\n= b\n- c\n$$\nfollows');
      expect(element.querySelector('math')?.getAttribute('display')).toBe('block');
      expect(element.querySelector('h3, h4, ul')).toBeNull();
      expect(element.textContent).toMatch(/^So[\s\S]*follows/);
    });

    it('with letters of other alphabets are drawn by every browser', () => {
      const element = render('$\\mathbb{R} \\mathbf{x} \\mathfrak{g}$');
      expect(element.querySelector('math')?.textContent).toBe('ℝx𝔤');
      expect(element.querySelector('.bold')?.textContent).toBe('x');
    });

    it('that are wrong are shown as their source, with a note', () => {
      const element = render('$\\frac{1$ and\n\n$$\\nonsense{x}$$');
      expect([...element.querySelectorAll('.failed code')].map((code) => code.textContent)).toEqual([
        '\\frac{1',
        '\\nonsense{x}',
      ]);
      expect(element.querySelector('.formula-note')?.textContent).toBe(en.answerText.formulaFailed);
    });

    it('bring no address, no style and no HTML along', () => {
      const element = render(
        '$\\href{javascript:alert(1)}{x}$ $\\includegraphics{https://example.org/a.png}$ $\\htmlStyle{color:red}{x}$ $\\text{<img src=x>}$',
      );
      expect(element.querySelector('a, img, [href], [src], [style]')).toBeNull();
    });

    it('ask for no more than they may', () => {
      expect(render('$$\\def\\a{\\a\\a}\\a$$').querySelector('.failed')).not.toBeNull();
      expect(render(`$${'x+'.repeat(4000)}x$`).querySelector('.failed')).not.toBeNull();
    });

    it('are shown as text while they are half written', () => {
      expect(render('So $$\\frac{1}{2').textContent.trim()).toBe('So $$\\frac{1}{2');
      expect(render('So $x^').querySelector('.formula')).toBeNull();
    });

    it('are none in quotes from documents', () => {
      const element = render('\\[about\\] \\$5 and \\$x\\$', false);
      expect(element.textContent.trim()).toBe('[about] $5 and $x$');
    });

    it('are not cut open where a sentence is not supported', () => {
      const fragment = renderMarkdown(
        'The speed that is covered is $v = s / t$ at each moment of the stroke.',
        {
          chipName: () => undefined,
          words,
          formulas,
        },
      );
      markUnsupportedSentences(fragment, 'reason');
      expect(fragment.querySelector('math .unsupported')).toBeNull();
      expect(fragment.querySelectorAll('.unsupported')).toHaveLength(2);
    });
  });
});

describe('sentences without a citation', () => {
  it('are marked in a list item that holds a list, and in each item of it', () => {
    const fragment = renderMarkdown(
      [
        '- The harbour was built by Anna Weber in 1887 [1].',
        '  - The lighthouse stands on the northern cliff.',
        '  - Three ferries leave the harbour each day [1].',
        '- The company was bought by Lisbon Shipping later',
        '  1. The price was paid in gold from the colonies.',
        '',
        '     > The quoted letter tells of another owner.',
      ].join('\n'),
      { chipName: String, words },
    );
    expect(markUnsupportedSentences(fragment, 'reason')).toEqual({ claims: 6, supported: 2 });
    expect([...fragment.querySelectorAll('.unsupported')].map(({ textContent }) => textContent)).toEqual([
      'The lighthouse stands on the northern cliff.',
      'The company was bought by Lisbon Shipping later',
      'The price was paid in gold from the colonies.',
      'The quoted letter tells of another owner.',
    ]);
  });
});

describe('code and tables', () => {
  it('code says its language and can be copied', () => {
    const element = render('```python\nprint("<b>")\n```');
    expect(element.querySelector('.code-head span')?.textContent).toBe('python');
    expect(element.querySelector('[data-copy]')?.getAttribute('aria-label')).toBe('Copy the code');
    expect(element.querySelector('pre code')?.textContent).toBe('print("<b>")');
  });

  it('a wide table scrolls by itself and can be reached', () => {
    const frame = render('| a | b |\n| --- | --- |\n| 1 | 2 |').querySelector<HTMLElement>('.table-frame');
    expect(frame?.querySelector('td')?.textContent).toBe('1');
    expect(frame?.tabIndex).toBe(0);
    expect(frame?.getAttribute('aria-label')).toBe('Table');
  });
});

describe('diagrams', () => {
  it('are drawn in place of their source, in the colours of the page', async () => {
    const { host, root } = await drawn('flowchart LR\n A[Fresh water] --> B[墨]');
    const svg = root.querySelector('svg');
    expect(svg?.textContent).toContain('Fresh water');
    expect(svg?.textContent).toContain('墨');
    expect(svg?.getAttribute('aria-label')).toBe('Diagram');
    expect(svg?.getBoundingClientRect().width).toBeGreaterThan(100);
    expect(root.querySelector('style, foreignObject, script, image')).toBeNull();
    // Its own style sheet holds without an element that the page's policy would refuse.
    const node = root.querySelector('.node rect');
    expect(node && getComputedStyle(node).fill).toBe('rgb(235, 231, 220)');
    expect(host.querySelector('code')?.textContent).toContain('A[Fresh water]');
    expect(document.querySelectorAll('body > [inert]')).toHaveLength(0);
    expect(document.adoptedStyleSheets).toHaveLength(0);
  });

  it('put no style element into the page while they are measured', async () => {
    const seen: string[] = [];
    const observer = new MutationObserver((records) => {
      for (const { addedNodes } of records) {
        for (const node of addedNodes) if (node instanceof HTMLStyleElement) seen.push(node.textContent);
      }
    });
    observer.observe(document.body, { childList: true, subtree: true });
    await drawn('sequenceDiagram\n A->>B: hello');
    observer.disconnect();
    expect(seen).toEqual([]);
  });

  it('that are wrong leave their source, with a note', async () => {
    const { host, root } = await drawn('flowchart nowhere ->');
    expect(root.querySelector('p')?.textContent).toBe(en.answerText.diagramFailed);
    expect(root.querySelector('slot')).not.toBeNull();
    expect(host.querySelector('code')?.checkVisibility()).toBe(true);
  });

  it('cannot run, fetch or restyle anything', async () => {
    const { root } = await drawn(
      [
        '%%{init: {"securityLevel": "loose", "htmlLabels": true, "themeCSS": "* { background: url(https://example.org/a) } body { display: none }"}}%%',
        'flowchart LR',
        ' A["<img src=x onerror=alert(1)>"] --> B',
        ' click A "javascript:alert(1)"',
        ' click B href "https://example.org"',
        ' style B fill:url(https://example.org/b)',
        ' classDef c fill:#f00,background:url(https://example.org/c)',
        ' class A c',
      ].join('\n'),
    );
    expect(root.querySelector('img, image, a, script, foreignObject, [onerror], [onclick]')).toBeNull();
    expect(root.innerHTML).not.toMatch(/javascript:|example\.org\/[abc]/);
    const rules = root.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules]);
    expect(rules.map((rule) => rule.cssText).join('\n')).not.toContain('example.org');
    expect(getComputedStyle(document.body).display).not.toBe('none');
  });

  it('are text while their block is still being written', () => {
    const element = render('```mermaid\nflowchart LR\n A --> B');
    expect(element.querySelector('.diagram')).toBeNull();
    patchChildren(element, render('```mermaid\nflowchart LR\n A --> B\n```'));
    expect(element.querySelector('.diagram code')?.textContent).toContain('A --> B');
  });
});

it('an answer with all of it keeps to its column on a phone, in both themes', async () => {
  const { services } = await showApp({
    desk: richDesk(),
    width: 390,
    height: 844,
    settings: { theme: 'dark' },
  });
  const svgs = () =>
    [...document.querySelectorAll('.diagram')].map((host) => host.shadowRoot?.querySelector('svg')?.id ?? '');
  await expect.poll(() => svgs().filter((id) => id !== '').length, { timeout: 30_000 }).toBe(2);
  expect(document.documentElement.scrollWidth).toBe(window.innerWidth);
  for (const block of document.querySelectorAll('.answer-text > *')) {
    expect(block.getBoundingClientRect().right).toBeLessThanOrEqual(390);
  }
  expect(await violations()).toEqual([]);
  const [dark] = svgs();
  await services.settings.update({ theme: 'light' });
  await expect.poll(() => svgs()[0], { timeout: 30_000 }).not.toBe(dark);
});
