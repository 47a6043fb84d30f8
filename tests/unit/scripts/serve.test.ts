import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serve } from '../../../scripts/serve.mjs';

const script = `export const text = ${JSON.stringify('ink '.repeat(1000))};\n`;
let folder: string;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inkstone-serve-'));
  const root = join(folder, 'site');
  await mkdir(join(root, 'assets'), { recursive: true });
  await mkdir(join(root, 'models'));
  await mkdir(join(folder, 'site-secrets'));
  await mkdir(join(folder, 'documents'));
  await writeFile(join(root, 'index.html'), '<!doctype html><title>start</title>');
  await writeFile(join(root, 'assets/app-0a1B_c-d.js'), script);
  await writeFile(join(root, 'models/model.onnx'), '0123456789'.repeat(500));
  await writeFile(join(root, 'empty.txt'), '');
  await writeFile(join(folder, 'site-secrets/key.txt'), 'secret');
  await writeFile(join(folder, 'documents/笔记 1.md'), '# 笔记');
  server = await serve({ root, extraRoots: { '/lab-files/': join(folder, 'documents') } });
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Buffer;
}

/** Not fetch: it tidies paths and sets headers of its own. */
function ask(
  path: string,
  options: { method?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ port: server.port, host: '127.0.0.1', path, ...options }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
        }),
      );
    });
    sent.on('error', reject).end();
  });
}

it('isolates every answer, the missing ones too', async () => {
  for (const path of ['/', '/assets/app-0a1B_c-d.js', '/gone']) {
    const { headers } = await ask(path);
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(headers['cross-origin-embedder-policy']).toBe('require-corp');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['content-security-policy']).toContain("connect-src 'self';");
  }
});

it('answers what is missing with 404, and not with the start page', async () => {
  for (const path of ['/gone.js', '/some/place', '/assets', '/assets/', '/lab-files/gone.md', '/%']) {
    expect((await ask(path)).status, path).toBe(404);
  }
});

it.each([
  '/../site-secrets/key.txt',
  '/%2e%2e/site-secrets/key.txt',
  '/..%2fsite-secrets%2fkey.txt',
  '/assets/../../site-secrets/key.txt',
  '/..\\site-secrets\\key.txt',
  '/lab-files/../site-secrets/key.txt',
  '/lab-files/..%2fsite-secrets/key.txt',
  '//site-secrets/key.txt',
  '/index.html%00.js',
])('does not leave its folder for %s', async (path) => {
  expect((await ask(path)).status).toBe(404);
});

it('serves a folder that was linked in, as the person who linked it meant', async () => {
  await symlink(join(folder, 'documents'), join(folder, 'site', 'linked'));
  expect((await ask(`/linked/${encodeURIComponent('笔记 1.md')}`)).status).toBe(200);
});

it('serves further folders under their prefix, as they are', async () => {
  const { status, headers, body } = await ask(`/lab-files/${encodeURIComponent('笔记 1.md')}`);
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('text/markdown; charset=utf-8');
  expect(body.toString()).toBe('# 笔记');
});

it('compresses text in the way the reader prefers, and says how long it is', async () => {
  const path = '/assets/app-0a1B_c-d.js';
  const brotli = await ask(path, { headers: { 'Accept-Encoding': 'gzip, deflate, br' } });
  expect(brotli.headers['content-encoding']).toBe('br');
  expect(Number(brotli.headers['content-length'])).toBe(brotli.body.length);
  expect(brotliDecompressSync(brotli.body).toString()).toBe(script);

  const gzip = await ask(path, { headers: { 'Accept-Encoding': 'br;q=0, gzip' } });
  expect(gunzipSync(gzip.body).toString()).toBe(script);
  const plain = await ask(path);
  expect(plain.body.toString()).toBe(script);
});

it('sends models as they are, so that their length tells of progress', async () => {
  const { headers, body } = await ask('/models/model.onnx', { headers: { 'Accept-Encoding': 'br' } });
  expect(headers['content-encoding']).toBeUndefined();
  expect(headers['content-type']).toBe('application/octet-stream');
  expect(headers['content-length']).toBe('5000');
  expect(body).toHaveLength(5000);
});

it('keeps hashed files for good and asks again for all others', async () => {
  expect((await ask('/assets/app-0a1B_c-d.js')).headers['cache-control']).toContain('immutable');
  expect((await ask('/')).headers['cache-control']).toBe('no-cache');
});

it('answers 304 when the reader has the file already', async () => {
  const { headers } = await ask('/index.html');
  const again = await ask('/index.html', { headers: { 'If-None-Match': String(headers['etag']) } });
  expect(again.status).toBe(304);
  expect(again.body).toHaveLength(0);
});

it('tells the compressed and the plain form of a file apart', async () => {
  const path = '/assets/app-0a1B_c-d.js';
  const plain = await ask(path);
  const brotli = await ask(path, { headers: { 'Accept-Encoding': 'br' } });
  expect(brotli.headers['etag']).not.toBe(plain.headers['etag']);
});

it.each([
  ['bytes=0-3', 206, '0123', 'bytes 0-3/5000'],
  ['bytes=4996-', 206, '6789', 'bytes 4996-4999/5000'],
  ['bytes=-2', 206, '89', 'bytes 4998-4999/5000'],
  ['bytes=4998-9999', 206, '89', 'bytes 4998-4999/5000'],
])('sends the part asked for by %s', async (range, status, text, contentRange) => {
  const answer = await ask('/models/model.onnx', { headers: { Range: range } });
  expect(answer.status).toBe(status);
  expect(answer.body.toString()).toBe(text);
  expect(answer.headers['content-range']).toBe(contentRange);
});

it('refuses a part that lies behind the end', async () => {
  const answer = await ask('/models/model.onnx', { headers: { Range: 'bytes=5000-' } });
  expect(answer.status).toBe(416);
  expect(answer.headers['content-range']).toBe('bytes */5000');
});

it('answers HEAD with headers alone, and takes no writes', async () => {
  const head = await ask('/models/model.onnx', { method: 'HEAD' });
  expect([head.status, head.headers['content-length'], head.body.length]).toEqual([200, '5000', 0]);
  expect((await ask('/index.html', { method: 'POST' })).status).toBe(405);
});

it('serves an empty file', async () => {
  expect((await ask('/empty.txt')).status).toBe(200);
});

it('answers only to its own names, so that no other site can borrow them', async () => {
  expect((await ask('/', { headers: { Host: 'rebound.example' } })).status).toBe(421);
  expect((await ask('/', { headers: { Host: 'localhost:1' } })).status).toBe(200);
});

it('says when its port is taken', async () => {
  await expect(serve({ root: folder, port: server.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
