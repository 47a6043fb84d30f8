import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppError } from '../../../src/core/app-error';
import type { ImporterContract } from '../../../src/contracts/importer';
import { RpcClient } from '../../../src/rpc/client';
import { serve } from '../../../src/rpc/server';
import { Imports } from '../../../src/services/imports-service';
import type { Workers } from '../../../src/services/workers';
import { InkstoneDatabase } from '../../../src/storage/database';
import { DocumentRepository } from '../../../src/storage/documents';
import { FileRepository } from '../../../src/storage/files';

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

/** An importer that stores for real and reads by the rule that the test gives. */
function importsWith(
  read: ImporterContract['import'],
  { tab = 'this tab', live = [] as string[], store = (file: Blob) => file.text() } = {},
): Imports {
  const files = new FileRepository(database);
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  serve(port1, {
    store: async ({ documentId, file }: { documentId: string; file: Blob }) => {
      await files.write(documentId, file);
      return { hash: `hash of ${await store(file)}` };
    },
    import: async (input: { documentId: string; modelPath: string }, context) => {
      const outcome = await read(input, context);
      await documents.updateUnready(input.documentId, { status: 'ready' });
      return outcome;
    },
  });
  const client = new RpcClient<ImporterContract>(port2);
  const workers = { importer: { client } } as unknown as Pick<Workers, 'importer'>;
  return new Imports({
    documents,
    files,
    workers,
    tabs: { id: tab, liveIds: () => Promise.resolve(new Set([tab, ...live])) },
    modelPath: '/models/m',
    ready: () => Promise.resolve(),
  });
}

const succeed: ImporterContract['import'] = () => Promise.resolve({ characters: 1, chunkCount: 1 });

function added(name: string, content: string): { file: File; path: string } {
  return { file: new File([content], name), path: `folder/${name}` };
}

const statuses = async (): Promise<Record<string, string | undefined>> =>
  Object.fromEntries(
    (await documents.list('library')).map(({ name, status, error }) => [
      name,
      status === 'failed' ? error?.code : status,
    ]),
  );

it('files are imported and keep the path they were dropped with', async () => {
  const imports = importsWith(succeed);
  await imports.add('library', [added('a.md', '1'), added('b.md', '2'), added('c.md', '3')]);
  await expect.poll(statuses).toEqual({ 'a.md': 'ready', 'b.md': 'ready', 'c.md': 'ready' });
  expect((await documents.list('library'))[0]?.path).toBe('folder/a.md');
  expect(imports.isBusy).toBe(false);
});

it('a bad file fails alone, with its code, and the rest of the batch goes on', async () => {
  const imports = importsWith(async ({ documentId }, context) => {
    const document = await documents.get(documentId);
    if (document?.name === 'bad.pdf') throw new AppError('corrupt', 'no page tree');
    return succeed({ documentId, modelPath: '' }, context);
  });
  await imports.add('library', [added('bad.pdf', '1'), added('good.md', '3')]);
  await expect.poll(statuses).toEqual({ 'bad.pdf': 'corrupt', 'good.md': 'ready' });
});

it('the same bytes twice in a library are refused with the name of the first', async () => {
  const imports = importsWith(succeed);
  await imports.add('library', [added('first.md', 'same')]);
  await expect.poll(statuses).toEqual({ 'first.md': 'ready' });
  await imports.add('library', [added('copy.md', 'same')]);
  await expect.poll(statuses).toEqual({ 'first.md': 'ready', 'copy.md': 'duplicate' });
});

it('cancelling ends the import, removes its row and lets the next one run', async () => {
  const imports = importsWith(async ({ documentId }, { signal }) => {
    const document = await documents.get(documentId);
    if (document?.name === 'slow.pdf') {
      await new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
      });
    }
    return { characters: 1, chunkCount: 1 };
  });
  await imports.add('library', [added('slow.pdf', '1'), added('next.md', '2')]);
  await expect.poll(statuses).toEqual({ 'slow.pdf': 'importing', 'next.md': 'ready' });
  const slow = (await documents.list('library')).find((document) => document.name === 'slow.pdf');
  await imports.cancel(slow?.id ?? '');
  await expect.poll(statuses).toEqual({ 'next.md': 'ready' });
  await expect.poll(() => imports.isBusy).toBe(false);
});

it('an import that the page left unfinished is taken up again from its stored bytes', async () => {
  const first = importsWith(() => new Promise(() => undefined));
  await first.add('library', [added('a.md', '1')]);
  await expect.poll(statuses).toEqual({ 'a.md': 'importing' });
  await importsWith(succeed, { tab: 'next tab' }).resume();
  await expect.poll(statuses).toEqual({ 'a.md': 'ready' });
});

it('what another open tab is importing is left to it', async () => {
  const first = importsWith(() => new Promise(() => undefined), { tab: 'first' });
  await first.add('library', [added('a.md', '1'), added('b.md', '2'), added('c.md', '3')]);
  await expect.poll(statuses).toEqual({ 'a.md': 'importing', 'b.md': 'importing', 'c.md': 'queued' });
  const second = importsWith(succeed, { tab: 'second', live: ['first'] });
  await second.resume();
  expect(second.isBusy).toBe(false);
  expect(await statuses()).toEqual({ 'a.md': 'importing', 'b.md': 'importing', 'c.md': 'queued' });
});

it('a file that could not be stored is tried again from the file, never from half of it', async () => {
  let attempts = 0;
  const imports = importsWith(succeed, {
    store: (file) => {
      attempts += 1;
      return attempts === 1 ? Promise.reject(new AppError('storage-full')) : file.text();
    },
  });
  await imports.add('library', [added('a.md', '1')]);
  await expect.poll(statuses).toEqual({ 'a.md': 'storage-full' });
  const id = (await documents.list('library'))[0]?.id ?? '';
  await importsWith(succeed, { tab: 'reloaded' }).retry(id);
  expect(await statuses()).toEqual({ 'a.md': 'not-found' });
  await imports.retry(id);
  await expect.poll(statuses).toEqual({ 'a.md': 'ready' });
});

it('a document that was committed before its worker crashed stays ready', async () => {
  const imports = importsWith(async ({ documentId }) => {
    await documents.updateUnready(documentId, { status: 'ready' });
    throw new AppError('worker-crashed');
  });
  await imports.add('library', [added('a.md', '1')]);
  await expect.poll(() => imports.isBusy).toBe(false);
  expect(await statuses()).toEqual({ 'a.md': 'ready' });
});

it('a file whose bytes were never stored is said to be missing after a restart', async () => {
  await documents.addAll('library', [
    {
      id: 'd',
      libraryId: 'library',
      name: 'a.md',
      path: 'a.md',
      mediaType: '',
      sizeBytes: 1,
      hash: '',
      addedAt: 1,
      status: 'queued',
    },
  ]);
  await importsWith(succeed).resume();
  await expect.poll(statuses).toEqual({ 'a.md': 'not-found' });
});

it('a failed import can be tried again', async () => {
  let attempts = 0;
  const imports = importsWith((input, context) => {
    attempts += 1;
    return attempts === 1 ? Promise.reject(new AppError('worker-crashed')) : succeed(input, context);
  });
  await imports.add('library', [added('a.md', '1')]);
  await expect.poll(statuses).toEqual({ 'a.md': 'worker-crashed' });
  await imports.retry((await documents.list('library'))[0]?.id ?? '');
  await expect.poll(async () => (await documents.list('library'))[0]?.status).toBe('ready');
});
