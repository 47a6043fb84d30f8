import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../src/core/app-error';
import { importedVersion, type StoredDocument } from '../../../src/core/library';
import type { ImporterContract, ImportOutcome } from '../../../src/contracts/importer';
import { RpcClient } from '../../../src/rpc/client';
import { serve } from '../../../src/rpc/server';
import { Imports, type ImportsDependencies } from '../../../src/services/imports-service';
import type { ImporterHandle, PoolTimes } from '../../../src/services/imports/importer-pool';
import { ContentRepository } from '../../../src/storage/contents';
import { InkstoneDatabase } from '../../../src/storage/database';
import { DocumentRepository } from '../../../src/storage/documents';
import { FileRepository } from '../../../src/storage/files';
import { checkConsistency } from '../../../src/storage/check-consistency';
import { deleteOrphans } from '../../../src/storage/orphans';
import { hashFile, storeFiles } from '../../../workers/importing/store-files';

let database: InkstoneDatabase;
let documents: DocumentRepository;
let ports: MessagePort[] = [];

beforeEach(async () => {
  database = new InkstoneDatabase(`test-${crypto.randomUUID()}`);
  documents = new DocumentRepository(database);
  await database.libraries.add({ id: 'library', name: 'Library', createdAt: 0 });
});

afterEach(async () => {
  for (const port of ports) port.close();
  ports = [];
  await database.delete();
});

interface Rules {
  readonly tab?: string;
  readonly live?: readonly string[];
  readonly store?: ImporterContract['store'];
  /** False from when the importer is caught in something until it is started anew. */
  readonly answers?: () => boolean;
  readonly times?: Partial<PoolTimes>;
  readonly pausing?: ImportsDependencies['pausing'];
  readonly hashed?: string[];
}

type Read = (document: StoredDocument, signal: AbortSignal, reading: () => void) => Promise<ImportOutcome>;

// A store in JavaScript is slow where other tests run beside it.
const patience = { timeout: 10_000 };
vi.setConfig({ testTimeout: 40_000 });

const never = new Promise<never>(() => undefined);

/** An importer that stores for real and reads by the rule that the test gives; a new one takes its place when it is ended. */
function importerWith(read: Read, { store, answers = () => true, hashed = [] }: Rules): ImporterHandle {
  const files = new FileRepository(database);
  const contents = new ContentRepository(database);
  const start = (): RpcClient<ImporterContract> => {
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    serve(port1, {
      store: store ?? (({ files: toStore }, { signal }) => storeFiles(files, toStore, signal)),
      hash: async ({ file }, { signal }) => {
        hashed.push(await file.text());
        return hashFile(file, signal);
      },
      import: async ({ documentId, contentId }, { signal, progress }) => {
        const document = await documents.get(documentId);
        if (!document) throw new AppError('not-found');
        const outcome = await read(document, signal, () =>
          progress({ stage: 'reading', loaded: 0, total: 0 }),
        );
        if (outcome.kind === 'stored') await show(contents, documentId, contentId);
        return outcome;
      },
      ping: () => (answers() ? Promise.resolve() : never),
      extract: () => never,
      decode: () => never,
      unpack: () => never,
    } satisfies ImporterContract);
    return new RpcClient<ImporterContract>(port2);
  };
  let client = start();
  return {
    get client() {
      return client;
    },
    stop: (error) => {
      client.fail(error ?? new AppError('worker-crashed'));
      client = start();
    },
  };
}

async function show(contents: ContentRepository, documentId: string, contentId: string): Promise<void> {
  const content = { blocks: [], marks: [], pages: [], format: 'text', coverage: 1, warnings: [] } as const;
  const extracted = { ...content, text: '', unread: 'image' } as const;
  const none = {
    count: 0,
    dimension: 2,
    high: new Int8Array(),
    low: new Int8Array(),
    scales: new Float32Array(),
  };
  const model = { id: 'm', dtype: 'q8', dimension: 2, prefixes: { query: '', passage: '' }, maxTokens: 9 };
  const words = { lexical: {}, signatures: new Uint8Array() } as never;
  await contents.commitAll({
    documents: [{ documentId, contentId, extracted, chunks: [] }],
    model,
    vectors: none,
    words,
  });
}

