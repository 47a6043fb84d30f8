import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** Beside a document's text as the file has it: the text that is searched and cited. */
export const cleanedEnding = '.cleaned.txt';

/**
 * The texts were written relative to some folder at or above the documents: the one under which most are found.
 * @param {readonly import('./references.mjs').Reference[]} references
 * @param {string} out
 * @returns {Promise<(string | undefined)[]>} in the order of the references
 */
export async function readTexts(references, out) {
  const depth = Math.max(...references.map(({ file }) => file.split(sep).length));
  /** @type {(string | undefined)[]} */
  let best = references.map(() => undefined);
  let mostFound = 0;
  for (let dropped = 1; dropped < depth && mostFound < references.length; dropped += 1) {
    const texts = await Promise.all(
      references.map(({ file, isCleaned }) =>
        readText(join(out, ...file.split(sep).slice(dropped)), isCleaned),
      ),
    );
    const found = texts.filter((text) => text !== undefined).length;
    if (found <= mostFound) continue;
    mostFound = found;
    best = texts;
  }
  return best;
}

/**
 * @param {string} path
 * @param {boolean} isCleaned
 */
function readText(path, isCleaned) {
  return readFile(isCleaned ? path + cleanedEnding : path, 'utf8').catch(() => undefined);
}
