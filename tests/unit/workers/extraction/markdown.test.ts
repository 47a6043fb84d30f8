import { describe, expect, it } from 'vitest';
import { extract, marked, outline } from '../../../fixtures/extraction';
import { violationsOf } from '../../../fixtures/rich-text-violations';
import { protectMath } from '../../../../workers/engines/extraction/markdown-math';

async function read(source: string) {
  const document = await extract('a.md', source);
  expect(violationsOf(document)).toEqual([]);
  return document;
}

describe('blocks of Markdown', () => {
  it('are headings, paragraphs, quotes, code and lists', async () => {
    const document = await read(
      [
        '# Title {#top}',
        'First line',
        'second line.',
        '',
        '> Quoted.',
        '',
        '```ts',
        '  const a = 1;',
        '',
        '  b();',
        '```',
        '3. three',
        '4. four',
        '   - nested',
        '',
        '     more of it',
        '- [x] done',
      ].join('\n'),
    );
    expect(outline(document)).toEqual([
      'heading1 Title',
      'paragraph First line second line.',
      'quote Quoted.',
      'code   const a = 1;\n\n  b();',
      'list-item1 3. three',
      'list-item1 4. four',
      'list-item2 nested',
      'paragraph more of it',
      'list-item1 [x] done',
    ]);
    expect(document.blocks[3]).toMatchObject({ language: 'ts' });
    expect(document.title).toBe('Title');
  });

  it('join Chinese lines without a space', async () => {
    expect((await read('砚台是文房用具，\n用来研墨。\n\n中文 and\nEnglish')).text).toBe(
      '砚台是文房用具，用来研墨。\n\n中文 and English',
    );
  });

  it('are tables with a header and exact cells', async () => {
    const document = await read('| a | **b** |\n|---|---|\n| 1 | |\n| 3 | x \\| y |\n');
    expect(document.text).toBe('a\tb\n1\t\n3\tx | y');
    const [table] = document.blocks;
    const cells = table?.kind === 'table' ? table.cells : [];
    expect(
      cells.map(({ row, column, isHeader, start, end }) => [
        row,
        column,
        isHeader,
        document.text.slice(start, end),
      ]),
    ).toEqual([
      [0, 0, true, 'a'],
      [0, 1, true, 'b'],
      [1, 0, false, '1'],
      [1, 1, false, ''],
      [2, 0, false, '3'],
      [2, 1, false, 'x | y'],
    ]);
    expect(marked(document)).toEqual(['strong b']);
  });
});

describe('inlines of Markdown', () => {
  it('become marks on clean text', async () => {
    const document = await read(
      'A **bold *both*** `co_de` ~~gone~~ [link](https://a.example/x_y) https://b.example',
    );
    expect(document.text).toBe('A bold both co_de gone link https://b.example');
    expect(marked(document)).toEqual([
      'strong bold both',
      'emphasis both',
      'code co_de',
      'strikethrough gone',
      'link https://a.example/x_y link',
      'link https://b.example https://b.example',
    ]);
  });

  it('link nowhere but to the web and to mail', async () => {
    const document = await read(
      '[a](javascript:alert(1)) [b](./local.md) [c](mailto:x@y.example) [d][ref]\n\n[ref]: http://r.example',
    );
    expect(document.text).toBe('a b c d');
    expect(marked(document)).toEqual(['link mailto:x@y.example c', 'link http://r.example d']);
  });

  it('read character references once, but not in code or in an escape', async () => {
    expect((await read('AT&amp;T &#38;lt; &copy; &#x7802; `&amp;` \\&amp; &unknown;')).text).toBe(
      'AT&T &lt; © 砂 &amp; &amp; &unknown;',
    );
  });

  it('keep words that a pipe puts beyond the columns of a table', async () => {
    expect((await read('| a | b |\n|---|---|\n| 1 | `x | y` |\n')).text).toContain('y`');
  });

  it('take a single tilde as it stands', async () => {
    expect((await read('about ~5~ and ~~six~~')).text).toBe('about ~5~ and six');
  });

  it('lead footnotes to their definitions, wherever these stand', async () => {
    const document = await read(
      'One[^a] and two[^B], none[^c].\n[^a]: First\ngoes on.\n\n    Second paragraph.\n\n> [^b]: Quoted\n\nEnd.',
    );
    expect(outline(document)).toEqual([
      'paragraph One[a] and two[B], none[^c].',
      'paragraph [a] First goes on.',
      'paragraph Second paragraph.',
      'quote [b] Quoted',
      'paragraph End.',
    ]);
  });

  it('lines of Chinese go on without a space, beside full-width punctuation whatever goes on', async () => {
    expect((await read('手推车通行。\n1987年，县文物\n保护所测绘了 12\n座桥。')).text).toBe(
      '手推车通行。1987年，县文物保护所测绘了 12 座桥。',
    );
  });

  it('lead to the sources of a note by either form of link, in footnotes and quotes too', async () => {
    const document = await read(
      'A[^1] [b](inkstone:source/b).\n\n[^1]: [a.md, 1][source-1]: words\n\n> q\n>\n> — [c][source-2]\n\n\n\n[source-1]: inkstone:source/a?at=1-2&text=w\n[source-2]: inkstone:source/c\n',
    );
    expect(marked(document)).toEqual([
      'link inkstone:source/b b',
      'link inkstone:source/a?at=1-2&text=w a.md, 1',
      'link inkstone:source/c c',
    ]);
    expect(document.text).not.toContain('source-');
  });

  it('give the words of a picture and the label of a footnote', async () => {
    expect((await read('![an inkstone](a.png) seen[^1]\n\n[^1]: In Duan.')).text).toBe(
      'an inkstone seen[1]\n\n[1] In Duan.',
    );
  });
});

