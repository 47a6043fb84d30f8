import { createReadStream } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { contentTypeOf } from '../server/content-types.mjs';

const packages = join(import.meta.dirname, '../../node_modules');

/**
 * What the libraries load by address at run time, and would otherwise take from a CDN, by the folder it is
 * served from. Of the ONNX runtime's builds the plain one, and for WebGPU the one that suspends WebAssembly: the others
 * with WebGPU are above the limit of some static hosts.
 */
const folders = {
  'vendor/pdfjs': { package: 'pdfjs-dist', folder: 'build', pattern: /^pdf\.min\.mjs$/ },
  'vendor/pdfjs/cmaps': { package: 'pdfjs-dist', folder: 'cmaps', pattern: /./ },
  'vendor/pdfjs/standard_fonts': { package: 'pdfjs-dist', folder: 'standard_fonts', pattern: /./ },
  'vendor/pdfjs/wasm': { package: 'pdfjs-dist', folder: 'wasm', pattern: /\.wasm$|^LICENSE/ },
  'vendor/pdfjs/iccs': { package: 'pdfjs-dist', folder: 'iccs', pattern: /./ },
  'vendor/onnxruntime': {
    package: 'onnxruntime-web',
    folder: 'dist',
    pattern: /^ort-wasm-simd-threaded(\.jspi)?\.(mjs|wasm)$/,
  },
  'vendor/wllama': { package: '@wllama/wllama', folder: 'esm/wasm', pattern: /^wllama\.wasm$/ },
  // For browsers that cannot suspend WebAssembly, or address more than 4 GiB of its memory.
  'vendor/wllama-compat': {
    package: '@wllama/wllama-compat',
    folder: 'wasm',
    pattern: /^wllama\.(js|wasm)$/,
  },
};

/**
 * Serves those files in development and writes them into the build.
 * @returns {import('vite').Plugin}
 */
export function vendorFiles() {
  return {
    name: 'inkstone:vendor-files',
    configureServer({ config, middlewares }) {
      middlewares.use((request, response, next) => {
        serveVendorFile(request.url ?? '', config.base, response).then((isServed) => {
          if (!isServed) next();
        }, next);
      });
    },
    async generateBundle() {
      for (const [path, source] of await listVendorFiles()) {
        this.emitFile({ type: 'asset', fileName: path, source: await readFile(source) });
      }
    },
  };
}

/**
 * @param {string} url
 * @param {string} base
 * @param {import('node:http').ServerResponse} response
 */
async function serveVendorFile(url, base, response) {
  const path = url.replace(/\?.*$/s, '');
  const source = path.startsWith(`${base}vendor/`)
    ? (await listVendorFiles()).get(path.slice(base.length))
    : undefined;
  if (source === undefined) return false;
  response.setHeader('Content-Type', contentTypeOf(source));
  response.setHeader('Content-Length', (await stat(source)).size);
  createReadStream(source).pipe(response);
  return true;
}

/** @returns {Promise<Map<string, string>>} the file on disk, by the path it is served from */
async function listVendorFiles() {
  /** @type {Map<string, string>} */
  const files = new Map();
  for (const [path, { package: name, folder, pattern }] of Object.entries(folders)) {
    const source = join(packages, name, folder);
    for (const file of await readdir(source)) {
      if (pattern.test(file)) files.set(`${path}/${file}`, join(source, file));
    }
  }
  return files;
}
