import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseByteRange } from '../../scripts/server/byte-range.mjs';

export interface ModelHost {
  readonly url: string;
  /** The paths that were asked for so far. */
  readonly asked: () => readonly string[];
  readonly close: () => Promise<void>;
}

/** A host of another origin that hands out files, in ranges too, as those of models do. */
export async function startModelHost(files: Readonly<Record<string, Buffer>>): Promise<ModelHost> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    asked.push(pathname);
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Expose-Headers', 'ETag, Content-Range');
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    const bytes = files[pathname.slice(1)];
    if (!bytes) {
      response.writeHead(404).end();
      return;
    }
    const range = parseByteRange(request.headers.range, bytes.length);
    if (range.kind === 'unsatisfiable') {
      response.writeHead(416, { 'Content-Range': `bytes */${bytes.length}` }).end();
      return;
    }
    const { start, end } = range.kind === 'part' ? range : { start: 0, end: bytes.length };
    if (range.kind === 'part') {
      response.statusCode = 206;
      response.setHeader('Content-Range', `bytes ${start}-${end - 1}/${bytes.length}`);
    }
    response.setHeader('Content-Length', end - start);
    response.end(request.method === 'HEAD' ? undefined : bytes.subarray(start, end));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked: () => asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
