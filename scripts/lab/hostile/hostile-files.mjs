import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as bombs from '../made/bombs.mjs';
import { writeLargeText } from '../made/large-text.mjs';
import { makePdf } from '../made/pdf.mjs';
import { Prose } from '../made/prose.mjs';

/**
 * @typedef {object} HostileFile
 * @property {string} name
 * @property {boolean} isHonest large, but what a person may have: it is to be read
 * @property {(path: string) => Promise<void>} write
 */

/** @param {number} megabytes of the large text; the one line is half as long */
export function hostileFiles(megabytes) {
  return [
    made('zeros.zip', bombs.zerosZip),
    made('nested.zip', bombs.nestedZip),
    made('overlapping.zip', bombs.overlappingZip),
    made('paragraphs.docx', bombs.paragraphsDocx),
    made('entities.docx', bombs.entitiesDocx),
    made('entities.svg', bombs.entitiesSvg),
    made('entities.xhtml', bombs.entitiesXhtml),
    made('billion-cells.xlsx', bombs.billionCellsXlsx),
    made('deep.html', () => bombs.deepHtml(10_000)),
    made('deep.json', () => bombs.deepJson(100_000)),
    made('empty-pages.pdf', () => makePdf(Array.from({ length: 100_000 }, () => []))),
    honest('one-line.txt', (path) =>
      writeLargeText(path, { megabytes: megabytes / 2, seed: 1, isOneLine: true }),
    ),
    honest('thousand-pages.pdf', (path) => writeFile(path, makePdf(textPages(1000)))),
    honest('large.txt', (path) => writeLargeText(path, { megabytes, seed: 2 })),
  ];
}

export const goodFile = {
  name: 'good.md',
  text: '# Good\n\nA small file that is to be read in spite of all.\n',
};

/**
 * @param {HostileFile} file
 * @param {string} folder
 */
export async function writeHostile(file, folder) {
  const path = join(folder, file.name);
  await file.write(path);
  return path;
}

/**
 * @param {string} name
 * @param {() => string | Buffer} make
 * @returns {HostileFile}
 */
function made(name, make) {
  return { name, isHonest: false, write: (path) => writeFile(path, make()) };
}

/**
 * @param {string} name
 * @param {(path: string) => Promise<void>} write
 * @returns {HostileFile}
 */
function honest(name, write) {
  return { name, isHonest: true, write };
}

/** @param {number} count */
export function textPages(count, seed = 3) {
  const prose = new Prose(seed);
  const isAscii = (/** @type {string} */ sentence) => /^[ -~]+$/.test(sentence);
  const line = (/** @type {number} */ page) =>
    [`Page ${page}.`, ...prose.paragraph(2).split('. ').filter(isAscii)].join(' ').slice(0, 90);
  return Array.from({ length: count }, (_, page) => Array.from({ length: 40 }, () => line(page)));
}
