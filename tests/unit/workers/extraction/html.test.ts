import { describe, expect, it } from 'vitest';
import { RichTextBuilder } from '../../../../src/core/rich-text-builder';
import { originalText } from '../../../../src/core/text-edits';
import { parseHtml } from '../../../../workers/engines/extraction/html-parsing';
import { appendHtml } from '../../../../workers/engines/extraction/html-walker';
import { extract, marked, outline } from '../../../fixtures/extraction';
import { violationsOf } from '../../../fixtures/rich-text-violations';

function read(source: string) {
  const builder = new RichTextBuilder();
  appendHtml(parseHtml(source).body, builder);
  const document = builder.build();
  expect(violationsOf(document)).toEqual([]);
  return document;
}

describe('blocks of HTML', () => {
  it('are read with their nesting and numbers', () => {
    const document = read(`
      <h2>Head<br>ing</h2> loose <b>text</b>
      <ul><li>one<ul><li>inner</li></ul></li><li><p>two</p><p>more</p></li></ul>
      <ol start=5><li>five<li value=9>nine<li>ten</ol>
      <blockquote><p>said <q>so</q></p></blockquote>
      <dl><dt>Term<dd>Meaning</dl>`);
    expect(outline(document)).toEqual([
      'heading2 Head ing',
      'paragraph loose text',
      'list-item1 one',
      'list-item2 inner',
      'list-item1 two',
      'paragraph more',
      'list-item1 5. five',
      'list-item1 9. nine',
      'list-item1 10. ten',
      'quote said “so”',
      'paragraph Term',
      'paragraph Meaning',
    ]);
    expect(document.text).toContain('9. nine'.slice(3) + '\nten');
  });

  it('keep the white space of listings and collapse all other', () => {
    const document = read(
      '<p> a \n\t b&nbsp;c </p><pre class="language-Python"><code>if x:\n    y()\n</code></pre>',
    );
    expect(outline(document)).toEqual(['paragraph a b c', 'code if x:\n    y()']);
    expect(document.blocks[1]).toMatchObject({ language: 'python' });
  });

  it('part paragraphs at doubled line breaks', () => {
    expect(outline(read('<div>a<br>b<br><br>c</div>'))).toEqual(['paragraph a\nb', 'paragraph c']);
  });

  it('join Chinese lines without a space', () => {
    expect(read('<p>砚台是\n  文房用具 and\n ink</p>').text).toBe('砚台是文房用具 and ink');
  });

  it('leave out what is not read: scripts, styles, navigation, controls and hidden elements', () => {
    const document = read(
      '<script>a</script><style>b</style><nav>c</nav><p hidden>d</p><p style="color:red; display : none">e</p>' +
        '<p aria-hidden=true>f</p><button>g</button><svg><text>h</text></svg><template>i</template><p>kept</p>',
    );
    expect(document.text).toBe('kept');
  });
});

describe('tables of HTML', () => {
  it('stand on a grid, with spans as empty cells', () => {
    const document = read(
      '<table><caption>Stones</caption><tr><th>a<th>b<th>c<tr><td rowspan=2>1<td colspan=2>2<tr><td>3<td>4</table>',
    );
    expect(document.text).toBe('Stones\n\na\tb\tc\n1\t2\t\n\t3\t4');
  });

  it('hold the text of tables nested in them', () => {
    const document = read('<table><tr><th>k<th>v<tr><td>x<td><table><tr><td>in<td>ner</table></table>');
    expect(document.text).toBe('k\tv\nx\tin ner');
  });

  it('that only lay out a page are read as blocks', () => {
    const document = read('<table><tr><td><h1>Big</h1><p>a</p><p>b</p></td><td>side</td></tr></table>');
    expect(outline(document)).toEqual(['heading1 Big', 'paragraph a', 'paragraph b', 'paragraph side']);
  });

  it('do not grow without end by their spans', () => {
    const document = read(`<table>${'<tr><td colspan=9999 rowspan=9999>a<td>b'.repeat(100)}</table>`);
    expect(document.text.length).toBeLessThan(20_000);
  });
});

