import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AnswerMessage } from '../../src/core/conversation';
import type { StoredDocument } from '../../src/core/library';
import type { AnswerUpdate } from '../../src/services/app-services';
import { createApp, type App } from '../../src/services/create-app-services';
import { checkConsistency } from '../../src/storage/check-consistency';
import { ContentRepository } from '../../src/storage/contents';

const english = `# Ink

## Making

An ink stick is made of soot and animal glue. The best soot comes from burning pine wood, and a fresh stick
must dry for about forty days before it can be used.

## Use

Water is ground with the stick on the inkstone in slow circles. Grinding enough ink for one page takes about
ten minutes.
`;

const chinese = `# 端砚

端砚产于广东省肇庆市，唐代初年开始开采，是四大名砚之首。端石质地细腻，研出的墨汁不易干涸。

## 保养

用完之后应当用清水洗净，放在阴凉处晾干，不可以用热水冲洗。
`;

let app: App;

beforeEach(async () => {
  app = await createApp({ baseUrl: '/' });
});

afterEach(async () => {
  app.workers.stopAll();
  await app.database.delete();
});

async function importAll(
  files: Record<string, string>,
): Promise<{ libraryId: string; documents: StoredDocument[] }> {
  const { libraries, imports } = app.services;
  const library = await libraries.create('Study');
  const added = Object.entries(files).map(([path, content]) => ({ path, file: new File([content], path) }));
  await imports.add(library.id, added);
  return { libraryId: library.id, documents: await settled(library.id) };
}

async function settled(libraryId: string): Promise<StoredDocument[]> {
  const stored = (): Promise<StoredDocument[]> => app.database.documents.where({ libraryId }).toArray();
  await expect
    .poll(async () => (await stored()).every(({ status }) => status === 'ready' || status === 'failed'), {
      timeout: 50_000,
    })
    .toBe(true);
  return stored();
}

async function ask(
  libraryId: string,
  question: string,
  signal = new AbortController().signal,
): Promise<AnswerUpdate[]> {
  const { conversations, answers } = app.services;
  const conversation = await conversations.create(libraryId);
  const updates: AnswerUpdate[] = [];
  for await (const update of answers.ask(conversation.id, question, { signal })) updates.push(update);
  return updates;
}

const lastMessage = (updates: readonly AnswerUpdate[]): AnswerMessage => {
  const message = updates.at(-1)?.message;
  if (!message) throw new Error('there is no answer');
  return message;
};

async function expectExactCitations({ citations }: AnswerMessage): Promise<void> {
  const contents = new ContentRepository(app.database);
  expect(citations.length).toBeGreaterThan(0);
  for (const { documentId, start, end, quote } of citations) {
    expect((await contents.text(documentId)).text.slice(start, end)).toBe(quote);
  }
}

