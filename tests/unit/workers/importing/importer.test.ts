import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withFile } from '../../../../src/core/file-versions';
import { contentIdOf, type StoredDocument } from '../../../../src/core/library';
import { isAbortError } from '../../../../src/core/app-error';
import { checkConsistency } from '../../../../src/storage/check-consistency';
import { ContentRepository } from '../../../../src/storage/contents';
import { InkstoneDatabase } from '../../../../src/storage/database';
import { DocumentRepository } from '../../../../src/storage/documents';
import { SegmentRepository } from '../../../../src/storage/segments';
import { deleteOrphans } from '../../../../src/storage/orphans';
import { FakeImporter, libraryId } from './fake-importer';

// A store in JavaScript is slow where other tests run beside it.
vi.setConfig({ testTimeout: 60_000 });

let database: InkstoneDatabase;
let documents: DocumentRepository;
let contents: ContentRepository;
let importer: FakeImporter;

beforeEach(async () => {
  database = new InkstoneDatabase(`test-${crypto.randomUUID()}`);
  documents = new DocumentRepository(database);
  contents = new ContentRepository(database);
  importer = new FakeImporter(database);
  await database.libraries.add({ id: libraryId, name: 'Library', createdAt: 0 });
});

afterEach(async () => {
  vi.restoreAllMocks();
  importer.close();
  await database.delete();
});

async function row(id: string): Promise<StoredDocument> {
  const document = await documents.get(id);
  if (!document) throw new Error('no such document');
  return document;
}

/** A text of numbered paragraphs, each about something else. */
function paragraphs(count: number, characters = 900): string {
  return Array.from(
    { length: count },
    (_, i) => `Paragraph ${i} ${`word${i} `.repeat(characters / 8)}end.`,
  ).join('\n\n');
}

async function replaceFile(id: string, text: string): Promise<void> {
  const { name } = await row(id);
  const file = new File([text], name);
  const facts = { name, path: name, mediaType: '', sizeBytes: file.size };
  await documents.change([id], (document) => withFile(document, facts, 'tab'));
  await importer.store(id, file);
}

describe('importing', () => {
  it('puts documents that come together into one segment, and all of them agree', async () => {
    const ids = await Promise.all(
      Array.from({ length: 12 }, (_, i) => importer.add(new File([`# Title ${i}\n\nText ${i}.`], `${i}.md`))),
    );
    await Promise.all(ids.map((id) => importer.import(id)));
    const rows = await documents.getAll(ids);
    expect(rows.map((document) => document?.status)).toEqual(ids.map(() => 'ready'));
    expect(await checkConsistency(database)).toEqual([]);
    expect(await database.segments.count()).toBeLessThan(6);
  });

  it('fails one document of a batch alone, and one that was removed meanwhile', async () => {
    const good = await importer.add(new File(['Good text.'], 'good.md'));
    const empty = await importer.add(new File(['   '], 'empty.md'));
    const removed = await importer.add(new File(['Removed text.'], 'removed.md'));
    const outcomes = Promise.allSettled([good, empty, removed].map((id) => importer.import(id)));
    await expect.poll(() => importer.progress.length).toBeGreaterThan(0);
    await documents.remove(removed);
    const [first, second] = await outcomes;
    expect(first).toMatchObject({ status: 'fulfilled' });
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'no-text' } });
    expect((await row(good)).status).toBe('ready');
    expect(await documents.get(removed)).toBeUndefined();
    expect((await checkConsistency(database)).filter(({ subject }) => subject !== empty)).toEqual([]);
  });

  it('stops embedding when its documents are cancelled', async () => {
    const id = await importer.add(new File([paragraphs(3)], 'a.txt'));
    let isEmbedding = false;
    importer.beforeEmbedding = () => {
      isEmbedding = true;
      return new Promise(() => undefined);
    };
    const cancelling = new AbortController();
    const importing = importer.import(id, { signal: cancelling.signal });
    importing.catch(() => undefined);
    await expect.poll(() => isEmbedding).toBe(true);
    cancelling.abort();
    await expect(importing).rejects.toSatisfy(isAbortError);
    expect(await database.chunks.count()).toBe(0);
  });

  it('embeds only what has changed of a new version, and shows the old one until then', async () => {
    const text = paragraphs(18);
    const id = await importer.add(new File([text], 'long.md'));
    await importer.import(id);
    const before = await row(id);
    const chunks = before.content?.chunkCount ?? 0;
    expect(chunks).toBeGreaterThan(8);
    expect(importer.embedded).toHaveLength(chunks);
    importer.embedded.length = 0;
    await replaceFile(id, text.replace('Paragraph 9 ', 'Changed 9 '));
    expect((await contents.text(id)).text).toContain('Paragraph 9 ');
    await importer.import(id);
    expect(importer.embedded.length).toBeGreaterThan(0);
    expect(importer.embedded.length).toBeLessThan(4);
    const after = await row(id);
    expect(after).toMatchObject({ id, status: 'ready' });
    expect(after.pending).toBeUndefined();
    expect(contentIdOf(after)).not.toBe(contentIdOf(before));
    expect((await contents.text(id)).text).toContain('Changed 9 ');
    expect(await checkConsistency(database)).toEqual([]);
    expect(await database.chunks.count()).toBe(after.content?.chunkCount);
  });
});

