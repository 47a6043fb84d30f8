import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelPackage } from '../../../src/core/models/model-package';
import { dataName, modelLockName } from '../../../src/storage/model-files';
import { madeBytes } from '../../fixtures/made-bytes';
import type { ServedFile } from '../../fixtures/fault-server';
import { fileNames, folderNames, isSame, modelsRoot, publishedSha256, StoreDesk } from './store-desk';

let desk: StoreDesk;
let target: FileSystemDirectoryHandle;
const targetName = `target-${crypto.randomUUID()}`;

beforeEach(async () => {
  desk = new StoreDesk();
  target = await (await navigator.storage.getDirectory()).getDirectoryHandle(targetName, { create: true });
});

afterEach(async () => {
  await desk.close();
  await (await navigator.storage.getDirectory()).removeEntry(targetName, { recursive: true });
});

const files: readonly ServedFile[] = [
  { name: 'config.json', seed: 5, bytes: 300 },
  { name: 'onnx/model.onnx', seed: 6, bytes: 5_000_000 },
];
const bytesOf = ({ seed, bytes }: ServedFile): Uint8Array<ArrayBuffer> => madeBytes(seed, bytes);
const blobs = new Map(files.map((file) => [file.name, new Blob([bytesOf(file)])]));

function packageOf(parts: Partial<ModelPackage> = {}): ModelPackage {
  return {
    id: desk.modelId,
    format: 'onnx',
    task: 'embedding',
    name: 'Copied',
    origin: { kind: 'files' },
    files: files.map(({ name }) => ({ path: name })),
    ...parts,
  };
}

async function flipByte(path: string): Promise<void> {
  const [folderName = ''] = await folderNames();
  const folder = await (await modelsRoot()).getDirectoryHandle(folderName);
  const handle = await folder.getFileHandle(dataName(path));
  const writable = await handle.createWritable({ keepExistingData: true });
  const [byte = 0] = new Uint8Array(await (await handle.getFile()).slice(100, 101).arrayBuffer());
  await writable.write({ type: 'write', position: 100, data: new Uint8Array([byte ^ 1]) });
  await writable.close();
}

async function readOut(path: string, folderName = 'Copied'): Promise<Uint8Array> {
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  let folder = await target.getDirectoryHandle(folderName);
  for (const part of parts) folder = await folder.getDirectoryHandle(part);
  return new Uint8Array(await (await (await folder.getFileHandle(name)).getFile()).arrayBuffer());
}

