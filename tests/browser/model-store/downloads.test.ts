import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomGguf } from '../../../scripts/lab/made-model/gguf-random.mjs';
import type { FileHash, ModelPackage } from '../../../src/core/models/model-package';
import type { InstallProgress } from '../../../src/contracts/model-store';
import { dataName, findModelFolder, journalName } from '../../../src/storage/model-files';
import type { ServedFile } from '../../fixtures/fault-server';
import type { StoreSetUp } from '../../fixtures/model-store.worker';
import {
  fileNames,
  folderNames,
  publishedGitSha1,
  publishedMd5,
  publishedSha256,
  StoreDesk,
  type Client,
} from './store-desk';

const kib = 1024;
const checkpointBytes = 128 * kib;

let desk: StoreDesk;

beforeEach(() => {
  desk = new StoreDesk();
});

afterEach(() => desk.close());

const small: ServedFile = { name: 'config.json', seed: 1, bytes: 700 };
const weights: ServedFile = { name: 'weights/shard 0.bin', seed: 2, bytes: 900 * kib };

async function install(
  files: readonly ServedFile[],
  hashes: (file: ServedFile) => Promise<FileHash | undefined> = publishedSha256,
  options: Partial<StoreSetUp> = {},
): Promise<InstallProgress[]> {
  const wanted = await desk.serve(files, hashes);
  const { client } = await desk.startStore(options);
  const heard: InstallProgress[] = [];
  await client.call('install', { package: wanted }, { onProgress: (progress) => heard.push(progress) });
  return heard;
}