describe('inlines of HTML', () => {
  it('become marks, which go on over block ends', () => {
    const document = read('<p>a <b>b</b><i> c</i></p><a href="https://x.example"><h3>d</h3><p>e</p></a>');
    expect(marked(document)).toEqual([
      'strong b',
      'emphasis c',
      'link https://x.example d',
      'link https://x.example e',
    ]);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'vbscript:x', '/relative', '#anchor', ''])(
    'do not link to %j',
    (href) => {
      const document = read(`<a href="${href}">text</a>`);
      expect(document).toMatchObject({ text: 'text', marks: [] });
    },
  );

  it('keep readings in brackets as left out, also in tables', () => {
    const ruby = (base: string, reading: string) =>
      `<ruby>${base}<rp>(</rp><rt>${reading}</rt><rp>)</rp></ruby>`;
    const document = read(
      `<p>${ruby('硯', 'すずり')}と${ruby('墨', 'すみ')}</p>` +
        `<table><tr><td>${ruby('硯', 'すずり')}</td><td>石</td></tr><tr><td>墨</td><td>${ruby('煤', 'すす')}</td></tr></table>`,
    );
    expect(document.text).toBe('硯と墨\n\n硯\t石\n墨\t煤');
    expect(originalText(document)).toBe('硯(すずり)と墨(すみ)\n\n硯(すずり)\t石\n墨\t煤(すす)');
    expect(new Set(document.edits?.map(({ kind }) => kind))).toEqual(new Set(['reading']));
  });

  it('drop soft hyphens and readings, and give formulas as they were written', () => {
    const document = read(
      '<p>ink&shy;stone <ruby>砚<rt>yàn</rt></ruby> <math alttext="x^2"><mi>x</mi></math></p>',
    );
    expect(document.text).toBe('inkstone 砚 x^2');
    expect(originalText(document)).toBe('inkstone 砚yàn x^2');
  });
});

const article = `<p>${'An inkstone is a stone mortar for the grinding and containment of ink. '.repeat(8)}</p>`;

describe('a web page', { timeout: 30_000 }, () => {
  it('is read for its main content and title', async () => {
    const document = await extract(
      'a.html',
      `<html><head><title>Inkstone</title></head><body><nav>Home Shop</nav><div class="sidebar"><a href=x>Buy</a></div>
       <article><h1>Inkstone</h1>${article.repeat(3)}</article><footer>Copyright</footer></body></html>`,
    );
    expect(document).toMatchObject({ format: 'html', title: 'Inkstone', encoding: 'utf-8', warnings: [] });
    expect(document.text).toContain('stone mortar');
    expect(document.text).not.toMatch(/Buy|Home Shop/);
    expect(violationsOf(document)).toEqual([]);
  });

  it('without main content is read whole, with a warning', async () => {
    const bars = `<div class="sidebar"><p>${'Item after item, 1. '.repeat(20)}</p></div>`.repeat(5);
    const document = await extract(
      'a.html',
      `<title>T</title><article>${article}</article>${bars.repeat(3)}`,
    );
    expect(document.warnings).toEqual([{ code: 'main-content-not-found' }]);
    expect(document.text.match(/Item/g)).toHaveLength(300);
  });

  it('without html, head or body is read', async () => {
    expect((await extract('a.html', '<h1>One</h1>two<p>three')).text).toMatch(/two[^]*three/);
  });

  it('that names its encoding is decoded by it', async () => {
    const head = new TextEncoder().encode('<meta charset="windows-1251"><p>');
    const document = await extract('a.html', Uint8Array.of(...head, 0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2));
    expect(document).toMatchObject({ text: 'Привет', encoding: 'windows-1251' });
  });

  it('in XHTML may close any element in its start tag', async () => {
    const source =
      '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><script src="x"/><p>After <a id="y"/>it</p></body></html>';
    expect((await extract('a.xhtml', source)).text).toBe('After it');
  });

  it.each([
    ['closed', '<div>'.repeat(10_000) + 'deep' + '</div>'.repeat(10_000)],
    ['unclosed', '<p>' + '<span>'.repeat(10_000) + 'deep'],
    ['lists', '<ul><li>x'.repeat(5000) + 'deep'],
    ['tables', '<table><tr><td>x'.repeat(2000) + 'deep'],
  ])('nested ten thousand deep is read: %s', async (_, source) => {
    const document = await extract('a.html', source);
    expect(document.text).toContain('deep');
    expect(violationsOf(document)).toEqual([]);
  });
});