function importsWith(read: Read, rules: Rules = {}): Imports {
  const { tab = 'this tab', live = [], times = {}, pausing } = rules;
  return new Imports({
    documents,
    importers: [importerWith(read, rules)],
    tabs: { id: tab, liveIds: () => Promise.resolve(new Set([tab, ...live])) },
    modelPath: () => '/models/m',
    ready: () => Promise.resolve(),
    deleteOrphans: () => deleteOrphans(database),
    times,
    ...(pausing ? { pausing } : {}),
  });
}

/** Tells how many imports run. */
function running(imports: Imports): () => number {
  let count = 0;
  imports.observeQueue((queue) => {
    count = queue.running;
  });
  return () => count;
}

const succeed: Read = () => Promise.resolve({ kind: 'stored' });

/** Waits until it is cancelled. */
const wait: Read = (_, signal) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });

function added(name: string, content: string, lastModified = 1): { file: File; path: string } {
  return { file: new File([content], name, { lastModified }), path: `folder/${name}` };
}

const statuses = async (): Promise<Record<string, string | undefined>> =>
  Object.fromEntries(
    (await documents.list('library')).map(({ name, status, error }) => [
      name,
      status === 'failed' ? error?.code : status === 'unread' ? 'shown' : status,
    ]),
  );

const only = async (): Promise<StoredDocument> => {
  const [document] = await documents.list('library');
  if (!document) throw new Error('there is no document');
  return document;
};

async function storedText(): Promise<string> {
  const document = await only();
  return (await new FileRepository(database).read({ ...importedVersion(document) })).text();
}

