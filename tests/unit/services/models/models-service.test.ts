import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../../src/core/app-error';
import type { Comparison, ModelStatus, ModelWork, Settings } from '../../../../src/services/app-services';
import { Models } from '../../../../src/services/models-service';
import { ScriptedParts, storedOf } from './scripted-parts';

const persist = vi.fn(() => Promise.resolve(true));
let quota = 10e9;
let opened: ScriptedParts[] = [];

beforeEach(() => {
  persist.mockClear();
  quota = 10e9;
  const storage = {
    estimate: () => Promise.resolve({ usage: 1e6, quota }),
    persisted: () => Promise.resolve(false),
    persist,
  };
  vi.stubGlobal('navigator', { storage });
  vi.stubGlobal('location', new URL('https://inkstone.example/'));
  vi.stubGlobal('addEventListener', vi.fn());
  vi.stubGlobal('reportError', (error: unknown) => {
    throw error;
  });
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('', { status: 404 })));
});

afterEach(() => {
  for (const script of opened) script.close();
  opened = [];
  vi.unstubAllGlobals();
});

function open(change: Partial<Settings> = {}) {
  const script = new ScriptedParts(change);
  opened.push(script);
  const models = new Models(script.parts);
  let status: ModelStatus = { status: 'none' };
  let work: ReadonlyMap<string, ModelWork> = new Map();
  models.observe((next) => (status = next));
  models.observeWork((next) => (work = next));
  return { script, models, status: () => status, work: (id: string) => work.get(id) };
}

const source = { kind: 'hub', repository: 'a', revision: 'main' } as const;
const known = { modelSources: { a: { id: 'a', source }, b: { id: 'b', source } } };

describe('a download', () => {
  it('tells how far it is, and ends as installed', async () => {
    const { script, models, work } = open(known);
    const done = models.install('a');
    await expect.poll(() => script.installs.has('a')).toBe(true);
    const progress = {
      stage: 'downloading',
      loadedBytes: 250,
      totalBytes: 1000,
      bytesPerSecond: 50,
    } as const;
    script.installs.get('a')?.report(progress);
    await expect.poll(() => work('a')).toEqual({ kind: 'installing', progress });
    script.installs.get('a')?.finish();
    await done;
    expect(work('a')).toBeUndefined();
  });

  it('runs beside another', async () => {
    const { script, models } = open(known);
    const both = Promise.all([models.install('a'), models.install('b')]);
    await expect.poll(() => script.installs.size).toBe(2);
    for (const { finish } of script.installs.values()) finish();
    await both;
  });

  it('is paused by a setting, which other tabs hear, and goes on from the listing it had', async () => {
    const { script, models, work } = open(known);
    await models.restore();
    void models.install('a');
    await expect.poll(() => script.installs.has('a')).toBe(true);
    script.installs.get('a')?.report({ stage: 'downloading', loadedBytes: 250, totalBytes: 1000 });
    await expect.poll(() => work('a')?.kind).toBe('installing');
    // As another tab does it.
    script.settings.value = { ...script.settings.value, pausedModels: ['a'] };
    await expect.poll(() => work('a')).toEqual({ kind: 'paused', loadedBytes: 250, totalBytes: 1000 });
    script.installs.clear();
    void models.install('a');
    await expect.poll(() => script.installs.has('a')).toBe(true);
    expect(script.asked.filter((what) => what.startsWith('resolve'))).toHaveLength(1);
    expect(script.settings.value.pausedModels).toEqual([]);
  });

  it('that is cancelled leaves nothing behind', async () => {
    const { script, models, work } = open(known);
    await models.restore();
    void models.install('a');
    await expect.poll(() => script.installs.has('a')).toBe(true);
    await models.cancel('a');
    expect(script.asked.at(-1)).toBe('remove a');
    expect(work('a')).toBeUndefined();
    expect(script.rows.value).toEqual([]);
    expect(script.settings.value).toMatchObject({ pausedModels: [], modelSources: { b: {} } });
    expect(script.settings.value.modelSources).not.toHaveProperty('a');
  });

  it('goes on after a reload, but not one that was paused, nor where hosts are off', async () => {
    const { package: wanted, ...row } = { package: undefined, ...storedOf('a') };
    expect(wanted).toBeUndefined();
    const partial = (id: string) => ({
      ...row,
      id,
      state: 'partial' as const,
      package: { ...row, id, files: [] },
    });
    const { script, models } = open({ pausedModels: ['b'] });
    script.rows.value = [partial('a'), partial('b')];
    await models.restore();
    await expect.poll(() => script.asked).toEqual(['install a']);

    const off = open({ modelHosts: [] });
    off.script.rows.value = [partial('a')];
    await off.models.restore();
    await off.models.catalogue('en');
    expect(off.script.asked).toEqual(['list']);
  });

  it('leaves it to the store whether the rest of it fits, which knows what is here', async () => {
    quota = 1e6;
    const { script, models, work } = open(known);
    void models.install('a');
    await expect.poll(() => script.installs.has('a')).toBe(true);
    script.installs.get('a')?.finish(new AppError('storage-full'));
    await expect
      .poll(() => work('a'))
      .toMatchObject({ kind: 'failed', what: 'install', error: { code: 'storage-full' } });
  });

  it('needs its host switched on', async () => {
    const { script, models, work } = open({ ...known, modelHosts: [] });
    await models.install('a');
    expect(work('a')).toMatchObject({ kind: 'failed', error: { code: 'model-download-failed' } });
    expect(script.asked).toEqual([]);
  });

  it('goes on in a new worker when the hosts change', async () => {
    const { script, models } = open(known);
    void models.install('a');
    await expect.poll(() => script.installs.has('a')).toBe(true);
    models.hostsChanged({ modelHosts: ['https://mirror.example'] });
    await expect
      .poll(() => script.asked)
      .toEqual(['resolve a', 'install a', 'stop', 'resolve a', 'install a']);
  });
});