describe('what is left out of a web page', { timeout: 30_000 }, () => {
  const page = (around: string) =>
    `<html><head><title>Inkstones of Duan - The Stone Museum</title></head><body>
     <nav><a href=a>Home</a> <a href=b>Shop</a></nav>
     <div id="cookie-banner"><p>We use cookies to measure visits.</p><button>OK</button></div>
     <div class="sidebar"><a href=x>Buy now</a><a href=y>Sell later</a></div>
     <article><header><h1>Inkstones of Duan</h1></header>${article.repeat(2)}${around}${article}</article>
     <footer><p>Copyright, imprint, contact</p></footer></body></html>`;

  it('is kept as removed, at its place, and the heading that repeats the title stays', async () => {
    const document = await extract('a.html', page(''));
    expect(outline(document)[0]).toBe('heading1 Inkstones of Duan');
    expect(document.text).not.toMatch(/Shop|cookies|Buy|imprint/);
    const removed = document.edits?.map(({ kind, start, original }) => [kind, start, original.trim()]);
    expect(removed).toEqual([
      ['navigation', 0, 'Home Shop'],
      ['notice', 0, 'We use cookies to measure visits.'],
      ['navigation', 0, expect.stringContaining('Buy now')],
      ['navigation', document.text.length, 'Copyright, imprint, contact'],
    ]);
    expect(violationsOf(document)).toEqual([]);
  });

  it('is nothing of a table with one row', async () => {
    const document = await extract('a.html', page('<table><tr><td>Weight</td><td>308 g</td></tr></table>'));
    const table = document.blocks.find(({ kind }) => kind === 'table');
    expect(table && document.text.slice(table.start, table.end)).toBe('Weight\t308 g');
  });

  it('is counted where it is a picture without words; words of others are read', async () => {
    const document = await extract(
      'a.html',
      page(
        '<p>Before <img src="a.png" alt="seal"> after.</p><figure><img src="b.jpg"></figure><p><img src="c.png" alt="An inkstone of the Song dynasty"></p><img src="dot.gif" width="1" height="1">',
      ),
    );
    expect(document.text).toContain('Before seal after.');
    expect(document.text).toContain('An inkstone of the Song dynasty');
    expect(document.warnings).toEqual([{ code: 'images-skipped', count: 1 }]);
  });

  it('is only what says so of itself where the main content is not told', async () => {
    const document = await extract(
      'a.html',
      '<nav>Home</nav><div id="cookie-notice">Cookies!</div><p>Short.</p>',
    );
    expect(document.text).toBe('Short.');
    expect(document.edits?.map(({ kind }) => kind)).toEqual(['navigation', 'notice']);
  });
});

describe('a huge web page', { timeout: 60_000 }, () => {
  it('is read tag by tag, with its structure', async () => {
    const row = '<tr><td>a<td>b</tr>';
    const body = `<h1>Top</h1><script>hidden()</script><ul><li>one<li>two</ul><table>${row}${row}</table><pre>x\n  y</pre>`;
    const filler = `<p>${'Words of a long page. '.repeat(40)}</p>`;
    const document = await extract(
      'a.html',
      `<title>T &amp; U</title>${body}${filler.repeat(10_000)}<p>End</p>`,
    );
    expect(document.title).toBe('T & U');
    expect(outline(document).slice(0, 5)).toEqual([
      'heading1 Top',
      'list-item1 one',
      'list-item1 two',
      'table a\tb\na\tb',
      'code x\n  y',
    ]);
    expect(document.text.endsWith('End')).toBe(true);
    expect(document.text).not.toContain('hidden');
  });

  it.each([
    ['one line of text', `<p>${'word '.repeat(2_000_000)}</p>`],
    [
      'pictures in it',
      `<p>text</p>${`<img src="data:image/png;base64,${'QUJD'.repeat(500_000)}">`.repeat(8)}`,
    ],
    ['scripts', `<p>text</p><script>${'var a = "<p>no</p>";'.repeat(600_000)}</script>`],
    ['entities', `<!DOCTYPE html [<!ENTITY a "${'x'.repeat(99)}">]><p>text${'&a;&amp;'.repeat(100_000)}</p>`],
  ])('of %s is read in time', async (_, source) => {
    const document = await extract('a.html', source);
    expect(document.text).toMatch(/text|word/);
  });

  it('that nests without end is refused', async () => {
    const source = '<div>'.repeat(2_000_000) + 'text';
    await expect(extract('a.html', source)).rejects.toMatchObject({ code: 'too-complex' });
    await expect(extract('a.xml', `<a>${source}`)).rejects.toMatchObject({ code: 'too-complex' });
  });
});
