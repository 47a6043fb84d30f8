import { describe, expect, it } from 'vitest';
import { extract, outline } from '../../../fixtures/extraction';
import { violationsOf } from '../../../fixtures/rich-text-violations';

async function read(name: string, source: BlobPart) {
  const document = await extract(name, source);
  expect(violationsOf(document)).toEqual([]);
  return document;
}

async function gzip(content: BlobPart): Promise<ArrayBuffer> {
  const stream = new Blob([content]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}

describe('source code', () => {
  it('is a block for each stretch that begins at the margin, as it stands', async () => {
    const source =
      'import os\n\n\ndef one():\n    a = 1\n\n    return a\n\n# about two\ndef two():\n\treturn 2\n';
    const document = await read('a.py', source);
    expect(outline(document)).toEqual([
      'code import os',
      'code def one():\n    a = 1\n\n    return a',
      'code # about two\ndef two():\n\treturn 2',
    ]);
    expect(document).toMatchObject({ format: 'code', encoding: 'utf-8' });
    expect(document.blocks[0]).toMatchObject({ language: 'python' });
  });

  it('is not cut before what only closes', async () => {
    const source = 'function a() {\n  if (b) {\n    c();\n\n  }\n\n}\n\nclass D {}\n';
    expect(outline(await read('a.ts', source))).toEqual([
      'code function a() {\n  if (b) {\n    c();\n\n  }\n\n}',
      'code class D {}',
    ]);
  });

  it.each([
    ['Dockerfile', 'FROM x', 'dockerfile'],
    ['settings.yaml', 'a: 1', 'yaml'],
    ['Cargo.toml', '[a]', 'toml'],
    ['script', '#!/bin/bash\necho', 'bash'],
  ])('%s is told', async (name, source, language) => {
    expect((await read(name, source)).blocks[0]).toMatchObject({ kind: 'code', language });
  });
});

describe('light markup', () => {
  it.each([
    [
      'a.rst',
      '=====\nTitle\n=====\n\nPart\n----\n\nText one\ngoes on.\n\n- item\n',
      ['heading1 Title', 'heading2 Part', 'paragraph Text one\ngoes on.', 'list-item1 item'],
    ],
    [
      'a.org',
      '#+TITLE: Title\n* Part :tag:\nText.\n#+BEGIN_SRC c\nx;\n#+END_SRC\n- item\n',
      ['heading1 Title', 'heading1 Part', 'paragraph Text.', 'code x;', 'list-item1 item'],
    ],
    [
      'a.adoc',
      '= Title\n:toc:\n\n== Part\nText.\n\n----\nx\n----\n\n* item\n',
      ['heading1 Title', 'heading2 Part', 'paragraph Text.', 'code x', 'list-item1 item'],
    ],
    [
      'a.tex',
      '\\documentclass{article}\n\\title{Title}\n\\begin{document}\n\\section{Part}\nText.\n\\begin{itemize}\n\\item one\n\\end{itemize}\n\\end{document}\n',
      ['heading1 Title', 'heading3 Part', 'paragraph Text.', 'list-item1 one'],
    ],
  ])('%s is read with its headings, lists and listings', async (name, source, expected) => {
    const document = await read(name, source);
    expect(outline(document)).toEqual(expected);
    expect(document).toMatchObject({ format: 'text', title: 'Title' });
  });
});

describe('XML', () => {
  it('that is a document is read for its text', async () => {
    const document = await read(
      'a.xml',
      '<?xml version="1.0"?><book><title>Ink</title><chapter><title>Stones</title><para>A <emphasis>hard</emphasis> stone that is ground.</para><list><item>one</item><item>two</item></list></chapter></book>',
    );
    expect(outline(document)).toEqual([
      'heading1 Ink',
      'heading2 Stones',
      'paragraph A hard stone that is ground.',
      'list-item1 one',
      'list-item1 two',
    ]);
    expect(document).toMatchObject({ format: 'text', title: 'Ink' });
  });

  it('that is settings is read as it stands', async () => {
    const source = '<beans>\n  <bean id="a" class="b.c.D"/>\n  <bean id="e" class="f.g.H"/>\n</beans>';
    expect(outline(await read('a.xml', source))).toEqual([`code ${source}`]);
  });

  it('that draws is read for its words, and is a picture without any', async () => {
    const drawing = await read(
      'a.svg',
      '<svg xmlns="x"><style>.a{}</style><text>Front <tspan>view</tspan></text><path d="M0 0"/></svg>',
    );
    expect(drawing).toMatchObject({ text: 'Front view', format: 'text' });
    expect(await read('b.svg', '<svg><path d="M0 0"/></svg>')).toMatchObject({ text: '', unread: 'image' });
  });

  it.each(['a.svg', 'a.xml', 'a.xhtml'])(
    'that defines entities which grow without end is read without them: %s',
    async (name) => {
      const entities = Array.from(
        { length: 20 },
        (_, index) => `<!ENTITY e${index + 1} "${`&e${index};`.repeat(50)}">`,
      ).join('');
      const root = name.split('.')[1] === 'xhtml' ? 'html' : 'svg';
      const source = `<?xml version="1.0"?><!DOCTYPE ${root} [<!ENTITY e0 "x">${entities}]><${root}><text>Words &e20;</text></${root}>`;
      const document = await read(name, source);
      expect(document.text.length).toBeLessThan(source.length);
      expect(document.text).toContain('Words');
    },
  );
});

describe('a file packed by gzip', () => {
  it('is read as the file it is', async () => {
    const document = await read('notes.md.gz', await gzip('# Ink\n\nText.'));
    expect(document).toMatchObject({ format: 'markdown', title: 'Ink' });
  });

  it('is refused when it is packed twice, is damaged, or holds a tape archive', async () => {
    await expect(extract('a.gz', await gzip(await gzip('x')))).rejects.toMatchObject({ code: 'too-complex' });
    await expect(extract('a.txt.gz', (await gzip('some words')).slice(0, 15))).rejects.toMatchObject({
      code: 'corrupt',
    });
    const tape = new Uint8Array(512);
    tape.set(new TextEncoder().encode('ustar'), 257);
    await expect(extract('a.tar.gz', await gzip(tape))).rejects.toMatchObject({ code: 'unsupported-format' });
  });
});
