import { describe, expect, it, vi } from 'vitest';
import { forgetEarlierCaches } from '../../../../workers/engines/webllm/earlier-caches';
import { StoredFiles, storedAddressOf } from '../../../../workers/engines/webllm/stored-files';

function scope() {
  const fetchElsewhere = vi.fn<typeof fetch>(() => Promise.resolve(new Response('from elsewhere')));
  const open = vi.fn<CacheStorage['open']>(() => Promise.reject(new Error('a real cache')));
  return { fetchElsewhere, openElsewhere: open, fetch: fetchElsewhere, caches: { open } };
}

const id = 'hub:owner/名 model?';
const address = storedAddressOf(id);
const files = new Map([
  ['mlc-chat-config.json', new File(['{"a":1}'], 'mlc-chat-config.json')],
  ['weights/params 0.bin', new File([new Uint8Array([1, 2, 3])], 'params 0.bin')],
]);

describe('the files of a model', () => {
  it('are what the library finds in its caches, at every path, and nothing is fetched', async () => {
    const here = scope();
    new StoredFiles(here).hold(id, files);
    const cache = await here.caches.open('webllm/model');
    const weights = await cache.match(new Request(new URL('weights/params 0.bin', address)));
    expect(new Uint8Array(await (weights?.arrayBuffer() ?? new ArrayBuffer()))).toEqual(
      new Uint8Array([1, 2, 3]),
    );
    const config = await cache.match(`${address}mlc-chat-config.json`);
    expect(await config?.json()).toEqual({ a: 1 });
    const urls = (await cache.keys()).map(({ url }) => url);
    expect(urls).toEqual([...files.keys()].map((path) => new URL(path, address).href));
    expect(here.fetchElsewhere).not.toHaveBeenCalled();
    expect(here.openElsewhere).not.toHaveBeenCalled();
  });

  it('are what it fetches', async () => {
    const here = scope();
    new StoredFiles(here).hold(id, files);
    expect(await (await here.fetch(new URL('mlc-chat-config.json', address))).json()).toEqual({ a: 1 });
    expect(here.fetchElsewhere).not.toHaveBeenCalled();
  });

  it('are gone when they are released, and no network is asked in their place', async () => {
    const here = scope();
    const release = new StoredFiles(here).hold(id, files);
    release();
    const cache = await here.caches.open('webllm/model');
    expect(await cache.match(`${address}mlc-chat-config.json`)).toBeUndefined();
    await expect(cache.add(`${address}mlc-chat-config.json`)).rejects.toMatchObject({
      code: 'model-damaged',
    });
    await expect(here.fetch(`${address}mlc-chat-config.json`)).rejects.toMatchObject({
      code: 'model-damaged',
    });
    expect(here.fetchElsewhere).not.toHaveBeenCalled();
  });

  it('that the library asks for elsewhere are not fetched either', async () => {
    const here = scope();
    new StoredFiles(here);
    const cache = await here.caches.open('webllm/wasm');
    await expect(cache.add('https://elsewhere.test/lib.wasm')).rejects.toMatchObject({
      code: 'model-damaged',
    });
  });

  it('leave the app its own caches and requests', async () => {
    const here = scope();
    new StoredFiles(here);
    await expect(here.caches.open('app')).rejects.toThrow('a real cache');
    expect(await (await here.fetch('/app.js')).text()).toBe('from elsewhere');
  });

  it('can be read where the browser has no Cache API', async () => {
    const here: { fetch: typeof fetch; caches?: Pick<CacheStorage, 'open'> } = { fetch: scope().fetch };
    new StoredFiles(here).hold(id, files);
    const cache = await here.caches?.open('webllm/config');
    expect(await (await cache?.match(`${address}mlc-chat-config.json`))?.json()).toEqual({ a: 1 });
  });
});

it('what the library kept in caches of its own is deleted, and nothing else', async () => {
  const left = new Set(['webllm/model', 'webllm/wasm', 'app-1']);
  await forgetEarlierCaches({
    keys: () => Promise.resolve([...left]),
    delete: (name) => Promise.resolve(left.delete(name)),
  });
  expect([...left]).toEqual(['app-1']);
});