describe('a download', () => {
  it('ends with every file verified, one row, and nothing else', async () => {
    const heard = await install([small, weights]);
    expect(await desk.wrongFiles()).toEqual([]);
    const row = await desk.models.get(desk.modelId);
    expect(row).toMatchObject({ state: 'installed', format: 'gguf', name: 'Made' });
    expect(row?.package).toBeUndefined();
    expect(row?.files).toEqual(
      await Promise.all(
        [small, weights].map(async (file) => ({
          path: file.name,
          bytes: file.bytes,
          sha256: (await publishedSha256(file)).hex,
        })),
      ),
    );
    expect(await fileNames()).toHaveLength(2);
    expect(heard.at(-1)).toMatchObject({ loadedBytes: 900 * kib + 700, totalBytes: 900 * kib + 700 });
    const names = [...(await desk.models.openModelFiles(desk.modelId)).values()].map(({ name }) => name);
    expect(names).toEqual(['config.json', 'shard 0.bin']);
  });

  it('verifies by the hash that git gives a file, and by MD5', async () => {
    await install([small, weights, { name: 'empty', seed: 3, bytes: 0 }], publishedGitSha1);
    expect(await desk.wrongFiles()).toEqual([]);
    const { client } = await desk.startStore();
    await client.call('remove', { modelId: desk.modelId });
    await install([small, weights], publishedMd5);
    expect(await desk.wrongFiles()).toEqual([]);
    const row = await desk.models.get(desk.modelId);
    expect(row?.files.map(({ published }) => published?.algorithm)).toEqual(['md5', 'md5']);
  });

  it('does without hashes and lengths where nobody has published them', async () => {
    const files = [small, { ...weights, tellsLength: false }, { name: 'empty', seed: 3, bytes: 0 }];
    const wanted = await desk.serve(files, () => Promise.resolve(undefined));
    const { client } = await desk.startStore();
    const unsized = wanted.files.map(({ bytes: _, ...file }) => file);
    await client.call('install', { package: { ...wanted, files: unsized } });
    expect(await desk.wrongFiles()).toEqual([]);
    const row = await desk.models.get(desk.modelId);
    expect(row?.files[1]?.sha256).toBe((await publishedSha256(weights)).hex);
  });

  it('verifies by the hash of git where the length is not told beforehand', async () => {
    const wanted = await desk.serve([{ ...weights, tellsLength: false, isOpen: false }], publishedGitSha1);
    const { client } = await desk.startStore();
    const unsized = wanted.files.map(({ bytes: _, ...file }) => file);
    await client.call('install', { package: { ...wanted, files: unsized } });
    expect(await desk.wrongFiles()).toEqual([]);
  });

  it('goes on where the connection was cut, byte for byte', async () => {
    const faults = [
      { kind: 'cut', after: 300 * kib },
      { kind: 'stall', after: 200 * kib },
      { kind: 'short', after: 100 * kib },
      { kind: 'status', status: 503 },
      { kind: 'shifted', by: 5 },
    ] as const;
    await install([{ ...weights, faults }], publishedSha256, { stallMs: 2000 });
    expect(await desk.wrongFiles()).toEqual([]);
    expect(desk.received()).toEqual([weights.bytes]);
    const requests = (await desk.requests()).get(weights.name) ?? [];
    expect(requests[0]).toBe('bytes=0-');
    expect(requests).toHaveLength(6);
  });

  it('waits as long as the server asks, and says until when', async () => {
    const before = Date.now();
    const heard = await install([{ ...weights, faults: [{ kind: 'status', status: 429, retryAfter: '1' }] }]);
    const waits = heard.flatMap(({ retryAt }) => (retryAt === undefined ? [] : [retryAt]));
    expect(Math.max(...waits)).toBeGreaterThanOrEqual(before + 1000);
    expect(Date.now()).toBeGreaterThanOrEqual(before + 1000);
  });

  it('takes a whole file from a server that knows no ranges', async () => {
    await install([{ ...weights, faults: [{ kind: 'cut', after: 300 * kib }], lasting: { kind: 'whole' } }]);
    expect(await desk.wrongFiles()).toEqual([]);
  });

  it('works with a server that shows a page none of its own headers', async () => {
    await install([{ ...weights, isOpen: false, faults: [{ kind: 'cut', after: 300 * kib }] }]);
    expect(await desk.wrongFiles()).toEqual([]);
    expect(desk.received()).toEqual([weights.bytes]);
  });

  it('fetches a file with wrong bytes anew, once', async () => {
    await install([{ ...weights, faults: [{ kind: 'flip', at: 5000 }] }]);
    expect(await desk.wrongFiles()).toEqual([]);
    expect(desk.received()).toEqual([2 * weights.bytes]);
  });

  it('never mixes two versions of a file that changed on the server', async () => {
    const faults = [
      { kind: 'cut', after: 300 * kib },
      { kind: 'changed', seed: 77 },
    ] as const;
    const wanted = await desk.serve([{ ...weights, faults }], () => Promise.resolve(undefined));
    const { client } = await desk.startStore();
    await client.call('install', { package: wanted });
    expect(await desk.wrongFiles(new Map([[weights.name, 77]]))).toEqual([]);
  });

  it.each([
    ['a missing file', { kind: 'status', status: 404 }, 'model-download-failed', '404'],
    ['bytes that are always wrong', { kind: 'flip', at: 9 }, 'model-damaged', weights.name],
    ['a file that is always too long', { kind: 'long', extra: 10 }, 'model-damaged', weights.name],
    ['a web page in place of the file', { kind: 'page' }, 'model-download-failed', 'web page'],
    ['a server that fails for ever', { kind: 'status', status: 500 }, 'model-download-failed', '500'],
    [
      'a pause of an hour',
      { kind: 'status', status: 429, retryAfter: '3600' },
      'model-download-failed',
      '429',
    ],
  ] as const)('ends clearly with %s, and can be removed', async (_, lasting, code, words) => {
    const wanted = await desk.serve([small, { ...weights, lasting }]);
    const { client } = await desk.startStore();
    await expect(client.call('install', { package: wanted })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(words) as string,
    });
    expect(await desk.models.get(desk.modelId)).toMatchObject({ state: 'partial' });
    await expect(desk.models.openModelFiles(desk.modelId)).rejects.toMatchObject({ code: 'not-found' });
    await client.call('remove', { modelId: desk.modelId });
    expect(await folderNames()).toEqual([]);
    expect(await desk.models.list()).toEqual([]);
  });

  it('begins with nothing where there is not enough room', async () => {
    const wanted = await desk.serve([small, weights]);
    const { client } = await desk.startStore({ room: 64 * 1024 * kib + 500 * kib });
    await expect(client.call('install', { package: wanted })).rejects.toMatchObject({ code: 'storage-full' });
    expect(await folderNames()).toEqual([]);
    expect(await desk.models.list()).toEqual([]);
    expect(desk.received()).toEqual([0, 0]);
  });

  it('says at once that there is no network', async () => {
    const wanted = await desk.serve([small]);
    const { client } = await desk.startStore({ isOffline: true });
    await expect(client.call('install', { package: wanted })).rejects.toMatchObject({ code: 'offline' });
    expect(await desk.models.list()).toEqual([]);
  });

  it('refuses a package in which two files would be one', async () => {
    const wanted = await desk.serve([small, small]);
    const { client } = await desk.startStore();
    await expect(client.call('install', { package: wanted })).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });
});