describe('the main job', () => {
  it('answers in the question’s language with citations that are in the document to the letter', async () => {
    const { libraryId, documents } = await importAll({ 'ink.md': english, '端砚.md': chinese });
    expect(documents.map(({ status }) => status)).toEqual(['ready', 'ready']);

    const updates = await ask(libraryId, 'How long must an ink stick dry?');
    const answer = lastMessage(updates);
    expect(answer).toMatchObject({
      status: 'complete',
      language: 'en',
      engine: 'extractive',
      abstained: false,
    });
    expect(answer.text).toContain('forty days');
    expect(answer.citations[0]?.documentName).toBe('ink.md');
    await expectExactCitations(answer);
    expect(updates.filter(({ phase }) => phase === 'writing').length).toBeGreaterThan(3);

    const chineseAnswer = lastMessage(await ask(libraryId, '端砚产于哪里？'));
    expect(chineseAnswer).toMatchObject({ language: 'zh', abstained: false });
    expect(chineseAnswer.text).toContain('肇庆');
    await expectExactCitations(chineseAnswer);
  });

  it('finds an English source for a Chinese question and says so in Chinese', async () => {
    const { libraryId } = await importAll({ 'ink.md': english });
    const answer = lastMessage(await ask(libraryId, '研墨写一页字需要多少分钟？'));
    expect(answer.language).toBe('zh');
    expect(answer.citations.some(({ quote }) => quote.includes('ten minutes'))).toBe(true);
    expect(answer.text).toMatch(/[\u4e00-\u9fff]/);
    await expectExactCitations(answer);
  });

  it('says plainly when the documents do not hold the answer', async () => {
    const { libraryId } = await importAll({ '端砚.md': chinese });
    const answer = lastMessage(await ask(libraryId, '怎样申请护照？'));
    expect(answer).toMatchObject({ abstained: true, citations: [], status: 'complete' });
    expect(answer.text).not.toBe('');
  });

  it('has it all again after a restart, without importing anew', async () => {
    const { libraryId } = await importAll({ 'ink.md': english });
    const before = lastMessage(await ask(libraryId, 'How long must an ink stick dry?'));
    app.workers.stopAll();
    app = await createApp({ baseUrl: '/' });
    const stored = await app.database.messages.get(before.id);
    expect(stored).toEqual(before);
    const again = lastMessage(await ask(libraryId, 'How long must an ink stick dry?'));
    expect(again.text).toBe(before.text);
  });

  it('asks the host for no reranker where none was built in', async () => {
    const { libraryId } = await importAll({ 'ink.md': english });
    expect(lastMessage(await ask(libraryId, 'How long must an ink stick dry?')).status).toBe('complete');
    const asked = performance.getEntriesByType('resource').map(({ name }) => name);
    expect(asked.filter((name) => name.includes('models/reranker'))).toEqual([]);
  });

  it('no longer finds a document that was removed, and finds it again once that is undone', async () => {
    const { libraryId, documents } = await importAll({ 'ink.md': english, '端砚.md': chinese });
    expect(lastMessage(await ask(libraryId, '端砚产于哪里？')).abstained).toBe(false);
    const removed = documents.find(({ name }) => name === '端砚.md');
    const id = removed?.id ?? '';
    await app.services.documents.remove([id]);
    const answer = lastMessage(await ask(libraryId, '端砚产于哪里？'));
    expect(answer.citations.every(({ documentId }) => documentId !== id)).toBe(true);
    await expect(app.services.sources.load(id)).rejects.toMatchObject({ code: 'not-found' });
    await app.services.documents.restore([id]);
    expect(lastMessage(await ask(libraryId, '端砚产于哪里？')).citations[0]?.documentId).toBe(id);
    await app.services.documents.remove([id]);
    app.workers.stopAll();
    // It stays removed over the end of the page, in whole until it is made good.
    app = await createApp({ baseUrl: '/' });
    const { citations } = lastMessage(await ask(libraryId, '端砚产于哪里？'));
    expect(citations.every(({ documentId }) => documentId !== id)).toBe(true);
    expect(await app.database.documents.get(id)).toBeDefined();
    await app.workers.searchIndex.client.call('settle', undefined);
    expect(await checkConsistency(app.database)).toEqual([]);
    await app.services.documents.purge();
    expect(await app.database.documents.get(id)).toBeUndefined();
    await app.workers.searchIndex.client.call('settle', undefined);
    expect(await checkConsistency(app.database)).toEqual([]);
    expect(await app.database.chunks.where(':id').between([removed?.id, 0], [removed?.id, 1e9]).count()).toBe(
      0,
    );
  });

  it('cites a note, in its newest version, once it is written', async () => {
    const { libraries, notes } = app.services;
    const library = await libraries.create('Study');
    const { id } = await notes.create(library.id, '# Workshop\n\nThe kiln is lit on Mondays.', 'Untitled');
    const shows = async (words: string): Promise<boolean> =>
      (await new ContentRepository(app.database).text(id).catch(() => ({ text: '' }))).text.includes(words);
    await expect.poll(() => shows('Mondays'), { timeout: 30_000 }).toBe(true);
    const first = lastMessage(await ask(library.id, 'When is the kiln lit?'));
    expect(first.citations[0]).toMatchObject({ documentId: id, documentName: 'Workshop.md' });
    expect(first.text).toContain('Mondays');

    const { fileId } = await notes.read(id);
    await notes.save(id, '# Kiln\n\nThe kiln is lit on Thursdays.', fileId);
    await expect.poll(() => shows('Thursdays'), { timeout: 30_000 }).toBe(true);
    // The import ends when the index, which holds the version before, has been told.
    await expect.poll(() => app.isBusy()).toBe(false);
    const second = lastMessage(await ask(library.id, 'When is the kiln lit?'));
    expect(second.text).toContain('Thursdays');
    expect(second.text).not.toContain('Mondays');
    expect(second.citations[0]?.documentName).toBe('Kiln.md');
    await expectExactCitations(second);
    expect(await app.database.documents.get(id)).toMatchObject({ isNote: true, status: 'ready' });
    expect(await checkConsistency(app.database)).toEqual([]);
  });

  it('keeps what was written when the answer is stopped', async () => {
    const { libraryId } = await importAll({ 'ink.md': english });
    const { conversations, answers } = app.services;
    const conversation = await conversations.create(libraryId);
    const controller = new AbortController();
    let last: AnswerUpdate | undefined;
    for await (const update of answers.ask(conversation.id, 'How long must an ink stick dry?', {
      signal: controller.signal,
    })) {
      last = update;
      if (update.message.text.length > 5) controller.abort();
    }
    expect(last?.message.status).toBe('stopped');
    expect(last?.message.text.length).toBeGreaterThan(5);
    expect(await app.database.messages.get(last?.message.id ?? '')).toEqual(last?.message);
  });

  it('bad files fail alone, each with a code', async () => {
    const { documents } = await importAll({
      'ink.md': english,
      'empty.txt': '',
      'photo.png': '\u0089PNG\r\n\u001a\n\u0000\u0000',
      'broken.pdf': '%PDF-1.7\nnothing of a PDF follows',
    });
    const outcome = Object.fromEntries(
      documents.map(({ name, status, error }) => [name, error?.code ?? status]),
    );
    expect(outcome).toEqual({
      'ink.md': 'ready',
      'empty.txt': 'empty-file',
      'photo.png': 'unsupported-format',
      'broken.pdf': 'corrupt',
    });
  });
});