describe('models from files and to files', () => {
  it('go in, out and in again with the same bytes', async () => {
    const { client } = await desk.startStore();
    await client.call('copyIn', { package: packageOf(), blobs });
    await desk.models.change(desk.modelId, (model) => ({ ...model, facts: { licence: 'Apache-2.0' } }));
    await client.call('copyOut', { modelId: desk.modelId, directory: target });
    for (const file of files) expect(isSame(await readOut(file.name), bytesOf(file))).toBe(true);
    const description = JSON.parse(new TextDecoder().decode(await readOut('inkstone-model.json'))) as unknown;
    expect(description).toEqual({
      version: 1,
      id: desk.modelId,
      format: 'onnx',
      task: 'embedding',
      name: 'Copied',
      facts: { licence: 'Apache-2.0' },
      files: await Promise.all(
        files.map(async (file) => ({
          path: file.name,
          bytes: file.bytes,
          sha256: (await publishedSha256(file)).hex,
        })),
      ),
    });

    await client.call('remove', { modelId: desk.modelId });
    const hashed = await Promise.all(
      files.map(async (file) => ({
        path: file.name,
        bytes: file.bytes,
        hash: await publishedSha256(file),
      })),
    );
    const carried = new Map(
      await Promise.all(
        files.map(
          async ({ name }) => [name, new Blob([await readOut(name).then((bytes) => bytes.slice())])] as const,
        ),
      ),
    );
    await client.call('copyIn', { package: packageOf({ files: hashed }), blobs: carried });
    const stored = await desk.models.openModelFiles(desk.modelId);
    for (const file of files) {
      const there = new Uint8Array((await stored.get(file.name)?.arrayBuffer()) ?? new ArrayBuffer(0));
      expect(isSame(there, bytesOf(file)), file.name).toBe(true);
    }
  });

  it('go out beside what the person has in the folder, which stays as it was', async () => {
    const { client } = await desk.startStore();
    await client.call('copyIn', { package: packageOf({ name: 'Qwen: a/b' }), blobs });
    const own = await target.getFileHandle('config.json', { create: true });
    const earlier = await target.getDirectoryHandle('Qwen- a-b', { create: true });
    const earlierFile = await earlier.getFileHandle('config.json', { create: true });
    for (const handle of [own, earlierFile]) {
      const writable = await handle.createWritable();
      await writable.write('mine');
      await writable.close();
    }
    await client.call('copyOut', { modelId: desk.modelId, directory: target });
    for (const handle of [own, earlierFile]) expect(await (await handle.getFile()).text()).toBe('mine');
    for (const file of files) {
      expect(isSame(await readOut(file.name, 'Qwen- a-b 2'), bytesOf(file))).toBe(true);
    }
  });

  it('leave nothing outside when the copying out is stopped', async () => {
    const { client } = await desk.startStore();
    await client.call('copyIn', { package: packageOf(), blobs });
    const gated = await desk.startGatedStore();
    const stop = new AbortController();
    const stopped = gated.client.call(
      'copyOut',
      { modelId: desk.modelId, directory: target },
      {
        signal: stop.signal,
        onProgress: () => {
          stop.abort();
          gated.goOn();
        },
      },
    );
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => Array.fromAsync(target.keys())).toEqual([]);
  });

  it('leave nothing when a file is not what it should be, is missing, or the copying is stopped', async () => {
    const { client } = await desk.startStore();
    const wrong = packageOf({
      files: [{ path: 'config.json' }, { path: 'onnx/model.onnx', hash: { algorithm: 'md5', hex: '0' } }],
    });
    await expect(client.call('copyIn', { package: wrong, blobs })).rejects.toMatchObject({
      code: 'model-damaged',
      message: expect.stringContaining('onnx/model.onnx') as string,
    });
    const partial = new Map([...blobs].slice(0, 1));
    await expect(client.call('copyIn', { package: packageOf(), blobs: partial })).rejects.toMatchObject({
      code: 'not-found',
    });
    const gated = await desk.startGatedStore();
    const stop = new AbortController();
    const stopped = gated.client.call(
      'copyIn',
      { package: packageOf(), blobs },
      {
        signal: stop.signal,
        onProgress: () => {
          stop.abort();
          gated.goOn();
        },
      },
    );
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(folderNames).toEqual([]);
    expect(await desk.models.list()).toEqual([]);
  });

  it('never take the place of another model of the same id', async () => {
    const { client } = await desk.startStore();
    await client.call('copyIn', { package: packageOf(), blobs });
    const before = await desk.models.get(desk.modelId);
    const sameLength = new Map(files.map((file) => [file.name, new Blob([new Uint8Array(file.bytes)])]));
    const shorter = new Map(files.map(({ name }) => [name, new Blob(['other'])]));
    for (const others of [sameLength, shorter]) {
      await expect(client.call('copyIn', { package: packageOf(), blobs: others })).rejects.toMatchObject({
        code: 'duplicate',
      });
      expect(await desk.models.get(desk.modelId)).toEqual(before);
    }
    expect(await client.call('verify', { modelId: desk.modelId })).toEqual([]);
  });

  it('repair the same model where it is damaged, and leave it as it is where it is whole', async () => {
    const { client } = await desk.startStore();
    await client.call('copyIn', { package: packageOf(), blobs });
    const before = await desk.models.get(desk.modelId);
    await client.call('copyIn', { package: packageOf({ name: 'Called otherwise' }), blobs });
    expect(await desk.models.get(desk.modelId)).toEqual(before);

    await flipByte('onnx/model.onnx');
    await client.call('verify', { modelId: desk.modelId });
    const gated = await desk.startGatedStore();
    const stop = new AbortController();
    const stopped = gated.client.call(
      'copyIn',
      { package: packageOf(), blobs },
      {
        signal: stop.signal,
        onProgress: ({ stage, loadedBytes }) => {
          if (stage === 'copying' && loadedBytes > 0) stop.abort();
          gated.goOn();
        },
      },
    );
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => desk.models.get(desk.modelId)).toMatchObject({ state: 'damaged' });
    await client.call('copyIn', { package: packageOf(), blobs });
    expect(await client.call('verify', { modelId: desk.modelId })).toEqual([]);
    expect(await desk.models.get(desk.modelId)).toMatchObject({ state: 'installed', name: 'Copied' });
  });

  it('keep names that would lead out of their folder inside it', async () => {
    const odd = ['../../escape', 'CON', 'a/b', 'a~2fb', 'A/b', '墨.bin', 'x'.repeat(400)];
    const { client } = await desk.startStore();
    const oddBlobs = new Map(odd.map((path) => [path, new Blob([path])]));
    await client.call('copyIn', {
      package: packageOf({ files: odd.map((path) => ({ path })) }),
      blobs: oddBlobs,
    });
    const stored = await desk.models.openModelFiles(desk.modelId);
    for (const path of odd) expect(await stored.get(path)?.text()).toBe(path);
    expect(await fileNames()).toHaveLength(odd.length);
    await expect(client.call('copyOut', { modelId: desk.modelId, directory: target })).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });
});

