import { createHash } from 'node:crypto';
import { UsageError } from '../arguments.mjs';
import { bigramF1 } from './bigram-f1.mjs';
import { findReferences } from './references.mjs';
import { readTexts } from './texts.mjs';

/** A file below this is listed by name. */
const good = 0.9;

/**
 * @typedef {object} GroupScore
 * @property {string} group
 * @property {number} files
 * @property {number} mean
 * @property {number} good share of the files at 0.9 or above
 * @property {number} missing files of which there is no text
 * @property {Record<string, { files: number, mean: number, good: number }>} extensions
 * @property {{ file: string, score: number, isMissing: boolean }[]} lower the files below 0.9
 */

/**
 * Compares the texts that `parse` or `decode` wrote with the expectations beside the documents. A missing text counts 0.
 * @param {readonly string[]} docs
 * @param {string} out
 * @returns {Promise<{ groups: GroupScore[] }>}
 */
export async function score(docs, out) {
  const references = (await Promise.all(docs.map(findReferences))).flat();
  if (references.length === 0)
    throw new UsageError('there is nothing to compare with beside these documents');
  const groups = groupBy(references, ({ group }) => group);
  /** @type {GroupScore[]} */
  const scores = [];
  for (const [group, members] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    scores.push(await scoreGroup(group, members, out));
  }
  return { groups: scores };
}

/**
 * @param {string} group
 * @param {readonly import('./references.mjs').Reference[]} references
 * @param {string} out
 * @returns {Promise<GroupScore>}
 */
async function scoreGroup(group, references, out) {
  const texts = await readTexts(references, out);
  const scored = await Promise.all(
    references.map(async ({ file, expected }, position) => {
      const text = texts[position];
      const isMissing = text === undefined;
      return { file, isMissing, score: isMissing ? 0 : await scoreText(text, expected) };
    }),
  );
  const byExtension = groupBy(scored, ({ file }) => file.split('.').at(-1) ?? '');
  return {
    group,
    ...summary(scored),
    missing: scored.filter(({ isMissing }) => isMissing).length,
    extensions: Object.fromEntries([...byExtension].map(([extension, some]) => [extension, summary(some)])),
    lower: scored.filter(({ score }) => score < good).sort((a, b) => a.score - b.score),
  };
}

/** @param {readonly { score: number }[]} scored */
function summary(scored) {
  const sum = scored.reduce((total, { score }) => total + score, 0);
  const count = scored.filter(({ score }) => score >= good).length;
  return { files: scored.length, mean: sum / scored.length, good: count / scored.length };
}

/**
 * @param {string} text
 * @param {import('./references.mjs').Expectation} expected
 */
async function scoreText(text, expected) {
  if (expected.kind === 'text') return bigramF1(text, await expected.read());
  // Line ends are made one kind when a file is decoded; the digest is of the file's own.
  const spellings = [text, text.replaceAll('\n', '\r\n'), text.replaceAll('\n', '\r')];
  return spellings.some((spelling) => sha1(spelling) === expected.digest) ? 1 : 0;
}

/** @param {string} text */
function sha1(text) {
  return createHash('sha1').update(text, 'utf8').digest('hex');
}

/**
 * @template Item
 * @param {readonly Item[]} items
 * @param {(item: Item) => string} key
 */
function groupBy(items, key) {
  /** @type {Map<string, Item[]>} */
  const groups = new Map();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}
