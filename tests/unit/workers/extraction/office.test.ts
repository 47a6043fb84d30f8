import { describe, expect, it } from 'vitest';
import { extract, marked, outline } from '../../../fixtures/extraction';
import { docx, odfCell, ods, paragraph, textCell, word, xlsx } from '../../../fixtures/office-files';
import { violationsOf } from '../../../fixtures/rich-text-violations';
import { zipFile } from '../../../fixtures/zip-file';

describe('a Word document', { timeout: 30_000 }, () => {
  it('keeps headings, marks and tables, and leaves out what was deleted', async () => {
    const document = await extract(
      'a.docx',
      await docx(
        `<w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:r><w:t>砚台</w:t></w:r></w:p>` +
          `<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Kept</w:t></w:r><w:ins><w:r><w:t> added</w:t></w:r></w:ins>` +
          `<w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>` +
          `<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc>${paragraph('A')}</w:tc><w:tc>${paragraph('B')}</w:tc></w:tr>` +
          `<w:tr><w:tc>${paragraph('1')}</w:tc><w:tc>${paragraph('2')}</w:tc></w:tr></w:tbl>`,
      ),
    );
    expect(outline(document)).toEqual(['heading2 砚台', 'paragraph Kept added', 'table A\tB\n1\t2']);
    expect(marked(document)).toEqual(['strong Kept']);
    expect(violationsOf(document)).toEqual([]);
  });

  it('expands no entity that its document type defines', async () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>';
    const content = `${bomb}<w:document ${word}><w:body>${paragraph('x &b; &amp; y')}</w:body></w:document>`;
    const document = await extract('a.docx', await zipFile([{ name: 'word/document.xml', content }]));
    expect(document.text).toBe('x &b; & y');
  });

  it('nested ten thousand levels deep is refused', async () => {
    const deep = docx(`${'<w:sdt><w:sdtContent>'.repeat(10_000)}${paragraph('x')}`);
    await expect(extract('a.docx', await deep)).rejects.toMatchObject({ code: 'too-complex' });
  });

  it('without its main part is refused as corrupt', async () => {
    const file = await zipFile([{ name: 'word/styles.xml', content: '<x/>' }]);
    await expect(extract('a.docx', file)).rejects.toMatchObject({ code: 'corrupt' });
  });
});

describe('a workbook', { timeout: 30_000 }, () => {
  it('gives each sheet as a page, however large it claims to be', async () => {
    const document = await extract(
      'a.xlsx',
      await xlsx(
        `<row r="1">${textCell('Item')}${textCell('Price')}</row><row r="2">${textCell('墨')}<c><v>12.5</v></c></row>` +
          `<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>`,
      ),
    );
    expect(outline(document)).toEqual(['heading1 预算', 'table Item\tPrice\n墨\t12.5', 'paragraph 7']);
    expect(document.pages).toEqual([{ number: 1, start: 0, end: document.text.length }]);
    const table = document.blocks.find((block) => block.kind === 'table');
    expect(table?.cells.map(({ isHeader }) => isHeader)).toEqual([true, true, false, false]);
    expect(violationsOf(document)).toEqual([]);
  });

  it('in OpenDocument with a cell repeated a thousand million times is read within bounds', async () => {
    const repeated = `<table:table-cell table:number-columns-repeated="1000000000"><text:p>x</text:p></table:table-cell>`;
    const document = await extract(
      'a.ods',
      await ods(
        `<table:table-row>${odfCell('a')}${odfCell('b')}</table:table-row>` +
          `<table:table-row table:number-rows-repeated="1000000000">${repeated}</table:table-row>`,
      ),
    );
    expect(document.format).toBe('ods');
    expect(document.warnings).toContainEqual(expect.objectContaining({ code: 'cut-short', what: 'rows' }));
    expect(document.text.length).toBeLessThan(5_000_000);
  });
});

describe('Rich Text', { timeout: 30_000 }, () => {
  it('gives text in its code pages, headings, links and tables', async () => {
    const source =
      '{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 A;}{\\f1\\fcharset134 B;}}{\\stylesheet{\\s1 heading 1;}}' +
      "\\pard\\s1 Title\\par\\pard {\\f1\\'d1\\'e2\\'cc\\'a8} caf\\'e9 \\u8212? {\\field{\\*\\fldinst HYPERLINK \"https://example.org/\"}{\\fldrslt here}}\\par" +
      '\\trowd\\intbl a\\cell b\\cell\\row\\trowd\\intbl c\\cell d\\cell\\row\\pard {\\*\\unknown gone}{\\b end}\\par}';
    const document = await extract('a.rtf', source);
    expect(outline(document)).toEqual([
      'heading1 Title',
      'paragraph 砚台 café — here',
      'table a\tb\nc\td',
      'paragraph end',
    ]);
    expect(marked(document)).toEqual(['link https://example.org/ here', 'strong end']);
    expect(violationsOf(document)).toEqual([]);
  });

  it('nested ten thousand groups deep is refused', async () => {
    const deep = `{\\rtf1 ${'{'.repeat(10_000)}x`;
    await expect(extract('a.rtf', deep)).rejects.toMatchObject({ code: 'too-complex' });
  });
});

describe('a delimited table', { timeout: 30_000 }, () => {
  it('is read by its own delimiter, with a header where the first row plainly is one', async () => {
    const document = await extract('a.csv', '名称;价格\n墨;"12,5"\n砚;30\n');
    expect(outline(document)).toEqual(['table 名称\t价格\n墨\t12,5\n砚\t30']);
    const [table] = document.blocks;
    expect(table?.kind === 'table' && table.cells.map(({ isHeader }) => isHeader).slice(0, 3)).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('of many rows becomes blocks of a few hundred', async () => {
    const rows = Array.from({ length: 1000 }, (_, index) => `${index},x`).join('\n');
    const document = await extract('a.csv', rows);
    expect(document.blocks).toHaveLength(4);
    expect(violationsOf(document)).toEqual([]);
  });
});
