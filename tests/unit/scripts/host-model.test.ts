import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { hostsModels } from '../../../scripts/build/hosted-models.mjs';
import { hostModel } from '../../../scripts/host-model.mjs';
import { readHostedIndex } from '../../../src/core/models/hosted-index';
import { readPackageDescription } from '../../../src/core/models/package-description';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'inkstone-host-model-'));
});
afterEach(() => rm(root, { recursive: true }));

async function write(path: string, content: string): Promise<void> {
  await mkdir(join(root, path, '..'), { recursive: true });
  await writeFile(join(root, path), content);
}

async function json(path: string): Promise<unknown> {
  return JSON.parse(await readFile(join(root, path), 'utf8'));
}

it('a .gguf file is hosted with a description and an index that the app reads', async () => {
  const to = join(root, 'public/models/hosted');
  await write('tiny.gguf', 'GGUF');
  expect(hostsModels(join(root, 'public'))).toBe(false);
  await hostModel({ source: join(root, 'tiny.gguf'), to, name: 'Tiny' });
  expect(hostsModels(join(root, 'public'))).toBe(true);
  const sha256 = createHash('sha256').update('GGUF').digest('hex');
  expect(readPackageDescription(await json('public/models/hosted/tiny/inkstone-model.json'))).toEqual({
    version: 1,
    id: 'tiny',
    format: 'gguf',
    task: 'answer',
    name: 'Tiny',
    files: [{ path: 'tiny.gguf', bytes: 4, sha256 }],
  });
  expect(readHostedIndex(await json('public/models/hosted/index.json'))).toEqual([
    { path: 'tiny', id: 'tiny', format: 'gguf', task: 'answer', name: 'Tiny', bytes: 4 },
  ]);
});

it('an MLC folder is hosted with its library, under one name whatever it was called, beside others', async () => {
  const to = join(root, 'hosted');
  await write('e5/config.json', '{"architectures":["BertModel"]}');
  await write('e5/tokenizer.json', '{}');
  await write('e5/onnx/model_quantized.onnx', 'x');
  await write('Tiny-MLC/mlc-chat-config.json', '{"context_window_size":2048}');
  await write('Tiny-MLC/tokenizer.json', '{}');
  await write('Tiny-MLC/ndarray-cache.json', '{"records":[{"dataPath":"params_shard_0.bin"}]}');
  await write('Tiny-MLC/Tiny-webgpu.wasm', 'w');
  await hostModel({ source: join(root, 'e5'), to });
  await expect(hostModel({ source: join(root, 'Tiny-MLC'), to })).rejects.toThrow('params_shard_0.bin');
  await write('Tiny-MLC/params_shard_0.bin', 'abc');
  await hostModel({ source: join(root, 'Tiny-MLC'), to, id: 'mine/Tiny' });
  const { id, files, facts } = readPackageDescription(await json('hosted/mine-Tiny/inkstone-model.json'));
  expect([id, facts]).toEqual(['mine/Tiny', { contextTokens: 2048 }]);
  expect(files.map(({ path }) => path)).toEqual([
    'mlc-chat-config.json',
    'tokenizer.json',
    'tensor-cache.json',
    'params_shard_0.bin',
    'library.wasm',
  ]);
  expect(readHostedIndex(await json('hosted/index.json')).map(({ path, task }) => [path, task])).toEqual([
    ['e5', 'embedding'],
    ['mine-Tiny', 'answer'],
  ]);
});

it('a model that lies where it would be hosted is refused, and stays', async () => {
  await write('hosted/tiny/tiny.gguf', 'GGUF');
  const to = join(root, 'hosted');
  const file = join(to, 'tiny/tiny.gguf');
  await expect(hostModel({ source: file, to })).rejects.toThrow('would be replaced');
  await expect(hostModel({ source: join(to, 'tiny'), to })).rejects.toThrow('would be replaced');
  await symlink(file, join(root, 'tiny.gguf'));
  await expect(hostModel({ source: join(root, 'tiny.gguf'), to })).rejects.toThrow('would be replaced');
  expect(await readFile(file, 'utf8')).toBe('GGUF');
  await expect(hostModel({ source: join(to, 'tiny'), to: join(to, 'tiny/deep') })).rejects.toThrow('lies in');
});

it('a hosted model is replaced only by one that is whole, and nothing else is', async () => {
  const to = join(root, 'hosted');
  await write('tiny.gguf', 'old');
  await hostModel({ source: join(root, 'tiny.gguf'), to });
  await write('new/tiny.gguf', 'new');
  await hostModel({ source: join(root, 'new/tiny.gguf'), to });
  expect(await readFile(join(to, 'tiny/tiny.gguf'), 'utf8')).toBe('new');
  await write('broken/config.json', '{}');
  await write('broken/tokenizer.json', '{}');
  await write('broken/onnx/model.onnx', 'x');
  await symlink(join(root, 'gone'), join(root, 'broken/t2s.json'));
  await expect(hostModel({ source: join(root, 'broken'), to, id: 'tiny' })).rejects.toThrow('t2s.json');
  expect(await readFile(join(to, 'tiny/tiny.gguf'), 'utf8')).toBe('new');
  await write('hosted/own/notes.txt', 'mine');
  await expect(hostModel({ source: join(root, 'tiny.gguf'), to, id: 'own' })).rejects.toThrow('not replaced');
  expect(await readFile(join(to, 'own/notes.txt'), 'utf8')).toBe('mine');
  expect((await readdir(to)).sort()).toEqual(['index.json', 'own', 'tiny']);
});

it('what does not fit is left out of the index', () => {
  const model = { path: 'a', id: 'a', format: 'gguf', task: 'answer', name: 'A', bytes: 1 };
  const models = [model, { ...model, path: '../a' }, { ...model, bytes: -1 }, { ...model, format: 'exe' }, 7];
  expect(readHostedIndex({ models })).toEqual([model]);
  expect(readHostedIndex('<html>')).toEqual([]);
});