/** Weights of which the server holds back what comes after this byte: of the first request, of the second, and so on. */
function heldWeights(...places: readonly number[]): ServedFile {
  return { ...weights, faults: places.map((at) => ({ kind: 'held', at })) };
}

/** Begins a download that its worker's end or the server cuts off, and resolves when what is not held has been written. */
async function downloadUpTo(loadedBytes: number, client: Client, wanted: ModelPackage): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    client
      .call(
        'install',
        { package: wanted },
        {
          onProgress: (progress) => {
            if (progress.loadedBytes > loadedBytes) resolve();
          },
        },
      )
      .catch(reject);
  });
}

describe('a download that is interrupted', () => {
  it('is paused by its caller and goes on with the next byte', async () => {
    const wanted = await desk.serve([small, heldWeights(400 * kib)]);
    const { client } = await desk.startStore();
    const pause = new AbortController();
    const installing = client.call(
      'install',
      { package: wanted },
      {
        signal: pause.signal,
        onProgress: ({ loadedBytes }) => {
          if (loadedBytes > 300 * kib + small.bytes) pause.abort();
        },
      },
    );
    await expect(installing).rejects.toMatchObject({ name: 'AbortError' });
    // The next one waits for the lock, and so for the end of the first.
    await client.call('install', { package: wanted });
    expect(await desk.wrongFiles()).toEqual([]);
    const [, again = ''] = (await desk.requests()).get(weights.name) ?? [];
    expect(Number(/^bytes=(\d+)-$/u.exec(again)?.[1])).toBeGreaterThan(300 * kib);
    expect(desk.received()[1]).toBeLessThan(weights.bytes + 64 * kib);
  });

  it('goes on after its worker was killed, and fetches a checkpoint twice at most', async () => {
    const places = [300 * kib, 600 * kib];
    const wanted = await desk.serve([small, heldWeights(...places)]);
    for (const place of places) {
      const { client, kill } = await desk.startStore();
      await downloadUpTo(place + small.bytes, client, wanted);
      kill();
      expect(await desk.models.get(desk.modelId)).toMatchObject({
        state: 'partial',
        package: { id: desk.modelId },
      });
    }
    const { client } = await desk.startStore();
    await client.call('sweep', undefined);
    await client.call('install', { package: wanted });
    expect(await desk.wrongFiles()).toEqual([]);
    expect(desk.received()[1]).toBeLessThanOrEqual(weights.bytes + 2 * checkpointBytes);
    expect(await fileNames()).toHaveLength(2);
  });

  it('starts anew with a file that is another one after the restart', async () => {
    const faults = [
      { kind: 'held', at: 400 * kib },
      { kind: 'changed', seed: 78 },
    ] as const;
    const wanted = await desk.serve([{ ...weights, faults }], () => Promise.resolve(undefined));
    const { client, kill } = await desk.startStore();
    await downloadUpTo(400 * kib, client, wanted);
    kill();
    await (await desk.startStore()).client.call('install', { package: wanted });
    expect(await desk.wrongFiles(new Map([[weights.name, 78]]))).toEqual([]);
  });

  it('is done by one worker when two begin it, and the other hears how far it is', async () => {
    const wanted = await desk.serve([small, heldWeights(400 * kib)]);
    const [one, two] = [await desk.startStore(), await desk.startStore()];
    const heard: InstallProgress[] = [];
    const first = one.client.call('install', { package: wanted });
    await expect.poll(() => desk.received()[1], { interval: 5 }).toBeGreaterThan(0);
    const second = two.client.call(
      'install',
      { package: wanted },
      { onProgress: (progress) => heard.push(progress) },
    );
    await expect.poll(() => heard.some(({ loadedBytes }) => loadedBytes > 0)).toBe(true);
    await desk.letGo();
    await Promise.all([first, second]);
    expect(desk.received()).toEqual([small.bytes, weights.bytes]);
  });

  it('is taken over by the other worker when the first is killed', async () => {
    const wanted = await desk.serve([small, heldWeights(300 * kib)]);
    const [one, two] = [await desk.startStore(), await desk.startStore()];
    await downloadUpTo(300 * kib + small.bytes, one.client, wanted);
    const second = two.client.call('install', { package: wanted });
    one.kill();
    await second;
    expect(await desk.wrongFiles()).toEqual([]);
    expect(desk.received()[1]).toBeLessThanOrEqual(weights.bytes + checkpointBytes);
  });

  it('ends, and leaves nothing, when the model is removed from another tab', async () => {
    const wanted = await desk.serve([small, heldWeights(400 * kib)]);
    const [one, two] = [await desk.startStore(), await desk.startStore()];
    const installing = one.client.call('install', { package: wanted });
    const ended = expect(installing).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => desk.received()[1], { interval: 5 }).toBeGreaterThan(0);
    await two.client.call('remove', { modelId: desk.modelId });
    await ended;
    expect(await folderNames()).toEqual([]);
    expect(await desk.models.list()).toEqual([]);
  });

  it('leaves folders without a row, and files without a journal, to the next start, which deletes them', async () => {
    const wanted = await desk.serve([small, heldWeights(300 * kib)]);
    const { client, kill } = await desk.startStore();
    await downloadUpTo(300 * kib + small.bytes, client, wanted);
    await expect.poll(async () => (await desk.models.get(desk.modelId))?.files.length).toBe(1);
    await expect.poll(fileNames).not.toContain(journalName(small.name));
    kill();
    const [folderName = ''] = await folderNames();
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('models');
    const folder = await root.getDirectoryHandle(folderName);
    await folder.getFileHandle('nobody.data', { create: true });
    await root.getDirectoryHandle('nobody', { create: true });

    const next = await desk.startStore();
    await next.client.call('sweep', undefined);
    expect(await folderNames()).toEqual([folderName]);
    expect(await fileNames()).toContain(journalName(weights.name));
    expect(await fileNames()).toHaveLength(3);
    await desk.models.remove(desk.modelId);
    await next.client.call('sweep', undefined);
    expect(await folderNames()).toEqual([]);
  });
});

