import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../../src/core/app-error';
import type { EmbedderContract } from '../../../../src/contracts/embedder';
import { RpcClient } from '../../../../src/rpc/client';
import { serve } from '../../../../src/rpc/server';
import { ContentRepository } from '../../../../src/storage/contents';
import type { InkstoneDatabase } from '../../../../src/storage/database';
import { DocumentRepository } from '../../../../src/storage/documents';
import { LibraryModelRepository } from '../../../../src/storage/library-models';
import { SegmentRepository } from '../../../../src/storage/segments';
import { OpenLibraries } from '../../../../workers/indexing/open-libraries';
import { ReEmbedding } from '../../../../workers/indexing/re-embedding';
import { SearchModels } from '../../../../workers/indexing/search-models';
import { commit, emptyLibrary, form, libraryId, model, nearest, vectorOf } from './stored-library';

const oldPath = '/models/m';
const newPath = '/models/n';
const chosenPath = 'installed:0123456789abcdef:n';
const newModel = { ...model, id: 'n' };
const newSpace = 'n/q8/64';
const { signal } = new AbortController();

let database: InkstoneDatabase;
let segments: SegmentRepository;
let ports: MessagePort[];
/** The models that texts were embedded with, a call each. */
let embedded: { modelPath: string | undefined; count: number }[];
/** Held back until it is resolved. */
let gate: Promise<void>;
let errors: unknown[];
/** The installed model that the person chose. */
let chosenId: string | undefined;
/** What every tab's embedder was asked to load. */
let loaded: string[];

beforeEach(async () => {
  errors = [];
  chosenId = undefined;
  loaded = [];
  vi.spyOn(console, 'error').mockImplementation((error: unknown) => void errors.push(error));
  database = await emptyLibrary();
  segments = new SegmentRepository(database);
  ports = [];
  embedded = [];
  gate = Promise.resolve();
});

afterEach(async () => {
  for (const port of ports) port.close();
  vi.restoreAllMocks();
  await database.delete();
});

/** Gives the same vectors for both models, so that a nearest text can be told in either space. */
function fakeEmbedder(unusable: ReadonlySet<string> = new Set()) {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  serve(port2, {
    load: ({ modelPath }) => {
      loaded.push(modelPath);
      if (unusable.has(modelPath))
        return Promise.reject(new AppError('out-of-memory', 'it cannot be loaded'));
      return Promise.resolve([newPath, chosenPath].includes(modelPath) ? newModel : model);
    },
    embed: async ({ texts, role, modelPath }) => {
      if (role === 'passage') {
        await gate;
        embedded.push({ modelPath, count: texts.length });
      }
      return Float32Array.from(texts.flatMap((text) => [...vectorOf(text)]));
    },
  } satisfies Pick<EmbedderContract, 'load' | 'embed'>);
  const client = new RpcClient<EmbedderContract>(port1);
  return { client: () => Promise.resolve(client) };
}

function searchModels(embedder = fakeEmbedder()) {
  const models = new LibraryModelRepository(database);
  const switched: string[] = [];
  const reEmbedding = new ReEmbedding({
    segments,
    models,
    contents: new ContentRepository(database),
    documents: new DocumentRepository(database),
    embedder,
    onSwitched: (id) => switched.push(id),
  });
  const chooser = new SearchModels({
    models,
    segments,
    embedder,
    chosenId: () => Promise.resolve(chosenId),
    onOutdated: (wanted) => {
      reEmbedding.start(wanted);
    },
  });
  return { chooser, reEmbedding, switched };
}

