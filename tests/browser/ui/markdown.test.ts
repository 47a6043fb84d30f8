import { describe, expect, it } from 'vitest';
import { writeShortAnswer } from '../../../src/core/answering/short-answer-text';
import { en } from '../../../src/i18n/en';
import { patchChildren } from '../../../src/ui/common/patch-children';
import { renderMarkdown } from '../../../src/ui/common/markdown';

const names = (n: number): string | undefined => (n <= 2 ? `Citation ${n}: “a”.md` : undefined);

const options = { chipName: names, words: { ...en.answerText, language: 'en' } };

function render(text: string): HTMLElement {
  const element = document.createElement('div');
  element.append(renderMarkdown(text, options));
  return element;
}

describe('Markdown of an answer', () => {
  it('shows HTML as the text that it is', () => {
    const element = render('<img src=x onerror=alert(1)> and <script>alert(1)</script>\n\n<iframe></iframe>');
    expect(element.querySelector('img, script, iframe')).toBeNull();
    expect(element.textContent).toContain('<img src=x onerror=alert(1)>');
  });

  it('loads no pictures: their description stands in their place', () => {
    const element = render('![a map](https://example.org/map.png)');
    expect(element.querySelector('img')).toBeNull();
    expect(element.textContent.trim()).toBe('a map');
  });

  it('opens web and mail links apart, and nothing else', () => {
    const element = render(
      '[web](https://example.org) [mail](mailto:a@example.org) [script](javascript:alert) [data](data:text/html,x) [file](file:///etc)',
    );
    expect([...element.querySelectorAll('a')].map((link) => link.textContent)).toEqual(['web', 'mail']);
    for (const link of element.querySelectorAll('a')) {
      expect(link.getAttribute('rel')).toBe('noopener noreferrer');
      expect(link.target).toBe('_blank');
    }
  });

  it('sets a short answer in bold with its chip beside it, escaped signs and all', () => {
    const element = render(`${writeShortAnswer('[about] 1.5 <m>', 1)}\n\nFrom “a”:\n\nIt is so. [1]`);
    const [first] = element.children;
    expect(first?.querySelector('strong')?.textContent).toBe('[about] 1.5 <m>');
    expect(first?.querySelector('button')?.dataset['citation']).toBe('1');
    expect(first?.textContent).toBe('[about] 1.5 <m>\u20601');
  });

  it('turns a known number in brackets into a chip and leaves out an unknown one', () => {
    const element = render('One [1], two[2], nine [9].');
    const chips = [...element.querySelectorAll('button')];
    expect(chips.map((chip) => chip.dataset['citation'])).toEqual(['1', '2']);
    expect(chips[0]?.getAttribute('aria-label')).toBe('Citation 1: “a”.md');
    expect(element.textContent.trim()).toBe('One\u20601, two\u20602, nine.');
  });

  it('shows what is done and what is to do in a list of tasks', () => {
    const element = render('- [x] grind\n- [ ] wash');
    expect([...element.querySelectorAll('li')].map((item) => item.textContent.trim())).toEqual([
      '☑ grind',
      '☐ wash',
    ]);
  });

  it('keeps numbers in code and in links as they are', () => {
    const element = render('`list[1]` and [1](https://example.org)');
    expect(element.querySelector('button')).toBeNull();
    expect(element.querySelector('code')?.textContent).toBe('list[1]');
  });

  it('is bold in Chinese too, where no space stands around it', () => {
    const element = render('**“四德”**是：**尖、齐、圆、健。**其中 **2** * 3 ** 4');
    expect([...element.querySelectorAll('strong')].map((strong) => strong.textContent)).toEqual([
      '“四德”',
      '尖、齐、圆、健。',
      '2',
    ]);
  });

  it('cannot be made to forge a chip', () => {
    const element = render('<button data-citation="1" class="seal">1</button>');
    expect(element.querySelector('button')).toBeNull();
  });

  it('keeps the list of sources that a model writes below its answer', () => {
    expect(render('Said so [1].\n\n[1]: inkstone.md').textContent).toContain('inkstone.md');
  });
});

describe('text that is being written', () => {
  it('grows in place: elements and what is selected in them stay', () => {
    const element = render('Ink is **ground');
    patchChildren(element, renderMarkdown('Ink is **ground** slowly [1].', options));
    const paragraph = element.querySelector('p');
    const chip = element.querySelector('button');
    patchChildren(element, renderMarkdown('Ink is **ground** slowly [1]. Then\n\n- washed', options));
    expect(element.querySelector('p')).toBe(paragraph);
    expect(element.querySelector('button')).toBe(chip);
    expect(element.querySelector('li')?.textContent).toBe('washed');
  });
});