describe('the engine', () => {
  it('is the best model on the device, tested once', async () => {
    const { script, models, status } = open();
    script.rows.value = [storedOf('a')];
    await models.restore();
    expect(status()).toMatchObject({ status: 'ready', modelId: 'a', engine: 'wllama' });
    expect(models.engine()).toMatchObject({ id: 'wllama', model: 'a' });
    expect(script.runs.value).toMatchObject([
      { modelId: 'a', kind: 'self-test', selfTest: { passed: true } },
    ]);
    await models.unload();
    await models.choose();
    expect(script.loads).toEqual(['a run', 'a known']);
  });

  it('is chosen without reading what else there is', async () => {
    const { script, models } = open();
    script.rows.value = [storedOf('a')];
    await models.restore();
    expect(script.loads).toEqual(['a run']);
    expect(script.asked).toEqual([]);
  });

  it('is the next best where the first fails its self-test, and the person is told', async () => {
    const { script, models } = open();
    script.rows.value = [storedOf('a'), storedOf('b')];
    script.broken.set('a', new AppError('model-unsound', 'repeats itself'));
    let passedOver: unknown;
    models.observePassedOver((next) => (passedOver = next));
    await models.restore();
    expect(models.engine()).toMatchObject({ model: 'b' });
    expect(passedOver).toEqual([{ modelId: 'a', code: 'model-unsound' }]);
    expect(script.runs.value[0]).toMatchObject({
      modelId: 'a',
      selfTest: { passed: false, reason: 'repeats itself' },
    });
  });

  it('quotes when no model can run, or when the person wants quotes', async () => {
    const { script, models } = open();
    script.rows.value = [storedOf('a')];
    script.broken.set('a', new AppError('out-of-memory'));
    await models.restore();
    expect(models.engine().id).toBe('extractive');

    const quotes = open({ engine: 'extractive' });
    quotes.script.rows.value = [storedOf('a')];
    await quotes.models.restore();
    expect(quotes.script.loads).toEqual([]);
    expect(quotes.models.engine().id).toBe('extractive');
  });

  it('of the person’s own choice is waited for, and its failure is the answer’s', async () => {
    const { script, models } = open({ engine: 'model', modelId: 'a' });
    script.rows.value = [storedOf('a')];
    const request = { question: 'q', language: 'en', passages: [], history: [] } as const;
    const { signal } = new AbortController();
    const texts: string[] = [];
    for await (const event of models.engine().answer(request, { signal })) {
      if (event.kind === 'text') texts.push(event.text);
    }
    expect(texts).toEqual(['from a']);
    await models.unload();
    script.broken.set('a', new AppError('model-damaged'));
    const failing = models.engine().answer(request, { signal })[Symbol.asyncIterator]();
    await expect(failing.next()).rejects.toMatchObject({ code: 'model-damaged' });
  });

  it('is the model that the person uses, from then on', async () => {
    const { script, models } = open();
    script.rows.value = [storedOf('a'), storedOf('b')];
    await models.load('b');
    expect(script.settings.value).toMatchObject({ engine: 'model', modelId: 'b' });
    await models.remove('b');
    expect(script.settings.value).toMatchObject({ engine: 'auto', modelId: null });
    expect(models.engine()).toMatchObject({ model: 'a' });
  });

  it('changes to a better model once that is installed', async () => {
    const { script, models, status } = open(known);
    await models.restore();
    expect(models.engine().id).toBe('extractive');
    void models.install('a');
    await expect.poll(() => script.installs.has('a')).toBe(true);
    script.installs.get('a')?.finish();
    await expect.poll(status).toMatchObject({ status: 'ready', modelId: 'a' });
  });
});

