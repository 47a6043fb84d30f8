import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../../src/core/app-error';
import type {
  Comparison,
  ModelStatus,
  ModelWork,
  PassedOverModel,
  Settings,
} from '../../../../src/services/app-services';
import { modelHosts } from '../../../../src/core/model-hosts';
import { Models } from '../../../../src/services/models-service';
import { pageAround } from './page-around';
import { answered, host, packageOf, question, sized, storedOf } from './scripted-parts';

const page = pageAround();

function open(change: Partial<Settings> = {}) {
  const script = page.scripted(change);
  const models = new Models(script.parts);
  let status: ModelStatus = { status: 'none' };
  let work: ReadonlyMap<string, ModelWork> = new Map();
  models.observe((next) => (status = next));
  models.observeWork((next) => (work = next));
  return { script, models, status: () => status, work: (id: string) => work.get(id) };
}

const source = { kind: 'hub', repository: 'a', revision: 'main' } as const;
const known = { modelSources: { a: { id: 'a', source }, b: { id: 'b', source } } };

const description = {
  ...{ version: 1, id: 'own', format: 'gguf', task: 'answer', name: 'Own' },
  files: [{ path: 'own.gguf', bytes: 4, sha256: 'ab'.repeat(32) }],
};
const picked = [
  { path: 'inkstone-model.json', blob: new Blob([JSON.stringify(description)]) },
  { path: 'own.gguf', blob: new Blob(['gguf']) },
];

function untilAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
  });
}

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

  it('is paused by a setting, which other tabs hear, and goes on from the mirror that is set by then', async () => {
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
    const mirror = 'https://mirror.example';
    script.settings.value = { ...script.settings.value, hubUrl: mirror, modelHosts: [mirror] };
    void models.install('a');
    await expect.poll(() => script.installs.has('a')).toBe(true);
    expect(script.rows.value[0]?.package?.files[0]?.url).toBe(`${mirror}/a/model.gguf`);
    expect(script.settings.value.pausedModels).toEqual([]);
  });

  it('goes on from the list that it had where its host cannot be asked', async () => {
    const { script, models, work } = open(known);
    const begun = packageOf('a', 'https://before.example');
    script.rows.value = [storedOf('a', { state: 'partial', files: [], package: begun })];
    script.listingError = new AppError('offline');
    await models.restore();
    await expect.poll(() => script.installs.has('a')).toBe(true);
    expect(script.rows.value[0]?.package).toEqual(begun);
    script.installs.get('a')?.finish(new AppError('storage-full'));
    await expect.poll(() => work('a')?.kind).toBe('failed');

    // What its host says does count.
    script.listingError = new AppError('model-gated');
    await models.install('a');
    expect(work('a')).toMatchObject({ kind: 'failed', error: { code: 'model-gated' } });
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
    await expect.poll(() => script.asked).toEqual(['list', 'resolve a', 'install a']);

    const off = open({ modelHosts: [] });
    off.script.rows.value = [partial('a')];
    await off.models.restore();
    await off.models.catalogue('en');
    expect(off.script.asked).toEqual(['list']);
  });

  it('leaves it to the store whether the rest of it fits, which knows what is here', async () => {
    page.quota = 1e6;
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
    // As another tab does it.
    script.settings.value = { ...script.settings.value, modelHosts: [host, 'https://mirror.example'] };
    await expect
      .poll(() => script.asked)
      .toEqual(['resolve a', 'install a', 'stop', 'resolve a', 'install a']);
  });

  it('stops when another tab switches downloads off', async () => {
    const { script, models, work } = open(known);
    void models.install('a');
    await expect.poll(() => script.installs.has('a')).toBe(true);
    script.settings.value = { ...script.settings.value, modelHosts: [] };
    await expect.poll(() => script.asked).toEqual(['resolve a', 'install a', 'stop']);
    expect(work('a')).toBeUndefined();
  });

  it('that is cancelled takes the leave for its host with it, unless something else needs the host', async () => {
    const address = (path: string) => ({
      source: { kind: 'address', url: `https://files.example/${path}` } as const,
    });
    const { script, models } = open({
      modelHosts: [host, 'https://files.example'],
      modelSources: { a: address('a.gguf'), b: address('b.gguf') },
    });
    await models.cancel('a');
    expect(script.settings.value.modelHosts).toEqual([host, 'https://files.example']);
    await models.cancel('b');
    expect(script.settings.value.modelHosts).toEqual([host]);
  });

  describe('from an address', () => {
    const address = 'https://files.example/m.gguf';
    const { signal } = new AbortController();

    it('is looked up first, with its hosts and no others allowed, and tells its size', async () => {
      const { script, models } = open({ modelHosts: [] });
      expect(await models.findModel(address, { signal })).toMatchObject({
        bytes: 1000,
        freeBytes: 10e9 - 1e6,
        broughtHosts: ['https://files.example'],
      });
      expect(script.settings.value.modelHosts).toEqual(['https://files.example']);
      expect(script.asked.at(-1)).toBe('resolve address');

      const hub = open({ modelHosts: [] });
      await hub.models.findModel('owner/name', { signal });
      const { modelHosts } = hub.script.settings.value;
      expect(modelHosts).toContain(host);
      expect(modelHosts).toContain('https://cas-bridge.xethub.hf.co');
      // No compiled library is looked for.
      expect(modelHosts).not.toContain('https://raw.githubusercontent.com');
    });

    it('leaves no host allowed when it is not to be had, or is let be', async () => {
      const { script, models } = open();
      script.listingError = new AppError('model-download-failed');
      await expect(models.findModel(address, { signal })).rejects.toMatchObject({
        code: 'model-download-failed',
      });
      expect(script.settings.value.modelHosts).toEqual([host]);
      script.listingError = undefined;
      await models.leaveFound(await models.findModel(address, { signal }));
      expect(script.settings.value.modelHosts).toEqual([host]);
    });

    it('keeps a host that another model needs, or that the person has allowed since', async () => {
      const other = { source: { kind: 'address', url: 'https://files.example/other.gguf' } } as const;
      const { script, models } = open({ modelSources: { other } });
      await models.leaveFound(await models.findModel(address, { signal }));
      expect(script.settings.value.modelHosts).toContain('https://files.example');

      const { script: switched, models: switchedModels } = open({ modelHosts: [] });
      const found = await switchedModels.findModel('owner/name', { signal });
      switched.settings.value = { ...switched.settings.value, modelHosts: [...modelHosts] };
      await switchedModels.leaveFound(found);
      expect(switched.settings.value.modelHosts).toEqual(modelHosts);
    });

    it('that fails before anything came leaves its failure alone', async () => {
      const { script, models, work } = open();
      await models.restore();
      await models.addFound(await models.findModel(address, { signal }));
      await expect.poll(() => script.installs.has('owner/name')).toBe(true);
      script.installs.get('owner/name')?.finish(new AppError('model-damaged'));
      await expect.poll(() => script.settings.value.modelHosts).toEqual([host]);
      expect(work('owner/name')).toMatchObject({ kind: 'failed', error: { code: 'model-damaged' } });
      expect(script.settings.value.modelSources).toEqual({});
      expect(script.rows.value).toEqual([]);
    });

    it('that has no network stays, to go on by itself', async () => {
      const { script, models, work } = open();
      await models.addFound(await models.findModel(address, { signal }));
      await expect.poll(() => script.installs.has('owner/name')).toBe(true);
      script.installs.get('owner/name')?.finish(new AppError('offline'));
      await expect.poll(() => work('owner/name')?.kind).toBe('failed');
      const [, goOn] = vi.mocked(addEventListener).mock.calls.find(([type]) => type === 'online') ?? [];
      script.installs.clear();
      (goOn as (event: Event) => void)(new Event('online'));
      await expect.poll(() => script.installs.has('owner/name')).toBe(true);
    });
  });

  it('that is removed is passed over no more', async () => {
    const { script, models } = open();
    let passedOver: readonly PassedOverModel[] = [];
    models.observePassedOver((next) => (passedOver = next));
    script.broken.set('a', new AppError('model-load-failed'));
    script.rows.value = [storedOf('a')];
    await models.restore();
    expect(passedOver.map(({ modelId }) => modelId)).toEqual(['a']);
    await models.remove('a');
    expect(passedOver).toEqual([]);
  });

  it('from a new host begins once the store knows it, and what the store does besides is not cut off', async () => {
    const { script, models, work } = open(known);
    await models.catalogue('en');
    script.asked.length = 0;
    let finish = (): void => undefined;
    script.verifying = new Promise((resolve) => (finish = resolve));
    const verified = models.verify('b');
    await expect.poll(() => work('b')?.kind).toBe('verifying');
    script.settings.value = { ...script.settings.value, modelHosts: [host, 'https://files.example'] };
    const { signal } = new AbortController();
    const finding = models.findModel('https://files.example/m.gguf', { signal });
    finish();
    expect(await verified).toEqual([]);
    await models.addFound(await finding);
    await expect
      .poll(() => script.asked)
      .toEqual(['verified b', 'stop', 'resolve address', 'install owner/name']);
  });
});

