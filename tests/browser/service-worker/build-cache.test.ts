import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BuildCache, type BuildFile } from '../../../workers/service-worker/build-cache';

const scope = 'https://host.example/';
const cacheName = 'build-cache-test';
const shell: BuildFile = { url: 'index.html', revision: 'one' };
const script: BuildFile = { url: 'assets/app-1.js', revision: null };
const model: BuildFile = { url: 'models/model.onnx', revision: 'm' };

/** What the host answers, by path; a path that is absent is a 404. */
let host: Record<string, string>;
let fetched: string[];

beforeEach(() => {
  fetched = [];
  host = { '/index.html': 'shell', '/assets/app-1.js': 'script', '/models/model.onnx': 'weights' };
  vi.stubGlobal('fetch', (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    fetched.push(pathname);
    const body = host[pathname];
    return Promise.resolve(body === undefined ? new Response('', { status: 404 }) : new Response(body));
  });
});

afterEach(async () => {
  vi.unstubAllGlobals();
  await caches.delete(cacheName);
});

function build(...files: BuildFile[]) {
  const cache = new BuildCache(files, scope, cacheName);
  const work: Promise<unknown>[] = [];
  return {
    cache,
    install: () => cache.install(({ url }) => !url.startsWith('models/')),
    read: async (path: string, init?: RequestInit) =>
      (await cache.respond(new Request(scope + path, init), (task) => work.push(task))).text(),
    settled: () => Promise.all(work),
  };
}

test('what is stored at install is not fetched again', async () => {
  const { install, read } = build(shell, script, model);
  await install();
  expect(await read('index.html')).toBe('shell');
  expect(await read('assets/app-1.js')).toBe('script');
  expect(fetched.sort()).toEqual(['/assets/app-1.js', '/index.html']);
});

test('a large file is stored when it is first used', async () => {
  const { install, read, settled } = build(shell, model);
  await install();
  expect(await read('models/model.onnx')).toBe('weights');
  await settled();
  expect(await read('models/model.onnx')).toBe('weights');
  expect(fetched.filter((path) => path === '/models/model.onnx')).toHaveLength(1);
});

test('two askers at once share one download', async () => {
  const { read } = build(model);
  expect(await Promise.all([read('models/model.onnx'), read('models/model.onnx')])).toEqual([
    'weights',
    'weights',
  ]);
  expect(fetched).toEqual(['/models/model.onnx']);
});

test('a part of a file that is not stored is left to the network', async () => {
  const { read } = build(model);
  await read('models/model.onnx', { headers: { Range: 'bytes=0-0' } });
  await read('models/model.onnx', { headers: { Range: 'bytes=0-0' } });
  expect(fetched).toHaveLength(2);
});

test('an install that failed goes on where it stopped', async () => {
  delete host['/assets/app-1.js'];
  const { install } = build(shell, script);
  await expect(install()).rejects.toThrow('assets/app-1.js answered 404');
  host['/assets/app-1.js'] = 'script';
  fetched = [];
  await install();
  expect(fetched).toEqual(['/assets/app-1.js']);
});

test('a missing file is not stored', async () => {
  const { cache, read, settled } = build(model);
  delete host['/models/model.onnx'];
  const response = await cache.respond(new Request(`${scope}models/model.onnx`), () => undefined);
  expect(response.status).toBe(404);
  host['/models/model.onnx'] = 'weights';
  expect(await read('models/model.onnx')).toBe('weights');
  await settled();
});

test('the next version fetches only what has changed, and the one before keeps its own until then', async () => {
  const first = build(shell, script, model);
  await first.install();
  await first.read('models/model.onnx');
  await first.settled();

  host['/index.html'] = 'new shell';
  fetched = [];
  const second = build({ ...shell, revision: 'two' }, script, model);
  await second.install();
  expect(fetched).toEqual(['/index.html']);
  expect(await first.read('index.html')).toBe('shell');
  expect(await second.read('index.html')).toBe('new shell');

  await second.cache.prune();
  const { length } = await (await caches.open(cacheName)).keys();
  expect(length).toBe(3);
  fetched = [];
  expect(await second.read('models/model.onnx')).toBe('weights');
  expect(fetched).toEqual([]);
});