describe('adding files', () => {
  it('imports them and keeps the path they were dropped with', async () => {
    const imports = importsWith(succeed);
    const summary = await imports.add('library', [
      added('a.md', '1'),
      added('b.md', '2'),
      added('c.md', '3'),
    ]);
    expect(summary).toEqual({ added: 3, unchanged: 0, updated: 0 });
    await expect.poll(statuses, patience).toEqual({ 'a.md': 'shown', 'b.md': 'shown', 'c.md': 'shown' });
    expect((await documents.list('library'))[0]?.path).toBe('folder/a.md');
    await expect.poll(() => imports.isBusy, patience).toBe(false);
  });

  it('lets a bad file fail alone, with its code', async () => {
    const imports = importsWith((document) =>
      document.name === 'bad.md'
        ? Promise.reject(new AppError('corrupt', 'no page tree'))
        : Promise.resolve({ kind: 'stored' }),
    );
    await imports.add('library', [added('bad.md', '1'), added('empty.md', ''), added('good.md', '3')]);
    await expect
      .poll(statuses, patience)
      .toEqual({ 'bad.md': 'corrupt', 'empty.md': 'empty-file', 'good.md': 'shown' });
  });

  it('refuses the same bytes under another path, with the name of the first', async () => {
    const imports = importsWith(succeed);
    await imports.add('library', [added('first.md', 'same')]);
    await expect.poll(statuses, patience).toEqual({ 'first.md': 'shown' });
    await imports.add('library', [added('copy.md', 'same')]);
    await expect.poll(statuses, patience).toEqual({ 'first.md': 'shown', 'copy.md': 'duplicate' });
  });

  it('does nothing with a file that is there already, and reads it only when its date has changed', async () => {
    const hashed: string[] = [];
    const imports = importsWith(succeed, { hashed });
    await imports.add('library', [added('a.md', 'ink')]);
    await expect.poll(statuses, patience).toEqual({ 'a.md': 'shown' });
    const before = await only();
    expect(await imports.add('library', [added('a.md', 'ink')])).toEqual({
      added: 0,
      unchanged: 1,
      updated: 0,
    });
    expect(hashed).toEqual([]);
    expect(await imports.add('library', [added('a.md', 'ink', 2)])).toEqual({
      added: 0,
      unchanged: 1,
      updated: 0,
    });
    expect(hashed).toEqual(['ink']);
    expect(await only()).toEqual({ ...before, lastModified: 2 });
    expect(await imports.add('library', [added('a.md', 'ink', 2)])).toMatchObject({ unchanged: 1 });
    expect(hashed).toEqual(['ink']);
  });

  it('puts a changed file in the place of the old one once it is read', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const imports = importsWith(async (document) => {
      if (document.pending) await held;
      return { kind: 'stored' };
    });
    await imports.add('library', [added('a.md', 'old')]);
    await expect.poll(statuses, patience).toEqual({ 'a.md': 'shown' });
    const { id, hash } = await only();
    expect(await imports.add('library', [added('a.md', 'new', 2)])).toEqual({
      added: 0,
      unchanged: 0,
      updated: 1,
    });
    await expect.poll(running(imports), patience).toBe(1);
    expect(await only()).toMatchObject({ id, hash, status: 'unread', content: { format: 'text' } });
    release();
    await expect.poll(async () => (await only()).pending, patience).toBeUndefined();
    expect(await only()).toMatchObject({ id, lastModified: 2 });
    expect((await only()).hash).not.toBe(hash);
    expect(await storedText()).toBe('new');
    expect(await database.fileParts.count()).toBe(1);
  });

  it('takes a row over whose file failed', async () => {
    const imports = importsWith((document) =>
      document.sizeBytes === 3
        ? Promise.reject(new AppError('corrupt'))
        : Promise.resolve({ kind: 'stored' }),
    );
    await imports.add('library', [added('a.md', 'bad')]);
    await expect.poll(statuses, patience).toEqual({ 'a.md': 'corrupt' });
    const { id } = await only();
    expect(await imports.add('library', [added('a.md', 'good')])).toEqual({
      added: 1,
      unchanged: 0,
      updated: 0,
    });
    await expect.poll(statuses, patience).toEqual({ 'a.md': 'shown' });
    expect((await only()).id).toBe(id);
    expect(await database.fileParts.count()).toBe(1);
  });

  it('gives a second file of one path, and pasted text, a name of its own', async () => {
    const imports = importsWith(succeed);
    await imports.add('library', [added('a.md', '1'), added('a.md', '2')]);
    await expect.poll(statuses, patience).toEqual({ 'a.md': 'shown', 'a (2).md': 'shown' });
    expect(await imports.add('library', [added('a.md', '3')], { isNew: true })).toMatchObject({ added: 1 });
    await expect
      .poll(statuses, patience)
      .toEqual({ 'a.md': 'shown', 'a (2).md': 'shown', 'a (3).md': 'shown' });
  });
});

