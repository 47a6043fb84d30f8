import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hostileFiles, textPages, writeHostile } from '../hostile/hostile-files.mjs';
import { writeLargeText } from '../made/large-text.mjs';
import { makePdf } from '../made/pdf.mjs';
import { Prose } from '../made/prose.mjs';

/**
 * A file to import. `word` is in no other; `expects` says how its import has to end, when that is known.
 * @typedef {{ path: string, word?: string, expects?: string }} MadeFile
 */

const counts = { md: 70, txt: 30, html: 20, csv: 10, pdf: 6 };

/**
 * Writes a mixed folder: small files of several formats, PDFs, a broken one, and a large text.
 * @param {string} folder
 * @param {{ seed: number, megabytes: number, hasHostile: boolean }} options
 * @returns {Promise<MadeFile[]>}
 */
export async function makeLibrary(folder, { seed, megabytes, hasHostile }) {
  await mkdir(folder, { recursive: true });
  const prose = new Prose(seed);
  /** @type {MadeFile[]} */
  const files = [];
  for (const [extension, count] of Object.entries(counts)) {
    for (let number = 0; number < count; number += 1) {
      const word = prose.rareWord();
      const path = `${String(number).padStart(3, '0')}.${extension}`;
      await writeFile(join(folder, path), contentOf(extension, prose, word, seed + number));
      files.push({ path, word, expects: 'ready' });
    }
  }
  await writeFile(join(folder, 'broken.pdf'), makePdf(textPages(3, seed)).subarray(0, 400));
  files.push({ path: 'broken.pdf', expects: 'corrupt' });
  const head = prose.rareWord();
  await writeLargeText(join(folder, 'large.txt'), { megabytes, seed, head });
  // First, so that it is on its way whenever the browser is killed.
  files.unshift({ path: 'large.txt', word: head, expects: 'ready' });
  if (!hasHostile) return files;
  const hostile = hostileFiles(megabytes).filter(({ name }) => name !== 'large.txt');
  for (const file of hostile) await writeHostile(file, folder);
  return [...files, ...hostile.map(({ name }) => ({ path: name }))];
}

/**
 * @param {string} extension
 * @param {Prose} prose
 * @param {string} word
 * @param {number} seed
 */
function contentOf(extension, prose, word, seed) {
  if (extension === 'pdf') {
    const [first = [], ...pages] = textPages(5 + prose.below(40), seed);
    return makePdf([[word, ...first], ...pages]);
  }
  const text = prose.text(3 + prose.below(30));
  if (extension === 'md') return `# About ${word}\n\n${text}\n`;
  if (extension === 'html') {
    const paragraphs = text.split('\n\n').map((paragraph) => `<p>${paragraph}</p>`);
    return `<!doctype html><title>Page</title><article><h1>About ${word}</h1>${paragraphs.join('\n')}</article>`;
  }
  if (extension === 'csv') {
    const rows = text.split('\n\n').map((paragraph, number) => `${number},"${paragraph}"`);
    return ['number,text', `0,${word}`, ...rows].join('\n');
  }
  return `${word}\n\n${text}\n`;
}
