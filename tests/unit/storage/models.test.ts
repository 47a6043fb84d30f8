import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { StoredModel } from '../../../src/core/models/stored-model';
import { InkstoneDatabase } from '../../../src/storage/database';
import { dataName, journalName, safeName } from '../../../src/storage/model-files';
import { ModelRepository, ModelRunRepository } from '../../../src/storage/models';

let database: InkstoneDatabase;
let models: ModelRepository;
let runs: ModelRunRepository;

beforeEach(() => {
  database = new InkstoneDatabase(`test-${crypto.randomUUID()}`);
  models = new ModelRepository(database);
  runs = new ModelRunRepository(database);
});

afterEach(() => database.delete());

const model = (id: string): StoredModel => ({
  id,
  format: 'gguf',
  task: 'answer',
  name: id,
  origin: { kind: 'files' },
  state: 'installed',
  files: [],
  addedAt: 1,
});

it('tells of every change', async () => {
  const heard: string[][] = [];
  const end = models.observe((all) => heard.push(all.map(({ id }) => id)));
  await expect.poll(() => heard).toEqual([[]]);
  await models.put(model('one'));
  await expect.poll(() => heard.at(-1)).toEqual(['one']);
  await models.remove('one');
  await expect.poll(() => heard.at(-1)).toEqual([]);
  end();
});

it('forgets a model together with its runs, and keeps those of others', async () => {
  await models.put(model('one'));
  for (const [modelId, at] of [
    ['one', 2],
    ['two', 9],
    ['two', 3],
  ] as const) {
    await runs.add({ modelId, at, device: 'made', kind: 'self-test', selfTest: { passed: true } });
  }
  await models.remove('one');
  expect((await runs.listAll()).map(({ modelId, at }) => `${modelId} ${at}`)).toEqual(['two 9', 'two 3']);
});

it('gives every text a name of its own that any file system takes', () => {
  const texts = [
    'a/b',
    'A/b',
    'a~2fb',
    'a!b',
    '..',
    '.',
    '',
    'a.',
    '墨',
    'x'.repeat(300),
    'x'.repeat(301),
    'b\\c',
  ];
  const names = texts.flatMap((text) => [dataName(text), journalName(text)]);
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
  for (const name of [...names, ...texts.map(safeName)]) {
    expect(name).toMatch(/^[a-z0-9_!~-][a-z0-9_!~.-]*[a-z0-9_!~-]$|^[a-z0-9_!~-]$/u);
    expect(name.length).toBeLessThanOrEqual(200);
  }
});
