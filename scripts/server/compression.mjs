import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const compressible = /^(text\/|application\/(json|jsonl|wasm|xml|manifest\+json|octet-stream)|image\/svg)/;
const smallestWorthwhile = 1024;

const encoders = {
  br: /** @param {Buffer} bytes */ (bytes) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: /** @param {Buffer} bytes */ (bytes) => promisify(gzip)(bytes),
};

/** @typedef {keyof typeof encoders} Encoding */

/**
 * The encoding to send a file in, or undefined for as it is.
 * @param {string | undefined} acceptEncoding
 * @param {{ contentType: string, sizeBytes: number }} file
 * @returns {Encoding | undefined}
 */
export function chooseEncoding(acceptEncoding, { contentType, sizeBytes }) {
  if (sizeBytes < smallestWorthwhile || !compressible.test(contentType)) return undefined;
  const accepted = new Set(
    (acceptEncoding ?? '')
      .split(',')
      .filter((item) => !/;\s*q=0(\.0*)?\s*$/.test(item))
      .map((item) => item.replace(/;.*$/s, '').trim()),
  );
  if (accepted.has('br')) return 'br';
  return accepted.has('gzip') ? 'gzip' : undefined;
}

/** Files compressed once and kept in memory, until they change on disk. */
export class CompressedFiles {
  /** @type {Map<string, { etag: string, bytes: Promise<Buffer> }>} */
  #files = new Map();

  /**
   * @param {string} path
   * @param {string} etag
   * @param {Encoding} encoding
   * @returns {Promise<Buffer>}
   */
  read(path, etag, encoding) {
    const key = `${encoding}:${path}`;
    const known = this.#files.get(key);
    if (known?.etag === etag) return known.bytes;
    const bytes = readFile(path).then(encoders[encoding]);
    this.#files.set(key, { etag, bytes });
    // A failure is not remembered.
    bytes.catch(() => this.#files.delete(key));
    return bytes;
  }
}
