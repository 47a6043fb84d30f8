import { Marked, type MarkedToken } from 'marked';
import { describe, expect, it } from 'vitest';
import { escapeMarkdown, unescapeMarkdown } from '../../../../src/core/answering/escape-markdown';

const hostile = [
  '# Heading',
  '- item',
  '+ item',
  '* item',
  '1. first',
  '2) second',
  '> quote',
  '---',
  '===',
  '```js',
  '~~~',
  '    code',
  'a *b* **c** _d_ __e__ ~~f~~ `g` ``h``',
  '[link](https://evil.example) ![image](https://evil.example/x.png)',
  '[ref]: https://evil.example',
  '<img src=x onerror=alert(1)> <https://evil.example> </p><script>x</script>',
  'https://evil.example http://a.b www.evil.example ftp://x.y me@evil.example mailto:me@evil.example',
  '| a | b |',
  'text\n\n# after a blank line\n- and a list',
  'entity &lt;b&gt; &#60; &amp; AT&T',
  'back \\ slash \\[x\\] \\',
  '价格是$5到$6，“引文”[1]【2】',
  '2015. Then 3.14 is pi - a dash',
];

/** The kinds of all tokens but plain text, inside out. */
function structure(tokens: readonly unknown[]): string[] {
  return (tokens as readonly MarkedToken[]).flatMap((token) => [
    ...(['paragraph', 'text', 'escape'].includes(token.type) ? [] : [token.type]),
    ...('tokens' in token ? structure(token.tokens) : []),
  ]);
}

describe('escaped document text', () => {
  it('becomes one paragraph of plain text, whatever it holds', () => {
    for (const text of hostile) {
      const tokens = new Marked({ gfm: true }).lexer(escapeMarkdown(text));
      expect(structure(tokens), text).toEqual([]);
      expect(tokens, text).toHaveLength(1);
    }
  });

  it('reads as the text itself, with its white space folded', () => {
    for (const text of hostile) {
      const html = new Marked({ gfm: true }).parse(escapeMarkdown(text), { async: false });
      const shown = html
        .replace(/<[^>]*>/g, '')
        .replace(/&(lt|gt|amp|quot|#39);/g, (_, name: string) => entities[name] ?? '')
        .trim();
      expect(shown).toBe(text.replace(/\s+/g, ' ').trim());
    }
  });

  it('holds no citation mark', () => {
    expect(escapeMarkdown('as said [1] and [12]')).not.toMatch(/(?<!\\)\[\d/);
  });
});

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'" };

it('escaped document text is read back to the letter but for white space', () => {
  for (const text of hostile)
    expect(unescapeMarkdown(escapeMarkdown(text))).toBe(text.replace(/\s+/g, ' ').trim());
  expect(unescapeMarkdown(`**${escapeMarkdown('2*3')}** [1]`)).toBe('2*3 [1]');
});