describe('the queue', () => {
  it('is paused from the start where it was paused before, and keeps what it is told', async () => {
    const kept: boolean[] = [];
    const pausing = { isPaused: true, keep: (isPaused: boolean) => void kept.push(isPaused) };
    const imports = importsWith(succeed, { pausing });
    await imports.add('library', [added('a.md', '1')]);
    const queue = { isPaused: false, waiting: 0, running: 0, uncopied: 0 };
    imports.observeQueue((value) => Object.assign(queue, value));
    await expect.poll(() => queue, patience).toEqual({ isPaused: true, waiting: 1, running: 0, uncopied: 0 });
    imports.resume();
    await expect.poll(statuses, patience).toEqual({ 'a.md': 'shown' });
    imports.pause();
    expect(kept).toEqual([false, true]);
  });

  it('begins nothing while it is paused, and goes on with what was put first', async () => {
    const order: string[] = [];
    const imports = importsWith((document) => {
      order.push(document.name);
      return Promise.resolve({ kind: 'stored' });
    });
    imports.pause();
    const names = Array.from({ length: 40 }, (_, i) => `${i}.md`);
    await imports.add(
      'library',
      names.map((name) => added(name, name)),
    );
    const queue = { isPaused: false, waiting: 0, running: 0, uncopied: 0 };
    imports.observeQueue((value) => Object.assign(queue, value));
    await expect
      .poll(() => queue, patience)
      .toEqual({ isPaused: true, waiting: 40, running: 0, uncopied: 0 });
    expect(order).toEqual([]);
    const last = (await documents.list('library')).find(({ name }) => name === '39.md');
    imports.prioritise([last?.id ?? '']);
    imports.resume();
    await expect
      .poll(() => queue, patience)
      .toEqual({ isPaused: false, waiting: 0, running: 0, uncopied: 0 });
    expect(order[0]).toBe('39.md');
    expect(new Set(order).size).toBe(40);
  });

  it('ends a cancelled import, removes its row and runs the others', async () => {
    const imports = importsWith((document, signal, reading) =>
      document.name === 'slow.pdf' ? wait(document, signal, reading) : succeed(document, signal, reading),
    );
    await imports.add('library', [added('slow.pdf', '1'), added('next.md', '2')]);
    await expect.poll(statuses, patience).toEqual({ 'slow.pdf': 'queued', 'next.md': 'shown' });
    const slow = (await documents.list('library')).find((document) => document.name === 'slow.pdf');
    await imports.cancel(slow?.id ?? '');
    expect(await statuses()).toEqual({ 'next.md': 'shown' });
    await expect.poll(() => imports.isBusy, patience).toBe(false);
    expect(await database.fileParts.count()).toBe(1);
  });

  it('leaves a document the version it has when the new one is cancelled', async () => {
    const imports = importsWith((document, signal, reading) =>
      document.pending ? wait(document, signal, reading) : succeed(document, signal, reading),
    );
    await imports.add('library', [added('a.md', 'old')]);
    await expect.poll(statuses, patience).toEqual({ 'a.md': 'shown' });
    const before = await only();
    await imports.add('library', [added('a.md', 'newer', 2)]);
    await expect.poll(running(imports), patience).toBe(1);
    await imports.cancelAll('library');
    expect(await only()).toEqual(before);
    expect(await storedText()).toBe('old');
    expect(await database.fileParts.count()).toBe(1);
  });

  it('tries a failed import again with the password that was given', async () => {
    let attempts = 0;
    const imports = importsWith(() => {
      attempts += 1;
      return attempts < 3 ? Promise.reject(new AppError('encrypted')) : Promise.resolve({ kind: 'stored' });
    });
    await imports.add('library', [added('a.md', '1')]);
    await expect.poll(statuses, patience).toEqual({ 'a.md': 'encrypted' });
    await imports.retryAll('library');
    await expect.poll(() => attempts, patience).toBe(2);
    await expect.poll(statuses, patience).toEqual({ 'a.md': 'encrypted' });
    await imports.retry((await only()).id, { password: 'ink' });
    await expect.poll(statuses, patience).toEqual({ 'a.md': 'shown' });
    expect(JSON.stringify(await database.documents.toArray())).not.toContain('"ink"');
  });

  it('goes on with notes when all are cancelled: what a person wrote lies nowhere else', async () => {
    const imports = importsWith(() => never);
    imports.pause();
    await imports.add('library', [added('a.txt', 'ink'), added('Notes/Mine.md', '# Mine')]);
    await documents.change(
      (await documents.list('library')).map(({ id }) => id),
      (document) => (document.name === 'Mine.md' ? { ...document, isNote: true } : document),
    );
    await imports.cancelAll('library');
    expect((await documents.list('library')).map(({ path }) => path)).toEqual(['folder/Notes/Mine.md']);
    const [note] = await documents.list('library');
    await imports.cancel(note?.id ?? '');
    expect(await documents.list('library')).toHaveLength(1);
  });

  it('never puts a file in the place of a note, and knows it again beside the note', async () => {
    const imports = importsWith(() => never);
    imports.pause();
    await imports.add('library', [added('Notes/Ideas.md', '# Ideas')]);
    await documents.change(
      (await documents.list('library')).map(({ id }) => id),
      (document) => ({ ...document, isNote: true }),
    );
    await imports.add('library', [added('Notes/Ideas.md', 'of a folder')]);
    await imports.add('library', [added('Notes/Ideas.md', 'of a folder')]);
    const paths = (await documents.list('library')).map(({ path }) => path);
    expect(paths).toHaveLength(2);
    expect(new Set(paths).size).toBe(2);
    expect(paths).toContain('folder/Notes/Ideas.md');
  });

  it('removes what failed when it is dismissed, and nothing else', async () => {
    const imports = importsWith((document) =>
      document.name === 'bad.md'
        ? Promise.reject(new AppError('corrupt'))
        : Promise.resolve({ kind: 'stored' }),
    );
    await imports.add('library', [added('bad.md', '1'), added('good.md', '2')]);
    await expect.poll(statuses, patience).toEqual({ 'bad.md': 'corrupt', 'good.md': 'shown' });
    await imports.dismissFailed('library');
    expect(await statuses()).toEqual({ 'good.md': 'shown' });
    expect(await database.fileParts.count()).toBe(1);
  });

  it('reads a document again as chosen, from the bytes that are stored', async () => {
    const readings: unknown[] = [];
    const imports = importsWith((document) => {
      readings.push(importedVersion(document).reading);
      return Promise.resolve({ kind: 'stored' });
    });
    await imports.add('library', [added('a.md', 'old')]);
    await expect.poll(statuses, patience).toEqual({ 'a.md': 'shown' });
    const { id } = await only();
    await imports.readAgain(id, { encoding: 'big5' });
    await expect.poll(async () => (await only()).reading, patience).toEqual({ encoding: 'big5' });
    expect(readings).toEqual([undefined, { encoding: 'big5' }]);
    expect(await only()).toMatchObject({ id, status: 'unread' });
    expect(await storedText()).toBe('old');
  });

  it('imports the documents that an archive was made into', async () => {
    const imports = importsWith(async (document) => {
      if (document.name !== 'all.zip') return { kind: 'stored' };
      const { id, ...rest } = document;
      await documents.addAll('library', [{ ...rest, id: `${id}-1`, name: 'in.md', status: 'queued' }]);
      await documents.remove(id);
      return { kind: 'expanded', documentIds: [`${id}-1`] };
    });
    await imports.add('library', [added('all.zip', 'any bytes')]);
    await expect.poll(statuses, patience).toEqual({ 'in.md': 'shown' });
  });
});