describe('a change of the embedding model', () => {
  it('goes on answering with the old one until every chunk is embedded anew, and then with the new one', async () => {
    await commit(database, 'a', ['grinding ink', 'paper']);
    await commit(database, 'b', ['brushes of goat hair']);
    const { chooser, reEmbedding, switched } = searchModels();
    expect((await chooser.choose(libraryId, oldPath, signal)).modelPath).toBe(oldPath);
    expect(embedded).toEqual([]);

    let open = (): void => undefined;
    gate = new Promise((resolve) => (open = resolve));
    const meanwhile = await chooser.choose(libraryId, newPath, signal);
    expect(meanwhile).toEqual({ modelPath: oldPath, space: 'm/q8/64', dimension: 64 });
    open();
    await reEmbedding.settled();
    expect(switched).toEqual([libraryId]);
    expect(embedded.every(({ modelPath }) => modelPath === newPath)).toBe(true);
    await expect.poll(async () => (await chooser.choose(libraryId, newPath, signal)).modelPath).toBe(newPath);

    const libraries = new OpenLibraries(segments);
    const library = await libraries.get(libraryId, { ...form, space: newSpace });
    expect(nearest(library, 'brushes of goat hair')).toBe('b/0');
    expect((await segments.read(libraryId)).headers.map(({ spaces }) => spaces)).toEqual([
      [newSpace],
      [newSpace],
    ]);
    libraries.close(libraryId);
    chooser.forget(libraryId);
  });

  it('goes on where it stopped, without embedding again what has its vectors', async () => {
    const { header } = await commit(database, 'a', ['grinding ink']);
    await commit(database, 'b', ['brushes', 'paper']);
    const first = searchModels();
    await first.chooser.choose(libraryId, oldPath, signal);
    first.chooser.forget(libraryId);
    const words = (await segments.words(header.id))?.lexical.lengths.length;
    expect(words).toBe(1);
    const { vectors } = await commit(database, 'c', ['soot']);
    const ofC = vectors.get('m/q8/64');
    if (!ofC) throw new Error('no vectors');
    await segments.addSpace(header.id, newSpace, ofC);

    const second = searchModels();
    await second.chooser.choose(libraryId, newPath, signal);
    await second.reEmbedding.settled();
    expect(embedded.map(({ count }) => count)).toEqual([2, 1]);
    second.chooser.forget(libraryId);
  });

  it('searches by words alone when the old model is not there any more', async () => {
    await commit(database, 'a', ['grinding ink']);
    const first = searchModels();
    await first.chooser.choose(libraryId, oldPath, signal);
    first.chooser.forget(libraryId);
    const second = searchModels(fakeEmbedder(new Set([oldPath])));
    expect((await second.chooser.choose(libraryId, newPath, signal)).modelPath).toBe(newPath);
    expect(errors).toEqual([]);
    await second.reEmbedding.settled();
    second.chooser.forget(libraryId);
  });

  it('reads late vectors into a library that is open already', async () => {
    await commit(database, 'a', ['grinding ink']);
    const libraries = new OpenLibraries(segments);
    const late = { ...form, space: newSpace };
    expect(nearest(await libraries.get(libraryId, late), 'grinding ink')).toBeUndefined();
    const { chooser, reEmbedding } = searchModels();
    await chooser.choose(libraryId, oldPath, signal);
    await chooser.choose(libraryId, newPath, signal);
    await reEmbedding.settled();
    await expect.poll(async () => nearest(await libraries.get(libraryId, late), 'grinding ink')).toBe('a/0');
    libraries.close(libraryId);
    chooser.forget(libraryId);
  });

  it('embeds what another tab has imported with the model before', async () => {
    await commit(database, 'a', ['grinding ink']);
    const { chooser, reEmbedding } = searchModels();
    await chooser.choose(libraryId, oldPath, signal);
    await chooser.choose(libraryId, newPath, signal);
    await reEmbedding.settled();
    await commit(database, 'b', ['brushes']);
    await expect
      .poll(async () => {
        await chooser.choose(libraryId, newPath, signal);
        await reEmbedding.settled();
        return (await segments.read(libraryId)).headers.map(({ spaces }) => spaces);
      })
      .toEqual([[newSpace], [newSpace]]);
    chooser.forget(libraryId);
  });

  it('is not undone by a tab that has yet to follow the choice', async () => {
    await commit(database, 'a', ['grinding ink']);
    const { chooser, reEmbedding } = searchModels();
    const models = new LibraryModelRepository(database);
    const installed = { libraryId, modelPath: chosenPath, model };
    await models.adopt(installed);
    chosenId = 'n';
    const { modelPath } = await chooser.choose(libraryId, newPath, signal);
    await reEmbedding.settled();
    expect(modelPath).toBe(installed.modelPath);
    expect(embedded).toEqual([]);
    chooser.forget(libraryId);
  });

  it('turns to another model while it is under way', async () => {
    await commit(database, 'a', ['grinding ink']);
    const { chooser, reEmbedding, switched } = searchModels();
    await chooser.choose(libraryId, oldPath, signal);
    let open = (): void => undefined;
    gate = new Promise((resolve) => (open = resolve));
    reEmbedding.start({ libraryId, modelPath: '/models/o', model: { ...model, id: 'o' } });
    reEmbedding.start({ libraryId, modelPath: newPath, model: newModel });
    open();
    await reEmbedding.settled();
    expect(switched).toEqual([libraryId]);
    expect((await segments.read(libraryId)).headers.map(({ spaces }) => spaces)).toEqual([[newSpace]]);
    expect(errors).toEqual([]);
    chooser.forget(libraryId);
  });

  it('is not undone by a tab that cannot load the chosen model, which searches by words meanwhile', async () => {
    await commit(database, 'a', ['grinding ink']);
    chosenId = 'n';
    const unusable = new Set([chosenPath]);
    const able = searchModels();
    const unable = searchModels(fakeEmbedder(unusable));
    await able.chooser.choose(libraryId, oldPath, signal);
    for (let question = 0; question < 3; question += 1) {
      await able.chooser.choose(libraryId, chosenPath, signal);
      await able.reEmbedding.settled();
      await expect
        .poll(async () => (await able.chooser.choose(libraryId, chosenPath, signal)).space)
        .toBe(newSpace);
      await expect
        .poll(async () => {
          const { modelPath, space } = await unable.chooser.choose(libraryId, oldPath, signal);
          await unable.reEmbedding.settled();
          return { modelPath, space };
        })
        .toEqual({ modelPath: oldPath, space: 'm/q8/64' });
      await unable.chooser.embedAnew(oldPath, signal);
      await unable.reEmbedding.settled();
    }
    expect(embedded).toEqual([{ modelPath: chosenPath, count: 1 }]);
    expect((await segments.read(libraryId)).headers.map(({ spaces }) => spaces)).toEqual([[newSpace]]);
    for (const { chooser } of [able, unable]) chooser.forget(libraryId);
  });

  it('leaves what another tab imports with the chosen model to the tabs that can load it', async () => {
    await commit(database, 'a', ['grinding ink']);
    chosenId = 'n';
    const { header } = await commit(database, 'b', ['brushes']);
    await database.segments.update(header.id, { spaces: [newSpace] });
    const unable = searchModels(fakeEmbedder(new Set([chosenPath])));
    await unable.chooser.choose(libraryId, oldPath, signal);
    await unable.reEmbedding.settled();
    expect(embedded).toEqual([]);
    unable.chooser.forget(libraryId);
  });

  it('embeds anew with the app’s own model as soon as the person chooses that', async () => {
    await commit(database, 'a', ['grinding ink']);
    chosenId = 'n';
    await new LibraryModelRepository(database).adopt({ libraryId, modelPath: chosenPath, model: newModel });
    const { chooser, reEmbedding, switched } = searchModels(fakeEmbedder(new Set([chosenPath])));
    await chooser.choose(libraryId, oldPath, signal);
    await reEmbedding.settled();
    expect(switched).toEqual([]);
    chosenId = undefined;
    await chooser.embedAnew(oldPath, signal);
    await reEmbedding.settled();
    expect(switched).toEqual([libraryId]);
    chooser.forget(libraryId);
  });

  it('tries a model that could not be loaded once, and again when the choice has changed', async () => {
    await commit(database, 'a', ['grinding ink']);
    chosenId = 'n';
    await new LibraryModelRepository(database).adopt({ libraryId, modelPath: chosenPath, model: newModel });
    const unusable = new Set([chosenPath]);
    const { chooser, reEmbedding } = searchModels(fakeEmbedder(unusable));
    const ask = async (): Promise<string> => (await chooser.choose(libraryId, oldPath, signal)).modelPath;
    expect([await ask(), await ask()]).toEqual([oldPath, oldPath]);
    expect(loaded.filter((path) => path === chosenPath)).toHaveLength(1);
    unusable.clear();
    await chooser.embedAnew(oldPath, signal);
    expect(await ask()).toBe(chosenPath);
    await reEmbedding.settled();
    expect(embedded).toEqual([]);
    chooser.forget(libraryId);
  });
});
