import { describe, expect, it } from 'vitest';
import { extract, outline } from '../../../fixtures/extraction';
import { violationsOf } from '../../../fixtures/rich-text-violations';

async function read(source: string, name = 'a.json') {
  const document = await extract(name, source);
  expect(violationsOf(document)).toEqual([]);
  return document;
}

const long = 'An inkstone is a stone mortar for grinding ink. '.repeat(8).trim();

describe('JSON', () => {
  it('keeps every name and value, numbers as they are written', async () => {
    const document = await read(
      '{"name": "Duan", "id": 12345678901234567890.10, "old": true, "none": null, "tags": ["a", "b"], "empty": {}, "size": {"w": 1e3, "h": -0}}',
    );
    expect(document).toMatchObject({ format: 'json', title: 'Duan' });
    expect(outline(document)).toEqual([
      'list-item1 name: Duan',
      'list-item1 id: 12345678901234567890.10',
      'list-item1 old: true',
      'list-item1 none: null',
      'list-item1 tags: a, b',
      'list-item1 empty: {}',
      'list-item1 size:',
      'list-item2 w: 1e3',
      'list-item2 h: -0',
    ]);
  });

  it('shows records with the same names as a table', async () => {
    const document = await read(
      '[{"stone": "端砚", "year": 1978}, {"stone": "歙砚", "year": 1982, "note": "x\\ty"}]',
    );
    expect(document.blocks.map(({ kind }) => kind)).toEqual(['table']);
    expect(document.text).toBe('stone\tyear\tnote\n端砚\t1978\t\n歙砚\t1982\tx y');
  });

  it('shows rows of one length as a table', async () => {
    expect((await read('[[1, 2], [3, 4]]')).text).toBe('1\t2\n3\t4');
  });

  it('puts large parts below headings with their names, long strings as paragraphs', async () => {
    const document = await read(
      JSON.stringify({ paths: { first: { about: long, more: long }, second: { note: long, short: 'x' } } }),
    );
    expect(outline(document)).toEqual([
      'heading1 paths',
      'heading2 first',
      `paragraph about: ${long}`,
      `paragraph more: ${long}`,
      'list-item1 second:',
      `paragraph note: ${long}`,
      'list-item2 short: x',
    ]);
  });

  it('reads escapes, line ends and surrogate pairs in strings', async () => {
    expect((await read('{"a": "\\u7814\\ud842\\udfb7 \\"b\\"\\\\"}')).text).toBe('a: 研𠮷 "b"\\');
    expect((await read('{"a": "one\\n\\ntwo"}')).text).toBe('a: one\n\ntwo');
  });

  it('in lines is read as one list', async () => {
    const document = await read('{"a": 1, "b": 2}\n{"a": 3, "b": 4}\n', 'a.jsonl');
    expect(document.text).toBe('a\tb\n1\t2\n3\t4');
  });

  it('of a conversation says who says what', async () => {
    const document = await read(
      JSON.stringify({
        messages: [
          { role: 'user', content: 'What is an inkstone?' },
          { role: 'assistant', content: [{ type: 'text', text: 'A mortar.' }], model: 'm1' },
        ],
      }),
    );
    expect(document.text).toMatch(/user: What is an inkstone\?\n\nassistant: A mortar\.\n\nmodel: m1$/);
  });

  it('of an exported tree of messages says who says what', async () => {
    const node = (role: string, text: string) => ({
      message: { author: { role }, content: { content_type: 'text', parts: [text] }, metadata: { x: {} } },
    });
    const document = await read(
      JSON.stringify([
        {
          title: 'Ink',
          mapping: { r: { message: null }, a: node('user', 'Why?'), b: node('assistant', 'So.') },
        },
      ]),
    );
    expect(document.text).toContain('user: Why?\n\nassistant: So.');
  });

  it('that is broken or has comments is read all the same', async () => {
    const broken = await read('{"a": 1, "b": [1, 2');
    expect(outline(broken)).toEqual(['code {"a": 1, "b": [1, 2']);
    expect((await read('{ // note\n "a": 1, /* b */ }', 'a.jsonc')).text).toBe('a: 1');
  });

  it.each([
    ['lists', '['.repeat(100_000) + '"deep"' + ']'.repeat(100_000)],
    ['objects', '{"a":'.repeat(100_000) + '"deep"' + '}'.repeat(100_000)],
    ['mixed', '[1,{"a":'.repeat(50_000) + '"deep"' + '}]'.repeat(50_000)],
  ])('nested a hundred thousand deep is read: %s', { timeout: 20_000 }, async (_, source) => {
    expect((await read(source)).text).toContain('deep');
  });
});

describe('a notebook', () => {
  const notebook = (cells: unknown[]) =>
    JSON.stringify({
      cells,
      metadata: { language_info: { name: 'Python' } },
      nbformat: 4,
      nbformat_minor: 5,
    });

  it('is read as prose, code and what the code gave', async () => {
    const document = await read(
      notebook([
        { cell_type: 'markdown', source: ['# Ink *study*\n', '\n', 'Some **prose**.'] },
        {
          cell_type: 'code',
          source: 'x = 1\nprint(x)',
          outputs: [
            { output_type: 'stream', name: 'stdout', text: ['1\n', '2\n'] },
            {
              output_type: 'display_data',
              data: { 'image/png': 'aGk=', 'text/plain': ['<Figure size 1x1 with 1 Axes>'] },
            },
            { output_type: 'error', traceback: ['\u001B[31mNameError\u001B[0m', 'line 2'] },
          ],
        },
        { cell_type: 'raw', source: 'as it is' },
      ]),
      'a.ipynb',
    );
    expect(outline(document)).toEqual([
      'heading1 Ink study',
      'paragraph Some prose.',
      'code x = 1\nprint(x)',
      'code 1\n2',
      'code NameError\nline 2',
      'code as it is',
    ]);
    expect(document).toMatchObject({ format: 'notebook', title: 'Ink study' });
    expect(document.blocks[2]).toMatchObject({ language: 'python' });
    expect(document.warnings).toEqual([{ code: 'images-skipped', count: 1 }]);
  });

  it('that is no notebook is refused as damaged', async () => {
    await expect(extract('a.ipynb', '{"a": 1}')).rejects.toMatchObject({ code: 'corrupt' });
  });
});
