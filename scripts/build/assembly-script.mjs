import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** By a name that the type checker does not follow: its types declare the language's own classes anew. */
const compilerModule = 'assemblyscript/asc';

/**
 * @typedef {object} Compiler
 * @property {(args: readonly string[], host: {
 *   readFile: (name: string, folder: string) => Promise<string | null>,
 *   writeFile: (name: string, contents: string | Uint8Array) => void,
 *   listFiles: () => string[],
 *   stderr: { write: (chunk: string | Uint8Array) => void },
 * }) => Promise<{ error: Error | null }>} main
 */

/** No garbage collector, no checks, no imports but the memory: a kernel is a few functions over addresses. */
const options = [
  ['--enable', 'simd'],
  ['--runtime', 'stub'],
  ['--importMemory', '--noExportMemory', '--noAssert', '-O3'],
].flat();

/**
 * Compiles `import bytes from './kernel.ts?assemblyscript'` to a module's bytes, inside the script that imports
 * them: a kernel is small, and this way it needs no request and loads in Node too.
 * @returns {import('vite').Plugin}
 */
export function assemblyScript() {
  return {
    name: 'inkstone:assembly-script',
    enforce: 'pre',
    load: {
      filter: { id: /\?assemblyscript$/ },
      async handler(id) {
        const { bytes, sources } = await compile(id.replace(/\?.*$/s, ''));
        for (const source of sources) this.addWatchFile(source);
        const text = Buffer.from(bytes).toString('base64');
        return {
          code: `export default Uint8Array.from(atob('${text}'), (character) => character.charCodeAt(0));`,
          map: null,
        };
      },
    },
  };
}

/**
 * @param {string} entry the path of the module to compile
 * @returns {Promise<{ bytes: Uint8Array, sources: string[] }>} with the files it was made from
 */
async function compile(entry) {
  // The compiler takes a second to load.
  const { main } = /** @type {Compiler} */ (await import(compilerModule));
  /** @type {Uint8Array | undefined} */
  let bytes;
  /** @type {string[]} */
  const sources = [];
  let messages = '';
  const { error } = await main(
    [basename(entry), '--baseDir', dirname(entry), '--outFile', 'kernel.wasm', ...options],
    {
      async readFile(name, folder) {
        const path = join(folder, name);
        // The compiler asks for each name that an import could stand for.
        const text = await readFile(path, 'utf8').catch(() => null);
        if (text !== null) sources.push(path);
        return text;
      },
      writeFile(_name, contents) {
        if (typeof contents !== 'string') bytes = contents;
      },
      listFiles: () => [],
      stderr: {
        write(chunk) {
          messages += String(chunk);
        },
      },
    },
  );
  if (error || !bytes) throw new Error(`${entry} does not compile\n${messages}`, { cause: error });
  return { bytes, sources };
}
