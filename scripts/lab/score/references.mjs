import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from '../arguments.mjs';
import { textOfHtml, textOfMarkdown } from './markup-text.mjs';

/**
 * What a document's text is compared with.
 * @typedef {{ kind: 'text', read: () => Promise<string> } | { kind: 'sha1', digest: string }} Expectation
 *
 * A document, and what its text should be.
 * @typedef {object} Reference
 * @property {string} group
 * @property {string} file absolute
 * @property {boolean} isCleaned compared with the text after cleaning
 * @property {Expectation} expected
 */

/**
 * Every document at or under a folder that has an expectation beside it. Told by what lies there:
 * `manifest.jsonl` whose lines name a `reftext` or a `utf8_sha1`; `_expected/NAME.md` and `_expected/NAME.spine.json`;
 * `source.html` beside `expected.html`.
 * @param {string} folder
 * @returns {Promise<Reference[]>}
 */
export async function findReferences(folder) {
  const root = resolve(folder);
  const kind = await stat(root).catch(() => undefined);
  if (!kind?.isDirectory()) throw new UsageError(`${folder} is not a folder`);
  const entries = await readdir(root, { withFileTypes: true });
  const names = new Set(entries.map(({ name }) => name));
  const here = await Promise.all([
    names.has('manifest.jsonl') ? fromManifest(root) : [],
    names.has('_expected') ? fromExpected(root, names) : [],
    names.has('expected.html') && names.has('source.html') ? [articleIn(root)] : [],
  ]);
  const below = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory() && !/^[._]/.test(entry.name))
      .map((entry) => findReferences(join(root, entry.name))),
  );
  return [...here.flat(), ...below.flat()];
}

/**
 * @param {string} folder
 * @returns {Promise<Reference[]>}
 */
async function fromManifest(folder) {
  const lines = (await readFile(join(folder, 'manifest.jsonl'), 'utf8')).split('\n').filter(Boolean);
  /** @type {{ file: string, klass?: string, reftext?: string, utf8_sha1?: string }[]} */
  const rows = lines.map((line) => JSON.parse(line));
  return rows.flatMap(({ file, klass = '', reftext, utf8_sha1: digest }) => {
    const common = { group: basename(folder), file: join(folder, file), isCleaned: false };
    if (digest !== undefined) return [{ ...common, expected: { kind: 'sha1', digest } }];
    if (reftext === undefined || !['text', 'cjk-text'].includes(klass)) return [];
    return [{ ...common, expected: text(() => readPages(join(folder, reftext))) }];
  });
}

/** @param {string} path */
async function readPages(path) {
  /** @type {{ pages: string[] }} */
  const { pages } = JSON.parse(await readFile(path, 'utf8'));
  return pages.join('\n');
}

/**
 * @param {string} folder
 * @param {ReadonlySet<string>} names
 * @returns {Promise<Reference[]>}
 */
async function fromExpected(folder, names) {
  const expectations = await readdir(join(folder, '_expected'));
  return expectations.flatMap((expectation) => {
    const path = join(folder, '_expected', expectation);
    const [, name = '', ending] = /^(.+?)\.(spine\.json|md)$/.exec(expectation) ?? [];
    const file = names.has(name) ? name : [...names].find((other) => withoutExtension(other) === name);
    if (ending === undefined || file === undefined || file.endsWith('.asciidoc')) return [];
    const expected = ending === 'md' ? text(() => readMarkdown(path)) : text(() => readSpine(path));
    const group = ending === 'md' ? basename(dirname(folder)) : basename(folder);
    return [{ group, file: join(folder, file), isCleaned: false, expected }];
  });
}

/** @param {string} path */
async function readMarkdown(path) {
  return textOfMarkdown(await readFile(path, 'utf8'));
}

/** @param {string} path */
async function readSpine(path) {
  /** @type {string[]} */
  const documents = JSON.parse(await readFile(path, 'utf8'));
  return documents.join('\n');
}

/**
 * @param {string} folder
 * @returns {Reference}
 */
function articleIn(folder) {
  return {
    group: basename(dirname(folder)),
    file: join(folder, 'source.html'),
    // The expectation leaves navigation and notices out.
    isCleaned: true,
    expected: text(async () => textOfHtml(await readFile(join(folder, 'expected.html'), 'utf8'))),
  };
}

/**
 * @param {() => Promise<string>} read
 * @returns {Expectation}
 */
function text(read) {
  return { kind: 'text', read };
}

/** @param {string} name */
function withoutExtension(name) {
  return name.replace(/\.[^.]+$/, '');
}