describe('a model from files', () => {
  const description = {
    ...{ version: 1, id: 'own', format: 'gguf', task: 'answer', name: 'Own' },
    files: [{ path: 'own.gguf', bytes: 4, sha256: 'ab'.repeat(32) }],
  };
  const picked = [
    { path: 'inkstone-model.json', blob: new Blob([JSON.stringify(description)]) },
    { path: 'own.gguf', blob: new Blob(['gguf']) },
  ];
  const { signal } = new AbortController();

  it('gets an id of its own where another model has its id', async () => {
    const { script, models } = open();
    script.rows.value = [storedOf('own')];
    script.onFiles = (what) =>
      what === 'copyIn own' ? Promise.reject(new AppError('duplicate')) : Promise.resolve();
    await expect(models.addFiles(picked, { signal })).resolves.toEqual({
      ...{ kind: 'added', modelId: 'own-2', name: 'Own (2)', lacksTemplate: false },
    });
    expect(script.asked).toEqual(['copyIn own', 'copyIn own-2']);
  });

  it.each(['storage-full', 'model-damaged'] as const)(
    'that fails as %s takes nothing away that was there',
    async (code) => {
      const { script, models, work } = open();
      script.rows.value = [storedOf('own')];
      script.onFiles = () => Promise.reject(new AppError(code));
      await expect(models.addFiles(picked, { signal })).rejects.toMatchObject({ code });
      expect(script.asked).toEqual(['copyIn own']);
      expect(script.rows.value).toEqual([storedOf('own')]);
      expect(work('own')).toBeUndefined();
    },
  );

  it('is refused as busy while the model of its id is downloaded, which goes on', async () => {
    const { script, models, work } = open({ modelSources: { own: { id: 'own', source } } });
    void models.install('own');
    await expect.poll(() => script.installs.has('own')).toBe(true);
    await expect(models.addFiles(picked, { signal })).rejects.toMatchObject({ code: 'busy' });
    expect(script.asked).toEqual(['resolve own', 'install own']);
    expect(work('own')?.kind).toBe('preparing');
    script.installs.get('own')?.finish();
    await expect.poll(() => script.rows.value).toEqual([storedOf('own')]);
  });
});

it('keeps what a benchmark measured', async () => {
  const { script, models } = open();
  script.rows.value = [storedOf('a')];
  await models.benchmark('a');
  expect(script.runs.value.at(-1)).toMatchObject({
    modelId: 'a',
    kind: 'benchmark',
    benchmark: { answerTokensPerSecond: 25 },
  });
});

it('compares two models one after the other, then gives the first its place back', async () => {
  const { script, models, status } = open({ engine: 'model', modelId: 'a' });
  script.rows.value = [storedOf('a'), storedOf('b')];
  await models.choose();
  script.broken.set('b', new AppError('out-of-memory'));
  let last: Comparison | undefined;
  const input = { question: 'What is ink?', libraryId: 'l', modelIds: ['a', 'b'] } as const;
  for await (const update of models.compare(input, { signal: new AbortController().signal })) last = update;
  expect(last?.answers).toMatchObject([
    { modelId: 'a', phase: 'done', message: { text: 'from a', status: 'complete' } },
    { modelId: 'b', phase: 'done', message: { status: 'failed', error: { code: 'out-of-memory' } } },
  ]);
  await expect.poll(status).toMatchObject({ status: 'ready', modelId: 'a' });
});
