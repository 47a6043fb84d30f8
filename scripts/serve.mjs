import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { parseByteRange } from './server/byte-range.mjs';
import { chooseEncoding, CompressedFiles } from './server/compression.mjs';
import { contentTypeOf } from './server/content-types.mjs';
import { filePathOf } from './server/file-path.mjs';
import { securityHeaders } from './server/security-headers.mjs';

/**
 * @typedef {object} ServeOptions
 * @property {string} root the folder served under `/`
 * @property {number} [port] 0, the default, takes any free port
 * @property {string} [host]
 * @property {Readonly<Record<string, string>>} [extraRoots] more folders, by URL prefix
 */

/**
 * Serves files as they are: what is missing is a 404, never the start page.
 * @param {ServeOptions} options
 * @returns {Promise<{ url: string, port: number, close: () => Promise<void> }>}
 */
export async function serve({ root, port = 0, host = '127.0.0.1', extraRoots = {} }) {
  const site = {
    roots: new Map(Object.entries({ '/': root, ...withSlashes(extraRoots) })),
    hostNames: new Set([host, 'localhost', '127.0.0.1', '[::1]']),
    headers: securityHeaders(),
    compressed: new CompressedFiles(),
  };
  const server = createServer((request, response) => {
    respond(site, request, response).catch((error) => {
      // The reader left, or the file went away under it.
      if (response.headersSent) response.destroy();
      else sendText(response, 500, String(error));
    });
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(undefined));
  });
  const address = server.address();
  const actualPort = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host}:${actualPort}/`,
    port: actualPort,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve(undefined));
        server.closeAllConnections();
      }),
  };
}

/**
 * @param {{
 *   roots: ReadonlyMap<string, string>,
 *   hostNames: ReadonlySet<string>,
 *   headers: Readonly<Record<string, string>>,
 *   compressed: CompressedFiles,
 * }} site
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function respond({ roots, hostNames, headers, compressed }, request, response) {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  // A name that someone else's DNS points here would share this origin's files with their page.
  if (!hostNames.has((request.headers.host ?? '').replace(/:\d+$/, ''))) {
    return sendText(response, 421, 'Not a name of this server.');
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return sendText(response, 405, 'Only GET and HEAD.');
  }
  const found = filePathOf(request.url ?? '/', roots);
  const file = found && (await describe(found.path));
  if (!found || !file) return sendText(response, 404, 'Not found.');

  const isPart = request.headers.range !== undefined;
  const isModel = /^\/models\//.test(request.url ?? '');
  const isOwn = found.prefix === '/';
  const encoding =
    isPart || isModel || !isOwn ? undefined : chooseEncoding(request.headers['accept-encoding'], file);
  const etag = encoding ? file.etag.replace(/"$/, `-${encoding}"`) : file.etag;

  response.setHeader('Content-Type', file.contentType);
  response.setHeader('ETag', etag);
  response.setHeader('Vary', 'Accept-Encoding');
  response.setHeader(
    'Cache-Control',
    isHashed(request.url ?? '') ? 'public, max-age=31536000, immutable' : 'no-cache',
  );
  if (matches(request.headers['if-none-match'], etag)) {
    response.writeHead(304).end();
    return;
  }
  if (encoding) {
    const bytes = await compressed.read(found.path, file.etag, encoding);
    response.writeHead(200, { 'Content-Encoding': encoding, 'Content-Length': bytes.length });
    response.end(request.method === 'HEAD' ? undefined : bytes);
    return;
  }
  response.setHeader('Accept-Ranges', 'bytes');
  const range = parseByteRange(request.headers.range, file.sizeBytes);
  if (range.kind === 'unsatisfiable') {
    response.setHeader('Content-Range', `bytes */${file.sizeBytes}`);
    return sendText(response, 416, 'Out of range.');
  }
  const { start, end } = range.kind === 'part' ? range : { start: 0, end: file.sizeBytes };
  if (range.kind === 'part') {
    response.setHeader('Content-Range', `bytes ${start}-${end - 1}/${file.sizeBytes}`);
  }
  response.writeHead(range.kind === 'part' ? 206 : 200, { 'Content-Length': end - start });
  if (request.method === 'HEAD' || start === end) response.end();
  else await pipeline(createReadStream(found.path, { start, end: end - 1 }), response);
}

/** @param {string} path */
async function describe(path) {
  const stats = await stat(path).catch(() => undefined);
  if (!stats?.isFile()) return undefined;
  return {
    sizeBytes: stats.size,
    etag: `"${stats.size.toString(36)}-${Math.trunc(stats.mtimeMs).toString(36)}"`,
    contentType: contentTypeOf(path),
  };
}

/**
 * Files that the build names by their content.
 * @param {string} url
 */
function isHashed(url) {
  return /^\/assets\/[^?]+-[\w-]{8}\.\w+$/.test(url);
}

/**
 * @param {string | undefined} ifNoneMatch
 * @param {string} etag
 */
function matches(ifNoneMatch, etag) {
  return ifNoneMatch?.split(',').some((item) => item.trim().replace(/^W\//, '') === etag) ?? false;
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {string} text
 */
function sendText(response, status, text) {
  response.setHeader('Cache-Control', 'no-store');
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}

/** @param {Readonly<Record<string, string>>} roots */
function withSlashes(roots) {
  return Object.fromEntries(
    Object.entries(roots).map(([prefix, folder]) => [`/${prefix}/`.replace(/\/+/g, '/'), folder]),
  );
}
