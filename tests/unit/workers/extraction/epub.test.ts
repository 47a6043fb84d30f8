import { describe, expect, it } from 'vitest';
import { extractDocument } from '../../../../workers/engines/extraction/extract';
import { outline } from '../../../fixtures/extraction';
import { violationsOf } from '../../../fixtures/rich-text-violations';
import { zipFile, type ZippedEntry } from '../../../fixtures/zip-file';

const container =
  '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>';

const xhtml = (body: string) =>
  `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>${body}</body></html>`;

const opf = (items: string, spine: string) =>
  `<package xmlns:dc="d"><metadata><dc:title>The Ink Book</dc:title><dc:creator>Mei Lin</dc:creator></metadata><manifest>${items}</manifest><spine toc="ncx">${spine}</spine></package>`;

const twoChapters = opf(
  '<item id="two" href="text/two%20b.xhtml"/><item id="one" href="text/one.xhtml"/><item id="nav" properties="nav" href="nav.xhtml"/>',
  '<itemref idref="one"/><itemref idref="two"/>',
);

const book = (entries: readonly ZippedEntry[]) =>
  zipFile([
    { name: 'mimetype', content: 'application/epub+zip' },
    { name: 'META-INF/container.xml', content: container },
    ...entries,
  ]);

const read = (file: Blob) => extractDocument(file, 'a.epub', { signal: new AbortController().signal });

const nav = xhtml(
  '<nav epub:type="toc"><ol><li><a href="text/one.xhtml">First</a></li><li><a href="text/two%20b.xhtml#x">Second</a></li></ol></nav>',
);

describe('a book', () => {
  it('is read in the order of its spine, each document a page, titles from its contents', async () => {
    const document = await read(
      await book([
        { name: 'OPS/book.opf', content: twoChapters },
        { name: 'OPS/nav.xhtml', content: nav },
        { name: 'OPS/text/two b.xhtml', content: xhtml('<p>No heading <b>here</b>.</p>') },
        {
          name: 'OPS/text/one.xhtml',
          content: xhtml('<h2>Own heading</h2><nav><p>Kept</p></nav><p>Text</p><script/><p>more</p>'),
        },
      ]),
    );
    expect(outline(document)).toEqual([
      'heading2 Own heading',
      'paragraph Kept',
      'paragraph Text',
      'paragraph more',
      'heading1 Second',
      'paragraph No heading here.',
    ]);
    expect(document.title).toBe('The Ink Book – Mei Lin');
    expect(
      document.pages.map(({ number, start, end }) => [
        number,
        document.text.slice(start, end).trim().slice(-12),
      ]),
    ).toEqual([
      [1, expect.stringContaining('more')],
      [2, 'ading here.'.padStart(12, 'e')],
    ]);
    expect(document).toMatchObject({ format: 'epub', coverage: 1, warnings: [] });
    expect(violationsOf(document)).toEqual([]);
  });

  it('of the second version has its titles from the outline', async () => {
    const document = await read(
      await book([
        {
          name: 'OPS/book.opf',
          content: opf(
            '<item id="c" href="c.xhtml"/><item id="ncx" href="toc.ncx"/>',
            '<itemref idref="c"/>',
          ),
        },
        {
          name: 'OPS/toc.ncx',
          content:
            '<ncx><navMap><navPoint><navLabel><text>Only one</text></navLabel><content src="c.xhtml"/></navPoint></navMap></ncx>',
        },
        { name: 'OPS/c.xhtml', content: xhtml('<p>Text</p>') },
      ]),
    );
    expect(document.text).toBe('Only one\n\nText');
  });

  it('goes on after a chapter that is missing, and names it', async () => {
    const document = await read(
      await book([
        { name: 'OPS/book.opf', content: twoChapters },
        { name: 'OPS/nav.xhtml', content: nav },
        { name: 'OPS/text/two b.xhtml', content: xhtml('<p>Text</p>') },
      ]),
    );
    expect(document.text).toBe('Second\n\nText');
    expect(document.coverage).toBe(0.5);
    expect(document.warnings).toEqual([expect.objectContaining({ code: 'part-failed', name: 'First' })]);
  });

  it('locked by its seller cannot be opened here; one with locked fonts only is read', async () => {
    const locked = (uri: string) => ({
      name: 'META-INF/encryption.xml',
      content: `<encryption><enc:EncryptedData><enc:CipherData><enc:CipherReference URI="${uri}"/></enc:CipherData></enc:EncryptedData></encryption>`,
    });
    const entries = [
      { name: 'OPS/book.opf', content: opf('<item id="c" href="c.xhtml"/>', '<itemref idref="c"/>') },
      { name: 'OPS/c.xhtml', content: xhtml('<p>Text</p>') },
    ];
    await expect(read(await book([...entries, locked('OPS/c.xhtml')]))).rejects.toMatchObject({
      code: 'locked',
    });
    await expect(read(await book([...entries, locked('OPS/font.otf')]))).resolves.toMatchObject({
      text: 'Text',
    });
  });

  it('without a reading order is corrupt', async () => {
    await expect(read(await book([{ name: 'OPS/book.opf', content: opf('', '') }]))).rejects.toMatchObject({
      code: 'corrupt',
    });
  });
});