describe('raw HTML in Markdown', () => {
  it('is read for its text and structure', async () => {
    const document = await read(
      '<details><summary>More</summary>\n<p>Hidden <b>words</b></p></details>\n\nA<br>b <kbd>c</kbd> <!-- no -->d\n\n<script>alert(1)</script>\n',
    );
    expect(outline(document)).toEqual(['paragraph More', 'paragraph Hidden words', 'paragraph A\nb c d']);
  });

  it('within a paragraph loses scripts with their content', async () => {
    expect((await read('before <script>alert(1)</script> after')).text).toBe('before after');
  });
});

describe('formulas in Markdown', () => {
  it('keep their underscores, asterisks and backslashes', async () => {
    expect((await read('where $a_1 * b_2 \\\\ c^*$ and *x*')).text).toBe('where $a_1 * b_2 \\\\ c^*$ and x');
  });

  it('that stand alone are code', async () => {
    expect(outline(await read('$$\n\\sum_{i} x_i\n$$'))).toEqual(['code \\sum_{i} x_i']);
  });

  it('are not seen in prices', async () => {
    expect((await read('It costs $5 or **$10** now.')).text).toBe('It costs $5 or $10 now.');
  });

  it('keeps formulas in brackets, as language models write them', async () => {
    const { text } = await read('where \\(a_1 * b_2 \\\\ c^*\\) and \\( x \\), so *y*');
    expect(text).toBe('where \\(a_1 * b_2 \\\\ c^*\\) and \\( x \\), so y');
    expect((await read('设\\(x_1 * x_2*\\)为根')).text).toBe('设\\(x_1 * x_2*\\)为根');
    expect(outline(await read('\\[\n\\sum_{i} x_i \\\\[2pt]\n\\]'))).toEqual([
      'code \\sum_{i} x_i \\\\[2pt]',
    ]);
    expect(outline(await read('- one\n\n  \\[ y = x \\]'))).toContainEqual(
      expect.stringMatching(/code y = x/),
    );
  });

  it.each(['p < 0.05', 'f(x)', 'E = mgh', 'F = ma'])('keeps \\(%s\\)', async (tex) => {
    expect((await read(`Say \\(${tex}\\) here`)).text).toBe(`Say \\(${tex}\\) here`);
  });

  it('takes escaped brackets around words for brackets', async () => {
    expect((await read('file\\(s\\) \\(see below\\)')).text).toBe('file(s) (see below)');
    expect((await read('\\[x\\] done\n\n\\[a\\_b\\] as in \\[1\\]')).text).toBe(
      '[x] done\n\n[a_b] as in [1]',
    );
    expect((await read('Use `\\(x = 1\\)` there')).text).toBe('Use \\(x = 1\\) there');
    expect((await read('\\[MAX_SIZE\\] is set \\(default = *none*\\)')).text).toBe(
      '[MAX_SIZE] is set (default = none)',
    );
    for (const formula of ['\\(v_1 = a*t*\\)', '\\( speed = way*_1 / time* \\)']) {
      expect((await read(`where ${formula}`)).text).toBe(`where ${formula}`);
    }
  });

  it('takes escaped brackets around links and addresses for brackets', async () => {
    const edit = await read('\\[[edit](https://w.example/index.php?title=A_b&action=edit)\\]');
    expect(edit.text).toBe('[edit]');
    expect(marked(edit)).toEqual(['link https://w.example/index.php?title=A_b&action=edit edit']);
    expect((await read('Ink \\(at https://w.example/?a_b=c now\\)')).text).toBe(
      'Ink (at https://w.example/?a_b=c now)',
    );
    expect((await read('\\[[1](#note_1)\\] says')).text).toBe('[1] says');
    expect((await read('where \\(P[X](y_1*z*)\\)')).text).toBe('where \\(P[X](y_1*z*)\\)');
  });
});