describe('a .gguf file from an address', () => {
  const unpublished = (): Promise<undefined> => Promise.resolve(undefined);
  const made = randomGguf();
  const served: ServedFile = {
    name: 'made.gguf',
    seed: 1,
    bytes: made.length,
    begins: made.toBase64(),
  };

  it('tells of itself once it is whole', async () => {
    await install([served], unpublished);
    expect(await desk.models.get(desk.modelId)).toMatchObject({
      state: 'installed',
      facts: { contextTokens: 512 },
    });
  });

  it.each([
    ['that is empty', { bytes: 0 }, { kind: 'no-model-file', path: 'made.gguf' }],
    [
      'that is a text',
      { bytes: 900 * kib, begins: btoa('Not found') },
      { kind: 'no-model-file', path: 'made.gguf' },
    ],
    [
      'that is cut short',
      { bytes: made.length - 1000 },
      { kind: 'cut-short', path: 'made.gguf', bytes: made.length - 1000, expectedBytes: made.length },
    ],
  ])('%s is refused, and nothing is left of it', async (_, change, detail) => {
    const installing = install([{ ...served, ...change }], unpublished);
    await expect(installing).rejects.toMatchObject({ code: 'model-damaged', detail });
    expect(await desk.models.list()).toEqual([]);
    expect(await folderNames()).toEqual([]);
  });

  it('that is no such file is not read to its end', async () => {
    const text = { ...served, bytes: 4 * 2 ** 20, begins: btoa('<html>') };
    await expect(install([text], unpublished)).rejects.toMatchObject({ code: 'model-damaged' });
    expect(desk.received()[0]).toBeLessThan(text.bytes);
  });

  it('that came cut short before is found out by a check', async () => {
    await install([served], unpublished);
    const { client } = await desk.startStore();
    const folder = await findModelFolder(desk.modelId);
    const handle = await folder?.getFileHandle(dataName(served.name));
    const file = await handle?.getFile();
    if (!file) throw new Error('the file is not there');
    const short = file.slice(0, file.size - 500);
    const sha256 = await sha256Of(short);
    const writable = await handle?.createWritable();
    await writable?.write(await short.arrayBuffer());
    await writable?.truncate(short.size);
    await writable?.close();
    await desk.models.change(desk.modelId, (model) => ({
      ...model,
      files: [{ path: served.name, bytes: short.size, sha256 }],
    }));
    expect(await client.call('verify', { modelId: desk.modelId })).toEqual([
      { path: served.name, problem: 'cut-short' },
    ]);
    expect((await desk.models.get(desk.modelId))?.state).toBe('damaged');
  });
});

async function sha256Of(blob: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
  return new Uint8Array(digest).toHex();
}