describe('what is cut off', () => {
  it('of a copy of files is swept up, row and bytes, and never gone on with', async () => {
    const first = await desk.startGatedStore();
    void first.client
      .call('copyIn', { package: packageOf(), blobs }, { onProgress: () => first.kill() })
      .catch(() => undefined);
    await expect.poll(() => desk.models.list()).toMatchObject([{ state: 'partial' }]);
    first.kill();
    const lockName = modelLockName(desk.modelId);
    const isHeld = async (): Promise<boolean> =>
      (await navigator.locks.query()).held?.some(({ name }) => name === lockName) ?? false;
    await expect.poll(isHeld).toBe(false);
    const { client } = await desk.startStore();
    await client.call('sweep', undefined);
    expect(await desk.models.list()).toEqual([]);
    expect(await folderNames()).toEqual([]);
  });

  it('of a download is told of by its row, the parts of files too', async () => {
    const large = { name: 'large.bin', seed: 6, bytes: 5_000_000 };
    const faults = [{ kind: 'held', at: 1_000_000 }] as const;
    const wanted = await desk.serve([{ ...large, faults }]);
    const { client } = await desk.startStore();
    const pause = new AbortController();
    const installing = client.call(
      'install',
      { package: wanted },
      {
        signal: pause.signal,
        onProgress: ({ loadedBytes }) => {
          if (loadedBytes > 500_000) pause.abort();
        },
      },
    );
    await expect(installing).rejects.toMatchObject({ name: 'AbortError' });
    await expect
      .poll(async () => (await desk.models.get(desk.modelId))?.arrivedBytes ?? 0)
      .toBeGreaterThan(500_000);
    expect(await desk.models.get(desk.modelId)).toMatchObject({ state: 'partial', files: [] });
    await client.call('install', { package: wanted });
    expect(await desk.models.get(desk.modelId)).not.toHaveProperty('arrivedBytes');
  });
});

describe('verifying', () => {
  it('finds a flipped byte, a missing file and another length, and takes the model out of use', async () => {
    const { client } = await desk.startStore();
    await client.call('copyIn', { package: packageOf(), blobs });
    expect(await client.call('verify', { modelId: desk.modelId })).toEqual([]);
    await flipByte('onnx/model.onnx');
    expect(await client.call('verify', { modelId: desk.modelId })).toEqual([
      { path: 'onnx/model.onnx', problem: 'hash' },
    ]);
    expect(await desk.models.get(desk.modelId)).toMatchObject({ state: 'damaged' });
    await expect(desk.models.openModelFiles(desk.modelId)).rejects.toMatchObject({ code: 'model-damaged' });
    await expect(client.call('copyOut', { modelId: desk.modelId, directory: target })).rejects.toMatchObject({
      code: 'model-damaged',
    });

    // The same byte again makes it as it was.
    await flipByte('onnx/model.onnx');
    expect(await client.call('verify', { modelId: desk.modelId })).toEqual([]);
    expect(await desk.models.get(desk.modelId)).toMatchObject({ state: 'installed' });

    const [folderName = ''] = await folderNames();
    await (await (await modelsRoot()).getDirectoryHandle(folderName)).removeEntry(dataName('config.json'));
    expect(await client.call('verify', { modelId: desk.modelId })).toEqual([
      { path: 'config.json', problem: 'missing' },
    ]);
  });

  it('tells how far it is', async () => {
    const { client } = await desk.startStore();
    await client.call('copyIn', { package: packageOf(), blobs });
    const heard: unknown[] = [];
    await client.call('verify', { modelId: desk.modelId }, { onProgress: (each) => heard.push(each) });
    expect(heard.at(-1)).toMatchObject({ stage: 'verifying', loadedBytes: 5_000_300, totalBytes: 5_000_300 });
  });

  it('is followed by an install that fetches only what is damaged', async () => {
    const wanted = await desk.serve(files);
    const { client } = await desk.startStore();
    await client.call('install', { package: wanted });
    await flipByte('config.json');
    await client.call('verify', { modelId: desk.modelId });
    await client.call('install', { package: wanted });
    expect(await desk.wrongFiles()).toEqual([]);
    expect(desk.received()).toEqual([600, 5_000_000]);
    expect(await desk.models.get(desk.modelId)).toMatchObject({ state: 'installed' });
  });

  it('does not know a model that is not here', async () => {
    const { client } = await desk.startStore();
    await expect(client.call('verify', { modelId: 'none' })).rejects.toMatchObject({ code: 'not-found' });
  });
});
