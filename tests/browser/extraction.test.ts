import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExtractedDocument } from '../../src/core/extracted-document';
import { originalText } from '../../src/core/text-edits';
import { RpcClient } from '../../src/rpc/client';
import type { ExtractionContract } from '../fixtures/extraction-contract';
import { docx, odt, paragraph, pptx, textCell, xlsx } from '../fixtures/office-files';
import { lockWith, pdfFile } from '../fixtures/pdf-file';
import { violationsOf } from '../fixtures/rich-text-violations';
import { zipFile } from '../fixtures/zip-file';

let worker: Worker;
let client: RpcClient<ExtractionContract>;

beforeAll(() => {
  worker = new Worker(new URL('../fixtures/extraction.worker.ts', import.meta.url), { type: 'module' });
  client = new RpcClient<ExtractionContract>(worker);
});

afterAll(() => worker.terminate());

function extract(name: string, content: BlobPart): Promise<ExtractedDocument> {
  return client.call('extract', { file: new Blob([content]), name });
}

const page = (...texts: string[]) => ({
  kind: 'text' as const,
  lines: texts.map((text, index) => ({ text, y: 760 - index * 14 })),
});

describe('a PDF', () => {
  it('gives its text page by page, with exact offsets', async () => {
    const document = await extract('two.pdf', pdfFile([page('The first page.'), page('The second page.')]));
    expect(document.text).toBe('The first page.\n\nThe second page.');
    expect(document.pages.map(({ number, start, end }) => [number, document.text.slice(start, end)])).toEqual(
      [
        [1, 'The first page.'],
        [2, 'The second page.'],
      ],
    );
    expect(document).toMatchObject({ format: 'pdf', coverage: 1, warnings: [] });
    expect(violationsOf(document)).toEqual([]);
  });

  it('gives Chinese text whose character map and font are not in the file', async () => {
    const document = await extract(
      '中文.pdf',
      pdfFile([page('砚台是中国传统的文房用具，', '用来研磨墨锭。')]),
    );
    expect(document.text).toBe('砚台是中国传统的文房用具，用来研磨墨锭。');
  });

  it('has the title that its metadata gives, unless that is a file name', async () => {
    const titled = await extract('a.pdf', pdfFile([page('Text.')], { title: '端砚 and Ink' }));
    expect(titled.title).toBe('端砚 and Ink');
    const named = await extract('a.pdf', pdfFile([page('Text.')], { title: 'final_v2.docx' }));
    expect(named.title).toBeUndefined();
  });

  it('names the pages without text and lowers its coverage', async () => {
    const document = await extract('mixed.pdf', pdfFile([page('Text.'), { kind: 'picture' }, page('More.')]));
    expect(document.warnings).toEqual([{ code: 'pages-without-text', pages: [2] }]);
    expect(document.coverage).toBeCloseTo(2 / 3);
  });

  it('goes on after a page that cannot be read', async () => {
    const document = await extract(
      'broken.pdf',
      pdfFile([page('Before.'), { kind: 'missing' }, page('After.')]),
    );
    expect(document.text).toBe('Before.\n\nAfter.');
    expect(document.warnings).toEqual([expect.objectContaining({ code: 'page-failed', page: 2 })]);
    expect(document.pages.map(({ number }) => number)).toEqual([1, 2, 3]);
  });

  it('of pictures only is kept as a scan, with its pages counted', async () => {
    const scan = pdfFile([{ kind: 'picture' }, { kind: 'picture' }]);
    await expect(extract('scan.pdf', scan)).resolves.toMatchObject({
      unread: 'scan',
      text: '',
      coverage: 0,
      pages: [1, 2].map((number) => ({ number, start: 0, end: 0 })),
      warnings: [{ code: 'pages-without-text', pages: [1, 2] }],
    });
  });

  it('of blank pages only is refused as having no text', async () => {
    await expect(extract('blank.pdf', pdfFile([page(), page()]))).rejects.toMatchObject({ code: 'no-text' });
  });

  it('locked by a password is refused as encrypted', async () => {
    const locked = pdfFile([page('Secret.')], { isLocked: true });
    await expect(extract('locked.pdf', locked)).rejects.toMatchObject({ code: 'encrypted' });
  });

  it('with a password is read with it, and refused without it and with another', async () => {
    const passwordLock = await lockWith('ink & stone');
    const file = new Blob([pdfFile([page('Open at last.')], { passwordLock })]);
    const read = (password?: string) =>
      client.call('extract', { file, name: 'a.pdf', ...(password === undefined ? {} : { password }) });
    await expect(read('ink & stone')).resolves.toMatchObject({ text: 'Open at last.' });
    await expect(read('stone')).rejects.toMatchObject({ code: 'wrong-password' });
    await expect(read()).rejects.toMatchObject({ code: 'encrypted' });
  });

  it('has the values of its fields behind their labels, its notes last, and names its attachments', async () => {
    const file = pdfFile(
      [
        {
          kind: 'text',
          lines: [{ text: 'Name:', y: 700 }],
          overlays: [
            { kind: 'field', text: '李白', x: 110, y: 694 },
            { kind: 'note', text: 'Ask again', x: 300, y: 300 },
          ],
        },
      ],
      { attachment: 'ledger.csv' },
    );
    const document = await extract('form.pdf', file);
    expect(document.text).toBe('Name: 李白\n\nAsk again');
    expect(originalText(document).trim()).toBe('Name:');
    expect(document.warnings).toEqual([{ code: 'attachments-skipped', names: ['ledger.csv'] }]);
    expect(violationsOf(document)).toEqual([]);
  });

  it('leaves headers and page numbers out of its text, and keeps where they stood', async () => {
    const pages = [1, 2, 3].map((number) => ({
      kind: 'text' as const,
      lines: [
        { text: 'Annals of Ink', y: 800 },
        { text: `What is said on page ${'abc'[number - 1] ?? ''}.`, y: 600 },
        { text: `- ${number} -`, x: 290, y: 40 },
      ],
    }));
    const document = await extract('book.pdf', pdfFile(pages));
    expect(document.text).toBe(['a', 'b', 'c'].map((name) => `What is said on page ${name}.`).join('\n\n'));
    expect(document.edits?.map(({ kind }) => kind)).toEqual(
      [1, 2, 3].flatMap(() => ['running-header', 'page-number']),
    );
    expect(originalText(document)).toContain('What is said on page a.\n\n- 1 -\n\nAnnals of Ink');
    expect(violationsOf(document)).toEqual([]);
  });

  it('goes on after the pages that an earlier reading kept, and ignores what is kept in another form', async () => {
    const file = new Blob([pdfFile([page('One.'), page('Two.'), page('Three.')])]);
    const line = { text: 'Kept.', start: 72, end: 100, baseline: 760, fontSize: 11, angle: 0 };
    const view = { left: 0, bottom: 0, right: 595, top: 842 };
    const item = { kind: 'pdf-page', form: 1, pageCount: 3, number: 1, lines: [line], view };
    const read = async (kept: readonly unknown[]) =>
      (await client.call('extract', { file, name: 'a.pdf', kept })).text;
    await expect(read([item])).resolves.toBe('Kept.\n\nTwo.\n\nThree.');
    await expect(read([{ ...item, form: 0 }, 'older'])).resolves.toBe('One.\n\nTwo.\n\nThree.');
    await expect(read([{ ...item, pageCount: 9 }])).resolves.toBe('One.\n\nTwo.\n\nThree.');
  });

  it('of many megabytes is read part by part', async () => {
    const padding = new Uint8Array(9 * 1024 * 1024).fill(0x0a);
    const small = pdfFile([page('At the very end.')]);
    // Both copies are the same: the table at the end holds for the first one.
    const document = await extract('large.pdf', new Blob([small, padding, small]));
    expect(document.text).toBe('At the very end.');
  });

  it('cut short is refused as corrupt', async () => {
    const whole = pdfFile([page('Text.')]);
    await expect(extract('cut.pdf', whole.slice(0, 60))).rejects.toMatchObject({ code: 'corrupt' });
  });

  it('that is one in name only is refused as corrupt', async () => {
    await expect(extract('letter.pdf', 'Dear reader, this is no PDF.')).rejects.toMatchObject({
      code: 'corrupt',
    });
  });

  it('reports each page read', async () => {
    const file = new Blob([pdfFile([page('One.'), page('Two.'), page('Three.')])]);
    const progress: { loaded: number; total: number }[] = [];
    await client.call('extract', { file, name: 'a.pdf' }, { onProgress: (value) => progress.push(value) });
    // What takes its time is told of by the same again.
    const steps = progress.filter(({ loaded }, i) => loaded !== (progress[i - 1]?.loaded ?? 0));
    expect(steps).toEqual([1, 2, 3].map((loaded) => ({ loaded, total: 3 })));
  });

  it('stops when cancelled, and the next one is read', async () => {
    const file = new Blob([pdfFile(Array.from({ length: 40 }, (_, index) => page(`Page ${index}.`)))]);
    const controller = new AbortController();
    const call = client.call(
      'extract',
      { file, name: 'long.pdf' },
      { signal: controller.signal, onProgress: () => controller.abort() },
    );
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    await expect(extract('a.pdf', pdfFile([page('Text.')]))).resolves.toMatchObject({ text: 'Text.' });
  });
});