describe('after a restart', () => {
  it('an import that the page left unfinished is taken up again from its stored bytes', async () => {
    const first = importsWith(() => never);
    await first.add('library', [added('a.md', '1')]);
    await expect.poll(running(first), patience).toBe(1);
    await importsWith(succeed, { tab: 'next tab' }).takeUp();
    await expect.poll(statuses, patience).toEqual({ 'a.md': 'shown' });
  });

  it('a new version is taken up too', async () => {
    const first = importsWith((document) => (document.pending ? never : Promise.resolve({ kind: 'stored' })));
    await first.add('library', [added('a.md', 'old')]);
    await expect.poll(statuses, patience).toEqual({ 'a.md': 'shown' });
    await first.add('library', [added('a.md', 'newer', 2)]);
    await expect.poll(running(first), patience).toBe(1);
    await importsWith(succeed, { tab: 'next tab' }).takeUp();
    await expect.poll(async () => (await only()).pending, patience).toBeUndefined();
    expect(await storedText()).toBe('newer');
  });

  it('what another open tab is importing is left to it', async () => {
    const first = importsWith(() => never, { tab: 'first' });
    await first.add('library', [added('a.md', '1'), added('b.md', '2')]);
    await expect.poll(running(first), patience).toBe(2);
    const second = importsWith(succeed, { tab: 'second', live: ['first'] });
    await second.takeUp();
    expect(second.isBusy).toBe(false);
    expect(await statuses()).toEqual({ 'a.md': 'queued', 'b.md': 'queued' });
  });

  it('a file whose bytes were never stored is said to be missing, and is taken over when it is added again', async () => {
    await importsWith(succeed, { store: () => never }).add('library', [added('a.md', '1')]);
    const { id } = await only();
    const imports = importsWith(succeed, { tab: 'next tab' });
    await imports.takeUp();
    expect(await statuses()).toEqual({ 'a.md': 'not-stored' });
    await imports.retry(id);
    expect(await statuses()).toEqual({ 'a.md': 'not-stored' });
    expect(await imports.add('library', [added('a.md', '1')])).toEqual({
      added: 1,
      unchanged: 0,
      updated: 0,
    });
    await expect.poll(statuses, patience).toEqual({ 'a.md': 'shown' });
    expect((await only()).id).toBe(id);
  });
});