it('what is known of earlier versions is read for one document at a time', async () => {
  const ids = await Promise.all(
    ['ink', 'oil', 'soot'].map((name) => importer.add(new File([`${name} ${paragraphs(2)}`], `${name}.md`))),
  );
  await Promise.all(ids.map((id) => importer.import(id)));
  for (const [i, id] of ids.entries()) await replaceFile(id, `new ${i} ${paragraphs(2)}`);
  const begun = vi.spyOn(SegmentRepository.prototype, 'read');
  const ended = vi.spyOn(ContentRepository.prototype, 'chunksOfContent');
  await Promise.all(ids.map((id) => importer.import(id)));
  const steps = [
    ...begun.mock.invocationCallOrder.map((order) => ({ order, step: 'begun' })),
    ...ended.mock.invocationCallOrder.map((order) => ({ order, step: 'ended' })),
  ].sort((a, b) => a.order - b.order);
  expect(steps.map(({ step }) => step)).toEqual(ids.flatMap(() => ['begun', 'ended']));
});

describe('a document too long to be imported at once', () => {
  // Each paragraph below a heading of its own, so that the parts must be given the headings above them.
  const long = `# Top\n\n${Array.from({ length: 8 }, (_, i) => `## Section ${i}\n\n${paragraphs(10)}`).join('\n\n')}`;

  it(
    'is shown only when all of it is stored, with the same chunks as if it were short',
    { timeout: 60_000 },
    async () => {
      const id = await importer.add(new File([long], 'long.md'));
      importer.failAtSplit = 3;
      await expect(importer.import(id)).rejects.toThrow();
      const half = await row(id);
      expect(half.status).toBe('queued');
      await expect(contents.text(id)).rejects.toMatchObject({ code: 'not-found' });
      const checkpoint = await database.checkpoints.get(id);
      expect(checkpoint).toMatchObject({ hasWholeText: true });
      expect(await checkConsistency(database)).toEqual([]);
      await deleteOrphans(database);

      const next = new FakeImporter(database);
      await next.import(id);
      next.close();
      expect(next.progress.some(({ stage }) => stage === 'reading')).toBe(false);
      expect(await checkConsistency(database)).toEqual([]);
      const { content } = await row(id);
      expect(importer.splits + next.splits).toBeLessThan(8);
      const chunks = await contents.chunksOf(id);
      expect(chunks).toHaveLength(content?.chunkCount ?? 0);
      const { text } = await contents.text(id);
      for (const { start, headingPath } of chunks.slice(5)) {
        const above = /## (Section \d+)\n/.exec(long)
          ? text
              .slice(0, start + 20)
              .match(/Section \d+/g)
              ?.at(-1)
          : '';
        expect(headingPath).toEqual(['Top', above]);
      }
      expect(await database.checkpoints.count()).toBe(0);
      expect(await database.keptWork.count()).toBe(0);
    },
  );

  it('leaves nothing behind when it is removed half-way', { timeout: 60_000 }, async () => {
    const id = await importer.add(new File([long], 'long.md'));
    importer.failAtSplit = 3;
    await expect(importer.import(id)).rejects.toThrow();
    await documents.remove(id);
    expect(await checkConsistency(database)).toEqual([]);
    for (const table of ['textParts', 'chunks', 'segments', 'segmentVectors', 'checkpoints', 'fileParts']) {
      expect(await database.table(table).count(), table).toBe(0);
    }
  });
});

describe('plain text of many megabytes', () => {
  const line = '砚台以水研墨，墨成而后书。The ink is ground with water on the stone. ';
  const text = Array.from(
    { length: 400 },
    (_, i) => `${i} ${line.repeat(5)}${i % 10 === 0 ? '\r\n' : ''}`,
  ).join('\r\n');

  it('is read piece by piece, and goes on where it was cut off', { timeout: 120_000 }, async () => {
    const file = new File([text], 'log.txt');
    expect(file.size).toBeGreaterThan(100_000);
    const id = await importer.add(file);
    importer.failAtSplit = 4;
    await expect(importer.import(id)).rejects.toThrow();
    const checkpoint = await database.checkpoints.get(id);
    expect(checkpoint?.bytesRead).toBeGreaterThan(20_000);
    expect(await checkConsistency(database)).toEqual([]);
    const next = new FakeImporter(database);
    await next.import(id);
    next.close();
    expect(await checkConsistency(database)).toEqual([]);
    const stored = (await contents.text(id)).text;
    expect(stored.replace(/\s+/g, ' ')).toBe(text.trim().replace(/\s+/g, ' '));
    expect((await row(id)).content).toMatchObject({ format: 'text', encoding: 'utf-8', warnings: [] });
  });

  it('in a single line is stored as it stands, and its chunks with it', { timeout: 120_000 }, async () => {
    const single = Array.from({ length: 24_000 }, (_, i) => `word${i}`).join(' ');
    const id = await importer.add(new File([single], 'log.txt'));
    await importer.import(id);
    expect(importer.splits).toBeGreaterThan(2);
    expect((await contents.text(id)).text).toBe(single);
    const chunks = await contents.chunksOf(id);
    expect(chunks.map(({ start, end }) => single.slice(start, end))).toEqual(chunks.map(({ text }) => text));
    expect(await checkConsistency(database)).toEqual([]);
  });
});