describe('in a worker, where there is no document', () => {
  it('Markdown with entities and raw HTML is read', async () => {
    const document = await extract('a.md', '# A &amp; B\n\n<div>raw <b>text</b></div>\n');
    expect(document.text).toBe('A & B\n\nraw text');
    expect(document.title).toBe('A & B');
  });

  it('a web page is read', async () => {
    const document = await extract('a.html', '<title>T</title><h1>Head</h1><p>Body &eacute;</p>');
    expect(document.text).toContain('Body é');
  });

  it('GB18030 text is decoded', async () => {
    const bytes = Uint8Array.of(
      0xd1,
      0xe2,
      0xcc,
      0xa8,
      0xca,
      0xc7,
      0xce,
      0xc4,
      0xb7,
      0xbf,
      0xd3,
      0xc3,
      0xbe,
      0xdf,
    );
    await expect(extract('a.txt', bytes)).resolves.toMatchObject({
      text: '砚台是文房用具',
      encoding: 'gb18030',
    });
  });

  it('a web page keeps what is left out of it as removed', async () => {
    const sentence = 'An inkstone is a stone mortar for the grinding and containment of ink. ';
    const document = await extract(
      'a.html',
      `<title>Inkstones</title><nav>Home</nav><article><h1>Inkstones</h1><p>${sentence.repeat(20)}</p></article>`,
    );
    expect(document.text.startsWith('Inkstones\n\nAn inkstone')).toBe(true);
    expect(document.edits).toMatchObject([{ kind: 'navigation', start: 0, original: '\n\nHome' }]);
  });

  it('Western text of Windows is decoded with the signs that ISO 8859-1 lacks', async () => {
    const bytes = Uint8Array.of(0x93, 0x31, 0x30, 0x80, 0x94, 0x20, 0x63, 0x61, 0x66, 0xe9);
    await expect(extract('a.txt', bytes)).resolves.toMatchObject({ text: '“10€” café' });
  });

  it('a mail with an attachment is read', async () => {
    const mail =
      'From: a@b.example\nSubject: Ink\nContent-Type: multipart/mixed; boundary=b\n\n' +
      '--b\nContent-Type: text/html\n\n<p>Hello</p>\n' +
      '--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename="n.txt"\n\nNote.\n--b--\n';
    const document = await extract('a.eml', mail);
    expect(document).toMatchObject({
      title: 'Ink',
      text: 'Ink\n\nFrom: a@b.example\n\nHello\n\nn.txt\n\nNote.',
    });
  });

  it('a book and a packed file are inflated', async () => {
    const book = await zipFile([
      { name: 'mimetype', content: 'application/epub+zip' },
      { name: 'META-INF/container.xml', content: '<container><rootfile full-path="b.opf"/></container>' },
      { name: 'b.opf', content: '<package><item id="c" href="c.xhtml"/><itemref idref="c"/></package>' },
      { name: 'c.xhtml', content: '<html><body><p>Chapter.</p></body></html>' },
    ]);
    await expect(extract('b.epub', book)).resolves.toMatchObject({ format: 'epub', text: 'Chapter.' });
    const packed = new Blob(['packed']).stream().pipeThrough(new CompressionStream('gzip'));
    await expect(extract('a.txt.gz', await new Response(packed).blob())).resolves.toMatchObject({
      text: 'packed',
    });
  });

  it.each([
    [
      'docx',
      () =>
        docx(
          `${paragraph('砚台')}<w:tbl><w:tr><w:tc>${paragraph('a')}</w:tc><w:tc>${paragraph('b')}</w:tc></w:tr></w:tbl>`,
        ),
      '砚台\n\na\tb',
    ],
    ['pptx', () => pptx('Ink', '研墨'), 'Ink\n\n研墨'],
    ['xlsx', () => xlsx(`<row>${textCell('Item')}${textCell('墨')}</row>`), '预算\n\nItem\t墨'],
    ['odt', () => odt('<text:h text:outline-level="1">Ink</text:h><text:p>文房</text:p>'), 'Ink\n\n文房'],
    ['rtf', () => Promise.resolve("{\\rtf1\\ansi\\ansicpg936 \\'d1\\'e2\\par Ink\\par}"), '砚\n\nInk'],
    ['csv', () => Promise.resolve('Item;Price\n墨;"12,5"\n'), 'Item\tPrice\n墨\t12,5'],
  ])('%s is read', async (format, make, text) => {
    const document = await extract(`a.${format}`, await make());
    expect(document).toMatchObject({ format, text });
    expect(violationsOf(document)).toEqual([]);
  });

  it('JSON nested a hundred thousand deep is read', async () => {
    const source = `${'['.repeat(100_000)}"deep"${']'.repeat(100_000)}`;
    expect((await extract('a.json', source)).text).toContain('deep');
  });
});