describe('when a worker fails', () => {
  it('a file that could not be stored is tried again from the file, never from half of it', async () => {
    let attempts = 0;
    const files = new FileRepository(database);
    const imports = importsWith(succeed, {
      store: ({ files: toStore }, { signal }) => {
        attempts += 1;
        const full = [{ kind: 'failed', code: 'storage-full', message: '' }] as const;
        return attempts === 1 ? Promise.resolve(full) : storeFiles(files, toStore, signal);
      },
    });
    await imports.add('library', [added('a.md', '1')]);
    await expect.poll(statuses, patience).toEqual({ 'a.md': 'storage-full' });
    const { id } = await only();
    await importsWith(succeed, { tab: 'reloaded' }).retry(id);
    expect(await statuses()).toEqual({ 'a.md': 'not-stored' });
    await imports.retry(id);
    await expect.poll(statuses, patience).toEqual({ 'a.md': 'shown' });
  });

  it('a document that was committed before its worker crashed stays shown', async () => {
    const contents = new ContentRepository(database);
    const imports = importsWith(async ({ id }) => {
      await show(contents, id, id);
      throw new AppError('worker-crashed');
    });
    await imports.add('library', [added('a.md', '1')]);
    await expect.poll(() => imports.isBusy, patience).toBe(false);
    expect(await statuses()).toEqual({ 'a.md': 'shown' });
  });

  it('the document that it was reading fails, and one that it was not is tried again by itself', async () => {
    const attempts: string[] = [];
    const imports = importsWith((document, _, reading) => {
      attempts.push(document.name);
      if (document.name === 'bad.md') reading();
      const isAgain = attempts.filter((name) => name === document.name).length > 1;
      return isAgain ? Promise.resolve({ kind: 'stored' }) : Promise.reject(new AppError('worker-crashed'));
    });
    await imports.add('library', [added('bad.md', '1')]);
    await expect.poll(statuses, patience).toEqual({ 'bad.md': 'worker-crashed' });
    await imports.add('library', [added('good.md', '2')]);
    await expect.poll(statuses, patience).toEqual({ 'bad.md': 'worker-crashed', 'good.md': 'shown' });
    expect(attempts).toEqual(['bad.md', 'good.md', 'good.md']);
  });

  it('a document that it is caught in fails as too complex, and the others are imported', async () => {
    let isCaught = false;
    const read: Read = (document, signal, reading) => {
      if (document.name === 'loop.md') {
        reading();
        isCaught = true;
      }
      if (isCaught) return never;
      return succeed(document, signal, reading);
    };
    const times = { tickMs: 10, deadTicks: 3 };
    const importer = importerWith(read, { answers: () => !isCaught });
    const { stop } = importer;
    const handle: ImporterHandle = {
      get client() {
        return importer.client;
      },
      stop: (error) => {
        isCaught = false;
        stop(error);
      },
    };
    const imports = new Imports({
      documents,
      importers: [handle],
      tabs: { id: 'this tab', liveIds: () => Promise.resolve(new Set(['this tab'])) },
      modelPath: () => '/models/m',
      ready: () => Promise.resolve(),
      deleteOrphans: () => deleteOrphans(database),
      times,
    });
    await imports.add('library', [added('loop.md', '1'), added('b.md', '2'), added('c.md', '3')]);
    await expect
      .poll(statuses, patience)
      .toEqual({ 'loop.md': 'too-complex', 'b.md': 'shown', 'c.md': 'shown' });
  });
});