describe('front matter', () => {
  it.each([
    ['---\ntitle: "The \\"Ink\\" Stone"\ntags: [a]\n---\n# Other\n', 'The "Ink" Stone'],
    ['---\ntitle: 端砚 # note\n---\nText\n', '端砚'],
    ["+++\ntitle = 'Toml''s'\n+++\nText\n", "Toml's"],
    ['---\nname: x\n---\n# Heading *one*\n', 'Heading one'],
  ])('of %j gives the title', async (source, title) => {
    const document = await read(source);
    expect(document.title).toBe(title);
    expect(document.text).not.toContain('---');
  });

  it.each([
    ['tags:\n  - ink\n  - "field notes" # mine\n  - \'#stone\'', ['ink', 'field notes', 'stone']],
    ['tags:\n- 砚\n- #墨\ntitle: x', ['砚', '墨']],
    ['tags: [ink, "field notes", #stone]', ['ink', 'field notes', 'stone']],
    ['tags = ["ink", "stone"]', ['ink', 'stone']],
    ['tags: ink, field notes', ['ink', 'field notes']],
    ['tags: ink stone # two', ['ink', 'stone']],
    ['Tags: #ink #project/stone', ['ink', 'project/stone']],
    ['tags: "field notes"', ['field notes']],
    ['tag: ink', ['ink']],
    ['tags: [Ink, ink]', ['Ink']],
    ['tags: []', undefined],
    ['tags: null', undefined],
    ['tags:\ntitle: ink', undefined],
    ['title: tags', undefined],
  ])('that says %j gives tags', async (field, tags) => {
    const document = await read(`---\n${field}\n---\nText\n`);
    expect(document.tags).toEqual(tags);
  });

  it('is not seen in a rule above text', async () => {
    expect((await read('---\n\nJust words.\n\n---\n\nMore.')).text).toBe('Just words.\n\nMore.');
  });
});

describe('long and hostile Markdown', { timeout: 30_000 }, () => {
  it('cut into pieces reads as a whole, links included', async () => {
    const section = (index: number) =>
      `## Part ${index}\n\n${'Words of the part, at some length. '.repeat(140)}[more][r] and so on\n\n`;
    const document = await read(
      `${Array.from({ length: 30 }, (_, index) => section(index)).join('')}[r]: https://r.example`,
    );
    const headings = document.blocks.filter(({ kind }) => kind === 'heading');
    expect(headings).toHaveLength(30);
    expect(document.marks).toHaveLength(30);
    expect(document.text.length).toBeGreaterThan(140_000);
  });

  it('does not cut a listing in two', async () => {
    const listing = `# not a heading\n${`${'x'.repeat(200)}\n\n`.repeat(1000)}`;
    const document = await read(`\`\`\`sh\n${listing}\`\`\`\n`);
    expect(document.blocks).toHaveLength(1);
    expect(document.text).toBe(listing.trimEnd());
  });

  it('has its formulas found in time, also where spaces go on for long or no line is empty', () => {
    // Quadratic work over so many outlasts the test's time.
    const spaces = `costs $5${' '.repeat(300_000)}now`;
    expect(protectMath(spaces).source).toBe(spaces);
    const words = `\\(${'ink '.repeat(3_000_000)}`;
    expect(protectMath(`${words}\\(x_1\\)`).source).toBe(`${words}\uE0000\uE001`);
  });

  it.each([
    ['quotes in quotes', '>'.repeat(10_000) + ' deep'],
    [
      'lists in lists',
      Array.from({ length: 500 }, (_, level) => `${' '.repeat(level * 2)}- deep`).join('\n'),
    ],
    ['unclosed emphasis', '**a_'.repeat(10_000) + 'deep'],
    ['unclosed brackets', '['.repeat(50_000) + 'deep'],
    ['tables without a fitting header', '|a|b|\n|-|-|-|\n'.repeat(7_000) + 'deep'],
  ])('nested beyond use ends: %s', async (_, source) => {
    expect((await read(source)).text).toContain('deep');
  });
});
