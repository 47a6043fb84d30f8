import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { contentTypeOf } from '../../scripts/server/content-types.mjs';
import { filePathOf } from '../../scripts/server/file-path.mjs';

/** A plain host of files that can send no headers of its own, under a folder as such hosts like to. */
export async function startStaticHost(
  root: string,
  prefix = '/',
): Promise<{ url: string; close: () => Promise<void> }> {
  const roots = new Map([[prefix, root]]);
  const server = createServer((request, response) => {
    const found = filePathOf(request.url ?? '/', roots);
    readFile(found?.path ?? '').then(
      (bytes) =>
        response
          .writeHead(200, {
            'Content-Type': contentTypeOf(found?.path ?? ''),
            'Content-Length': bytes.length,
            'Cache-Control': 'max-age=600',
          })
          .end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${prefix}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
