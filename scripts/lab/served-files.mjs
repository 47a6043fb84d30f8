import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from './arguments.mjs';

/** Files and folders on disk, given to the page under addresses of its own origin. */
export class ServedFiles {
  /** @type {Record<string, string>} */
  #roots = {};

  /** Folders by the prefix that they are to be served under. */
  get roots() {
    return this.#roots;
  }

  /**
   * Every file at or under the paths, in order of name. Hidden files are left out, and what `isLeftOut` says of what is
   * found under a folder.
   * @param {readonly string[]} paths
   * @param {(entry: import('node:fs').Dirent) => boolean} [isLeftOut]
   * @returns {Promise<{ url: string, path: string }[]>}
   */
  async documents(paths, isLeftOut = () => false) {
    const found = [];
    for (const path of paths) {
      const isFolder = (await describe(path)).isDirectory();
      const prefix = this.#serve(isFolder ? path : dirname(path));
      const files = isFolder ? await walk(path, isLeftOut) : [basename(path)];
      found.push(...files.map((file) => ({ url: prefix + encodePath(file), path: file })));
    }
    if (found.length === 0) throw new UsageError('there are no files to read');
    return found;
  }

  /**
   * The address of one file.
   * @param {string} path
   */
  async file(path) {
    if (!(await describe(path)).isFile()) throw new UsageError(`${path} is not a file`);
    return this.#serve(dirname(path)) + encodePath(basename(path));
  }

  /**
   * The pathname of a folder, without a slash at the end.
   * @param {string} path
   */
  async folder(path) {
    if (!(await describe(path)).isDirectory()) throw new UsageError(`${path} is not a folder`);
    return this.#serve(path).replace(/\/$/, '');
  }

  /** @param {string} folder */
  #serve(folder) {
    const prefix = `/lab-files/${Object.keys(this.#roots).length}/`;
    this.#roots[prefix] = resolve(folder);
    return prefix;
  }
}

/** @param {string} path */
async function describe(path) {
  try {
    return await stat(path);
  } catch {
    throw new UsageError(`${path} does not exist`);
  }
}

/**
 * What measures documents, not a document: folders that begin with `_`, and expectations by name.
 * @param {import('node:fs').Dirent} entry
 */
export function isExpectation(entry) {
  if (entry.isDirectory()) return entry.name.startsWith('_');
  return ['manifest.jsonl', 'expected.html', 'expected-metadata.json'].includes(entry.name);
}

/**
 * @param {string} folder
 * @param {(entry: import('node:fs').Dirent) => boolean} isLeftOut
 * @returns {Promise<string[]>} paths relative to the folder, parted by `/`
 */
async function walk(folder, isLeftOut) {
  const entries = await readdir(folder, { withFileTypes: true });
  const visible = entries.filter((entry) => !entry.name.startsWith('.') && !isLeftOut(entry));
  const found = await Promise.all(
    visible.map(async (entry) => {
      const path = join(folder, entry.name);
      const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && (await stat(path)).isDirectory());
      return isFolder ? (await walk(path, isLeftOut)).map((inner) => `${entry.name}/${inner}`) : [entry.name];
    }),
  );
  return found.flat().sort();
}

/** @param {string} path */
function encodePath(path) {
  return path.split('/').map(encodeURIComponent).join('/');
}
