import { constants, deflateRawSync } from 'node:zlib';
import { makeZip, zipEntry } from './zip.mjs';

const chunkBytes = 32 * 1024 * 1024;

/**
 * An entry that inflates to `gigabytes` times 2^30 bytes, the same chunk again and again: it is deflated once, and
 * its bytes are repeated.
 * @param {string} name
 * @param {number} gigabytes
 * @param {{ chunk?: Buffer, head?: string }} [options]
 * @returns {import('./zip.mjs').ZipEntry}
 */
export function repeatedEntry(name, gigabytes, { chunk = Buffer.alloc(chunkBytes), head = '' } = {}) {
  const times = Math.ceil((gigabytes * 2 ** 30) / chunk.length);
  // Flushed in full, a piece of a stream does not lean on what came before it.
  const piece = (/** @type {Buffer} */ bytes) =>
    deflateRawSync(bytes, { finishFlush: constants.Z_FULL_FLUSH });
  const last = deflateRawSync(Buffer.alloc(0));
  const pieceOfChunk = piece(chunk);
  const repeated = Array.from({ length: times }, () => pieceOfChunk);
  return {
    name,
    deflated: Buffer.concat([piece(Buffer.from(head)), ...repeated, last]),
    size: head.length + times * chunk.length,
    // Not its own: whoever gets as far as to compare it has inflated all of it.
    checksum: 0,
  };
}

/** 10 GB of zeros, below the limit of an entry in each. */
export function zerosZip() {
  return makeZip(['a.txt', 'b.txt', 'c.txt'].map((name) => repeatedEntry(name, 10 / 3)));
}

/** Archives in archives, ten in each: a terabyte at the bottom. */
export function nestedZip() {
  let inner = makeZip([zipEntry('zeros.txt', Buffer.alloc(10_000_000))]);
  for (let depth = 0; depth < 5; depth += 1) {
    const outer = inner;
    inner = makeZip(Array.from({ length: 10 }, (_, copy) => zipEntry(`${depth}-${copy}.zip`, outer)));
  }
  return inner;
}

/** 20,000 files that are one and the same bytes. */
export function overlappingZip() {
  const { deflated, size, checksum } = zipEntry('', Buffer.alloc(10_000_000));
  const entries = Array.from({ length: 20_000 }, (_, number) => ({
    name: `${String(number).padStart(5, '0')}.txt`,
    deflated,
    size,
    checksum,
  }));
  return makeZip(entries, { isOverlapping: true });
}

/** A Word document of 3 GB of empty paragraphs. */
export function paragraphsDocx() {
  const head = `${declaration}<w:document xmlns:w="${wordSpace}"><w:body>`;
  const chunk = Buffer.from('<w:p/>'.repeat(1_000_000));
  return docx(repeatedEntry('word/document.xml', 3, { chunk, head }));
}

/** Entities in entities, ten in each: a billion words. */
export function entitiesDocx() {
  const document = `${declaration}${entityBomb('w:document')}<w:document xmlns:w="${wordSpace}"><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>`;
  return docx(zipEntry('word/document.xml', document));
}

export function entitiesSvg() {
  return `${declaration}${entityBomb('svg')}<svg xmlns="http://www.w3.org/2000/svg"><text>&j;</text></svg>`;
}

export function entitiesXhtml() {
  return `${declaration}${entityBomb('html')}<html xmlns="http://www.w3.org/1999/xhtml"><body><p>&j;</p></body></html>`;
}

/** A sheet whose two cells span a billion. */
export function billionCellsXlsx() {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const cell = (/** @type {string} */ place) => `<c r="${place}" t="inlineStr"><is><t>${place}</t></is></c>`;
  return makeZip([
    contentTypes({
      '/xl/workbook.xml': `${types}.sheet.main+xml`,
      '/xl/worksheets/sheet1.xml': `${types}.worksheet+xml`,
    }),
    rootRelations('xl/workbook.xml'),
    zipEntry(
      'xl/workbook.xml',
      `${declaration}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`,
    ),
    zipEntry(
      'xl/_rels/workbook.xml.rels',
      `${declaration}<Relationships xmlns="${relationSpace}"><Relationship Id="r1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
    zipEntry(
      'xl/worksheets/sheet1.xml',
      `${declaration}<worksheet xmlns="${main}"><dimension ref="A1:XFD1048576"/><sheetData><row r="1">${cell('A1')}</row><row r="1048576">${cell('XFD1048576')}</row></sheetData></worksheet>`,
    ),
  ]);
}

/** @param {number} depth */
export function deepHtml(depth) {
  return `<!doctype html><title>Deep</title>${'<div>'.repeat(depth)}The bottom.${'</div>'.repeat(depth)}`;
}

/** @param {number} depth */
export function deepJson(depth) {
  return `${'['.repeat(depth)}1${']'.repeat(depth)}`;
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
const wordSpace = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const relationSpace = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** @param {string} root */
function entityBomb(root) {
  const names = 'abcdefghij';
  const entities = Array.from(names, (name, level) => {
    const value = level === 0 ? 'lol' : `&${names.charAt(level - 1)};`.repeat(10);
    return `<!ENTITY ${name} "${value}">`;
  });
  return `<!DOCTYPE ${root} [${entities.join('')}]>`;
}

/** @param {import('./zip.mjs').ZipEntry} document */
function docx(document) {
  const type = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
  return makeZip([
    contentTypes({ '/word/document.xml': type }),
    rootRelations('word/document.xml'),
    document,
  ]);
}

/** @param {Readonly<Record<string, string>>} types */
function contentTypes(types) {
  const overrides = Object.entries(types).map(
    ([part, type]) => `<Override PartName="${part}" ContentType="${type}"/>`,
  );
  return zipEntry(
    '[Content_Types].xml',
    `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${overrides.join('')}</Types>`,
  );
}

/** @param {string} target */
function rootRelations(target) {
  return zipEntry(
    '_rels/.rels',
    `${declaration}<Relationships xmlns="${relationSpace}"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="${target}"/></Relationships>`,
  );
}
