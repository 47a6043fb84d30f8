import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bigramF1 } from '../../../scripts/lab/score/bigram-f1.mjs';
import { textOfHtml, textOfMarkdown } from '../../../scripts/lab/score/markup-text.mjs';
import { score } from '../../../scripts/lab/score/score.mjs';

describe('how alike two texts are', () => {
  it('is 1 for the same characters, however they are spaced or how wide they are', () => {
    expect(bigramF1('Ｔｅａ  and\nink', 'Tea and ink')).toBe(1);
    expect(bigramF1('', ' \n')).toBe(1);
    expect(bigramF1('a', 'a')).toBe(1);
  });

  it('is 0 where no pair of characters is shared', () => {
    expect(bigramF1('abc', 'cba')).toBe(0);
    expect(bigramF1('', 'text')).toBe(0);
    expect(bigramF1('a', 'b')).toBe(0);
  });

  it('counts a pair as often as both have it', () => {
    // ab, ba, ab against ab: one of three and one shared.
    expect(bigramF1('abab', 'ab')).toBeCloseTo(2 / 4);
  });

  it('sees words that are missing, added or in another order', () => {
    const text = '端砚产于肇庆，歙砚产于婺源。';
    expect(bigramF1('端砚产于肇庆，', text)).toBeCloseTo((2 * 6) / (6 + 13));
    expect(bigramF1('歙砚产于婺源。端砚产于肇庆，', text)).toBeLessThan(1);
  });

  it('takes a character outside the basic plane for one', () => {
    expect(bigramF1('𠀀𠀁', '𠀀𠀂')).toBe(0);
  });
});

describe('the text of an expectation', () => {
  it('in Markdown has no syntax, pipes, comments or pictures, and whatever they hold', () => {
    const markdown = [
      '# Head *with* `code`',
      '<!-- image -->',
      '- one\\_two',
      '- three &amp; four ![alt](a.png)',
      '',
      '| a | **b** |',
      '| - | - |',
      '| c | <b>d</b> |',
      '',
      '```js',
      'let e;',
      '```',
    ].join('\n');
    expect(textOfMarkdown(markdown).split(/\s+/).filter(Boolean)).toEqual(
      'Head with code one_two three & four a b c d let e;'.split(' '),
    );
  });

  it('in HTML has no scripts', () => {
    expect(textOfHtml('<p>Tea &amp; ink</p><script>run()</script>').trim()).toBe('Tea & ink');
  });
});

describe('scoring', () => {
  let folder: string;
  const docs = () => join(folder, 'docs');
  const out = () => join(folder, 'out');

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inkstone-score-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  async function write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
  }

  it('compares PDFs that have text with the pages of another reader, and counts a missing one as 0', async () => {
    await write({
      'docs/pdf/manifest.jsonl': [
        { file: 'a.pdf', klass: 'text', reftext: '_reftext/a.pdf.json' },
        { file: 'b.pdf', klass: 'cjk-text', reftext: '_reftext/b.pdf.json' },
        { file: 'c.pdf', klass: 'no-text' },
      ]
        .map((line) => JSON.stringify(line))
        .join('\n'),
      'docs/pdf/_reftext/a.pdf.json': JSON.stringify({ pages: ['One page.', 'Two pages.'] }),
      'docs/pdf/_reftext/b.pdf.json': JSON.stringify({ pages: ['砚台'] }),
      'out/pdf/a.pdf': 'One page.\n\nTwo pages.',
    });
    const { groups } = await score([docs()], out());
    expect(groups).toMatchObject([{ group: 'pdf', files: 2, mean: 0.5, good: 0.5, missing: 1 }]);
    expect(groups[0]?.lower).toEqual([{ file: join(docs(), 'pdf/b.pdf'), score: 0, isMissing: true }]);
  });

  it('finds texts that were written relative to a folder further down', async () => {
    await write({
      'docs/books/_expected/a.spine.json': JSON.stringify(['Chapter one.', 'Chapter two.']),
      'docs/books/a.epub': '',
      'out/a.epub': 'Chapter one.\nChapter two.',
    });
    expect((await score([docs()], out())).groups).toMatchObject([{ group: 'books', mean: 1 }]);
    expect((await score([join(docs(), 'books')], out())).groups).toMatchObject([{ group: 'books', mean: 1 }]);
  });

  it('compares web articles with the text after cleaning, each with its own', async () => {
    await write({
      'docs/web/001/source.html': '',
      'docs/web/001/expected.html': '<p>The first.</p>',
      'docs/web/002/source.html': '',
      'docs/web/002/expected.html': '<p>Another one.</p>',
      'out/001/source.html': 'Menu The first.',
      'out/001/source.html.cleaned.txt': 'The first.',
      'out/002/source.html.cleaned.txt': 'Another one.',
    });
    expect((await score([docs()], out())).groups).toMatchObject([{ group: 'web', files: 2, mean: 1 }]);
  });

  it('compares with Markdown that carries the name of the file, or the name without its ending', async () => {
    await write({
      'docs/peer/docx/_expected/a.docx.md': '**Tea**',
      'docs/peer/docx/a.docx': '',
      'docs/peer/pdf/_expected/a.md': '- Ink',
      'docs/peer/pdf/a.pdf': '',
      'docs/peer/asciidoc/_expected/a.asciidoc.md': 'Left out',
      'docs/peer/asciidoc/a.asciidoc': '',
      'out/docx/a.docx': 'Tea',
      'out/pdf/a.pdf': 'Ink',
    });
    const { groups } = await score([docs()], out());
    expect(groups).toMatchObject([{ group: 'peer', files: 2, mean: 1 }]);
    expect(groups[0]?.extensions).toEqual({
      docx: { files: 1, mean: 1, good: 1 },
      pdf: { files: 1, mean: 1, good: 1 },
    });
  });

  it.each(['\n', '\r\n', '\r'])(
    'compares decoded text exactly, but for its line ends (%j)',
    async (lineEnd) => {
      const digest = (text: string) => createHash('sha1').update(text).digest('hex');
      await write({
        'docs/encodings/manifest.jsonl': [
          { file: 'a.txt', utf8_sha1: digest(`砚台${lineEnd}墨`) },
          { file: 'b.txt', utf8_sha1: digest('茶') },
        ]
          .map((line) => JSON.stringify(line))
          .join('\n'),
        'out/a.txt': '砚台\n墨',
        'out/b.txt': '茶 ',
      });
      expect((await score([docs()], out())).groups).toMatchObject([
        { group: 'encodings', files: 2, mean: 0.5 },
      ]);
    },
  );

  it('says that there is nothing to compare with', async () => {
    await write({ 'docs/a.txt': 'Tea' });
    await expect(score([docs()], out())).rejects.toThrow('nothing to compare with');
    await expect(score([join(folder, 'gone')], out())).rejects.toThrow('gone is not a folder');
  });
});