describe('the engine', () => {
  it('is the best model on the device, tested once', async () => {
    const { script, models, status } = open();
    script.rows.value = [storedOf('a')];
    await models.restore();
    expect(status()).toMatchObject({ status: 'ready', modelId: 'a', engine: 'wllama' });
    expect(models.engine()).toMatchObject({ id: 'wllama', model: 'a', modelName: storedOf('a').name });
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
    await expect(answered(models)).rejects.toMatchObject({ code: 'model-damaged' });
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

  it('leaves a model that another tab removes, and takes the next', async () => {
    const { script, models, status } = open();
    script.rows.value = [storedOf('a'), storedOf('b')];
    await models.restore();
    await models.load('b');
    script.rows.value = [storedOf('a')];
    await expect.poll(status).toMatchObject({ status: 'ready', modelId: 'a' });
    expect(script.settings.value).toMatchObject({ engine: 'auto', modelId: null });
    script.rows.value = [];
    await expect.poll(status).toMatchObject({ status: 'none' });
    expect(models.engine()).toMatchObject({ id: 'extractive' });
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

describe('an import', () => {
  it('is no download: it is not taken for one when hosts change, and ends when it is cancelled', async () => {
    const { script, models, work } = open();
    script.onFiles = (_, { signal }) => untilAbort(signal);
    const { signal } = new AbortController();
    const importing = models.addFiles(picked, { signal });
    void importing.catch(() => undefined);
    await expect.poll(() => script.asked).toEqual(['copyIn own']);
    expect(work('own')?.kind).toBe('importing');
    script.settings.value = { ...script.settings.value, modelHosts: ['https://mirror.example'] };
    await Promise.resolve();
    expect(script.asked).toEqual(['copyIn own']);
    expect(work('own')?.kind).toBe('importing');
    await models.cancel('own');
    await expect(importing).rejects.toMatchObject({ name: 'AbortError' });
    expect(work('own')).toBeUndefined();
    // The store is started anew for the new hosts once nothing is under way in it.
    await expect.poll(() => script.asked).toContain('stop');
    expect(script.asked).not.toContain('remove own');
  });

  it('that was cut off has the store start, which sweeps it up, and is not gone on with', async () => {
    const { script, models } = open();
    const wanted = { ...packageOf('own'), origin: { kind: 'files' } as const };
    const { origin } = wanted;
    script.rows.value = [storedOf('own', { state: 'partial', files: [], origin, package: wanted })];
    await models.restore();
    await expect.poll(() => script.storeStarts).toBeGreaterThan(0);
    expect(script.asked).toEqual([]);
  });
});

it.each(['verify', 'exportTo'] as const)(
  '%s can be cancelled, and keeps other work off the model meanwhile',
  async (what) => {
    const { script, models, work } = open();
    script.rows.value = [storedOf('a')];
    let isBegun = false;
    script.onFiles = (_, { signal }) => {
      isBegun = true;
      return untilAbort(signal);
    };
    // The port between a page and its store carries handles only where there is a file system.
    const folder = {} as FileSystemDirectoryHandle;
    const working: Promise<unknown> = what === 'verify' ? models.verify('a') : models.exportTo('a', folder);
    void working.catch(() => undefined);
    await expect.poll(() => isBegun).toBe(true);
    await expect(models.verify('a')).rejects.toMatchObject({ code: 'busy' });
    await expect(models.exportTo('a', folder)).rejects.toMatchObject({ code: 'busy' });
    await expect(models.benchmark('a')).rejects.toMatchObject({ code: 'busy' });
    await expect(models.remove('a')).rejects.toMatchObject({ code: 'busy' });
    await models.cancel('a');
    await expect(working).rejects.toMatchObject({ name: 'AbortError' });
    expect(work('a')).toBeUndefined();
    expect(script.rows.value).toEqual([storedOf('a')]);
  },
);

describe('a model that was lost', () => {
  it('with its worker is started again, once', async () => {
    const { script, models, status } = open();
    script.rows.value = [storedOf('a')];
    await models.restore();
    script.crash(new AppError('worker-crashed'));
    expect(status().status).not.toBe('ready');
    await expect.poll(status).toMatchObject({ status: 'ready', modelId: 'a' });
    expect(script.loads).toEqual(['a run', 'a known']);
    script.crash(new AppError('worker-crashed'));
    expect(status()).toMatchObject({ status: 'failed', modelId: 'a', error: { code: 'worker-crashed' } });
    expect(models.engine().id).toBe('extractive');
  });

  it('with its worker and cannot be started again gives its place to the next', async () => {
    const { script, models, status } = open();
    script.rows.value = [storedOf('a'), sized('b', 100)];
    await models.restore();
    script.broken.set('a', new AppError('out-of-memory'));
    script.crash(new AppError('worker-crashed'));
    await expect.poll(status).toMatchObject({ status: 'ready', modelId: 'b' });
  });

  it('while nobody asks it anything is started again, and given up at the third time in a row', async () => {
    const { script, models, status } = open();
    script.rows.value = [storedOf('a'), sized('b', 100)];
    await models.restore();
    let losses: ReadonlyMap<string, number> = new Map();
    models.observeLosses((next) => (losses = next));
    for (const n of [1, 2]) {
      script.lose('a');
      await expect.poll(() => script.loads.length).toBe(1 + n);
      await expect.poll(status).toMatchObject({ status: 'ready', modelId: 'a' });
    }
    // An answer shows that it can be kept.
    await answered(models);
    for (const n of [3, 4]) {
      script.lose('a');
      await expect.poll(() => script.loads.length).toBe(1 + n);
      await expect.poll(status).toMatchObject({ status: 'ready', modelId: 'a' });
    }
    script.lose('a');
    await expect.poll(status).toMatchObject({ status: 'ready', modelId: 'b' });
    expect(losses.get('a')).toBe(5);
  });

  it('in an answer gives the answer and its place to the next, and is not tried again by itself', async () => {
    const { script, models, status } = open();
    script.rows.value = [storedOf('a'), { ...sized('b', 100), name: 'Model B' }];
    await models.restore();
    let passedOver: unknown;
    models.observePassedOver((next) => (passedOver = next));
    script.answerErrors.set('a', new AppError('device-lost'));
    expect(await answered(models)).toMatchObject({
      ...{ status: 'complete', text: 'from b', engine: 'wllama', model: 'b', modelName: 'Model B' },
      tookOverFrom: { model: 'a', code: 'device-lost' },
    });
    expect(status()).toMatchObject({ status: 'ready', modelId: 'b' });
    expect(passedOver).toEqual([{ modelId: 'a', code: 'device-lost' }]);
    script.answerErrors.clear();
    await models.choose();
    expect(await answered(models)).toMatchObject({ text: 'from b', model: 'b' });
    expect(script.loads).toEqual(['a run', 'b run']);

    await models.tryAgain('a');
    expect(await answered(models)).toMatchObject({ text: 'from a', model: 'a' });
    expect(passedOver).toEqual([]);
  });

  it('for want of memory leaves the answer to none that is as large, but to quotes', async () => {
    const { script, models } = open();
    script.rows.value = [storedOf('a'), sized('b', 1000)];
    await models.restore();
    script.answerErrors.set('a', new AppError('out-of-memory'));
    const message = await answered(models);
    expect(message).toMatchObject({
      ...{ status: 'complete', text: 'from extractive', engine: 'extractive' },
      tookOverFrom: { model: 'a', code: 'out-of-memory' },
    });
    expect(message).not.toHaveProperty('model');
    expect(script.loads).toEqual(['a run']);
  });

  it('as all that came after it leaves the answer to quotes', async () => {
    const { script, models } = open();
    script.rows.value = [storedOf('a'), sized('b', 100), sized('c', 10)];
    await models.restore();
    for (const id of ['a', 'b', 'c']) script.answerErrors.set(id, new AppError('device-lost'));
    expect(await answered(models)).toMatchObject({
      text: 'from extractive',
      tookOverFrom: { model: 'c', code: 'device-lost' },
    });
    expect(models.engine().id).toBe('extractive');
    expect(script.loads).toEqual(['a run', 'b run', 'c run']);
  });

  it('leaves the answer to the browser’s own where there is nothing else', async () => {
    const { script, models } = open();
    script.rows.value = [storedOf('a')];
    script.builtIn = 'available';
    await models.restore();
    expect(script.builtInAsks).toBe(0);
    script.answerErrors.set('a', new AppError('device-lost'));
    expect(await answered(models)).toMatchObject({ text: 'from built-in', engine: 'built-in' });
  });

  it('with its worker in an answer begins the answer anew, and is given up at the second time in one', async () => {
    const { script, models } = open();
    script.rows.value = [storedOf('a'), sized('b', 100)];
    await models.restore();
    const crash = new AppError('worker-crashed');
    let crashes = 1;
    script.answerErrors.set('a', crash);
    const message = await answered(models, ({ kind }) => {
      if (kind !== 'text' || crashes === 0) return;
      crashes -= 1;
      script.crash(crash);
      script.answerErrors.clear();
    });
    expect(message).toMatchObject({ status: 'complete', text: 'from a', isRecovered: true });
    expect(message).not.toHaveProperty('tookOverFrom');

    crashes = 2;
    script.answerErrors.set('a', crash);
    expect(
      await answered(models, ({ kind }) => {
        if (kind !== 'text' || crashes === 0) return;
        crashes -= 1;
        script.crash(crash);
      }),
    ).toMatchObject({ text: 'from b', model: 'b', tookOverFrom: { model: 'a', code: 'worker-crashed' } });
  });

  it('by something else that crashes again and again ends the answer', async () => {
    const { script, models } = open();
    script.rows.value = [storedOf('a')];
    await models.restore();
    // Not the model's worker: nobody has said that it crashed.
    script.answerErrors.set('a', new AppError('worker-crashed'));
    await expect(answered(models)).rejects.toMatchObject({ code: 'worker-crashed' });
  });

  it('of the person’s own choice fails the answer, and tells which other could answer', async () => {
    const { script, models, status } = open({ engine: 'model', modelId: 'a' });
    script.rows.value = [storedOf('a'), sized('b', 100)];
    await models.restore();
    script.answerErrors.set('a', new AppError('out-of-memory'));
    await expect(answered(models)).rejects.toMatchObject({ code: 'out-of-memory' });
    await expect
      .poll(status)
      .toMatchObject({ status: 'failed', modelId: 'a', error: { code: 'out-of-memory' }, instead: 'b' });
    expect(script.loads).toEqual(['a run']);
    await models.load('b');
    expect(await answered(models)).toMatchObject({ text: 'from b' });
  });
});

describe('the browser’s own model', () => {
  it('is not asked for while another is in use, and chosen where there is no other', async () => {
    const { script, models } = open();
    script.builtIn = 'available';
    script.rows.value = [storedOf('a')];
    await models.restore();
    expect(script.builtInAsks).toBe(0);
    await models.remove('a');
    expect(models.engine().id).toBe('built-in');
  });

  it('is downloaded by the browser when a person asks for it, and then chosen', async () => {
    const { script, models, work, status } = open();
    script.builtIn = 'downloadable';
    await models.restore();
    expect(script.loads).toEqual([]);
    let finish = (): void => undefined;
    script.onBuiltInFetch = (_, onProgress) => {
      onProgress(0.25);
      return new Promise((resolve) => (finish = resolve));
    };
    const fetching = models.install('built-in');
    await expect.poll(() => work('built-in')).toEqual({ kind: 'fetching', fraction: 0.25 });
    script.builtIn = 'available';
    finish();
    await fetching;
    expect(work('built-in')).toBeUndefined();
    await expect.poll(status).toMatchObject({ status: 'ready', modelId: 'built-in' });
    expect((await models.catalogue('en')).entries.find(({ id }) => id === 'built-in')?.state).toBe(
      'installed',
    );
  });

  it('need not be waited for while the browser downloads it', async () => {
    const { script, models, work } = open();
    script.builtIn = 'downloadable';
    script.onBuiltInFetch = (signal) => untilAbort(signal);
    const fetching = models.install('built-in');
    void fetching.catch(() => undefined);
    await expect.poll(() => work('built-in')?.kind).toBe('fetching');
    await models.cancel('built-in');
    await expect(fetching).rejects.toMatchObject({ name: 'AbortError' });
    expect(work('built-in')).toBeUndefined();
    expect(script.asked).not.toContain('remove built-in');
  });
});

describe('stopping', () => {
  it('a question ends its waiting for the chosen model, which goes on starting', async () => {
    const { script, models, status } = open({ engine: 'model', modelId: 'a' });
    script.rows.value = [storedOf('a')];
    script.isSlow = true;
    const stop = new AbortController();
    const answering = models.engine().answer(question, { signal: stop.signal })[Symbol.asyncIterator]();
    const next = answering.next();
    void next.catch(() => undefined);
    await expect.poll(() => script.loads).toEqual(['a run']);
    stop.abort();
    await expect(next).rejects.toMatchObject({ name: 'AbortError' });
    expect(status()).toMatchObject({ status: 'loading', modelId: 'a' });
  });

  it('a comparison ends its start, and the model goes on that was starting before', async () => {
    const { script, models, status } = open({ engine: 'model', modelId: 'a' });
    script.rows.value = [storedOf('a'), storedOf('b')];
    script.isSlow = true;
    void models.choose();
    await expect.poll(() => script.loads).toEqual(['a run']);
    const stop = new AbortController();
    const input = { question: 'What is ink?', libraryId: 'l', modelIds: ['b', 'extractive'] } as const;
    const comparing = (async () => {
      let last: Comparison | undefined;
      for await (const update of models.compare(input, { signal: stop.signal })) last = update;
      return last;
    })();
    void comparing.catch(() => undefined);
    await expect.poll(() => script.loads).toEqual(['a run', 'b run']);
    script.isSlow = false;
    stop.abort();
    await expect(comparing).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(status).toMatchObject({ status: 'ready', modelId: 'a' });
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

it('compares models by what a question as long as a page asks', async () => {
  const { script, models } = open();
  const page = 'The minutes tell of the garden and the printer.\n'.repeat(20);
  const input = {
    question: `${page}\n墨是怎样制成的？`,
    libraryId: 'l',
    modelIds: ['extractive', 'a'],
  } as const;
  script.rows.value = [storedOf('a')];
  let last: Comparison | undefined;
  for await (const update of models.compare(input, { signal: new AbortController().signal })) last = update;
  expect(script.searched).toEqual(['墨是怎样制成的？']);
  expect(last?.answers.map(({ message }) => message?.language)).toEqual(['zh', 'zh']);
});

describe('a model that searches or ranks', () => {
  const searcher = storedOf('e5', { task: 'embedding', format: 'onnx' });

  it('is tried before it is chosen, and what came of it is kept', async () => {
    const { script, models, work } = open();
    script.rows.value = [searcher];
    await models.searchWith('embedding', 'e5');
    expect(script.settings.value.embeddingModelId).toBe('e5');
    expect(script.runs.value).toMatchObject([{ modelId: 'e5', selfTest: { passed: true } }]);
    expect(work('e5')).toBeUndefined();
  });

  it('stays unused where it fails its test', async () => {
    const { script, models, work } = open();
    script.rows.value = [searcher];
    script.broken.set('e5', new AppError('model-unsound', 'no direction'));
    await models.searchWith('embedding', 'e5');
    expect(script.settings.value.embeddingModelId).toBeNull();
    expect(work('e5')).toMatchObject({ kind: 'failed', what: 'try', error: { code: 'model-unsound' } });
    expect(script.runs.value).toMatchObject([{ selfTest: { passed: false, reason: 'no direction' } }]);
  });

  it('is given up before its files go', async () => {
    const { script, models } = open({ embeddingModelId: 'e5', rerankerModelId: 'e5' });
    script.rows.value = [searcher];
    const askedAtChange: number[] = [];
    script.settings.observe(({ embeddingModelId }) => {
      if (embeddingModelId === null) askedAtChange.push(script.asked.length);
    });
    await models.remove('e5');
    expect(script.asked).toEqual(['remove e5']);
    expect(askedAtChange[0]).toBe(0);
    expect(script.settings.value).toMatchObject({ embeddingModelId: null, rerankerModelId: null });
  });
});