describe('what happens meanwhile', () => {
  it('an update is made of the document as it is when its row is written, not as it was listed', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let imported = 0;
    const imports = importsWith(async () => {
      imported += 1;
      if (imported === 2) await held;
      return { kind: 'stored' };
    });
    await imports.add('library', [added('a.md', 'first')]);
    await expect.poll(statuses, patience).toEqual({ 'a.md': 'shown' });
    await imports.add('library', [added('a.md', 'second', 2)]);
    await expect.poll(() => imported, patience).toBe(2);
    // The second version is shown while the third is compared with what is there.
    const listed = vi.spyOn(documents, 'addAll').mockImplementationOnce(async () => {
      release();
      await expect.poll(async () => (await only()).pending, patience).toBeUndefined();
    });
    await imports.add('library', [added('a.md', 'third', 3)]);
    expect(listed).toHaveBeenCalledOnce();
    await expect.poll(storedText, patience).toBe('third');
    await expect.poll(async () => (await only()).pending, patience).toBeUndefined();
    expect((await only()).lastModified).toBe(3);
    expect(await checkConsistency(database)).toEqual([]);
  });

  it('the same folder added twice at once is there once', async () => {
    const imports = importsWith(succeed);
    const folder = [added('a.md', '1'), added('b.md', '2')];
    await Promise.all([imports.add('library', folder), imports.add('library', folder)]);
    await expect.poll(statuses, patience).toEqual({ 'a.md': 'shown', 'b.md': 'shown' });
    expect(await database.documents.count()).toBe(2);
  });

  it('a file that cannot be compared does not keep the others out', async () => {
    const imports = importsWith(succeed);
    await imports.add('library', [added('a.md', '1')]);
    await expect.poll(statuses, patience).toEqual({ 'a.md': 'shown' });
    const locked = added('a.md', '2', 2);
    locked.file.arrayBuffer = () => Promise.reject(new DOMException('locked', 'NotReadableError'));
    await imports.add('library', [locked, added('b.md', '3')]);
    await expect.poll(async () => (await statuses())['b.md'], patience).toBe('shown');
  });

  it('the failure of a version that was replaced is not that of the new one', async () => {
    let fail: (error: AppError) => void = () => undefined;
    let attempts = 0;
    const imports = importsWith(() => {
      attempts += 1;
      if (attempts > 1) return never;
      return new Promise((_resolve, reject) => {
        fail = reject;
      });
    });
    await imports.add('library', [added('a.md', 'old')]);
    await expect.poll(() => attempts, patience).toBe(1);
    const { id } = await only();
    // As another tab would: this one's job goes on.
    await documents.change([id], (document) => ({ ...document, contentId: 'another' }));
    fail(new AppError('corrupt'));
    await expect.poll(running(imports), patience).toBe(0);
    expect(await statuses()).toEqual({ 'a.md': 'queued' });
  });

  it('files of an archive that ends early are imported', async () => {
    const imports = importsWith(async (document) => {
      if (document.name !== 'all.zip') return { kind: 'stored' };
      const { id, libraryId, path, ...rest } = document;
      const row = { ...rest, id: `${id}-1`, libraryId, path: `${path}/in.md`, name: 'in.md' };
      await documents.addAll('library', [row]);
      throw new AppError('too-large');
    });
    await imports.add('library', [added('all.zip', 'any bytes')]);
    await expect.poll(statuses, patience).toEqual({ 'all.zip': 'too-large', 'in.md': 'shown' });
  });

  it('a newer file that waits is read again as chosen, and not given up', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const imports = importsWith(async (document) => {
      if (document.pending && !document.pending.reading) await held;
      return { kind: 'stored' };
    });
    await imports.add('library', [added('a.md', 'old')]);
    await expect.poll(statuses, patience).toEqual({ 'a.md': 'shown' });
    await imports.add('library', [added('a.md', 'newer', 2)]);
    await expect.poll(running(imports), patience).toBe(1);
    await imports.readAgain((await only()).id, { encoding: 'big5' });
    await expect.poll(async () => (await only()).reading, patience).toEqual({ encoding: 'big5' });
    expect(await storedText()).toBe('newer');
    release();
  });
});
