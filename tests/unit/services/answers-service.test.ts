import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../src/core/app-error';
import type { AnswerEngine } from '../../../src/core/answer-engine';
import type { AnswerMessage } from '../../../src/core/conversation';
import { branchOf } from '../../../src/core/conversation-tree';
import type { StoredDocument } from '../../../src/core/library';
import type { SearchScope } from '../../../src/core/search-scope';
import type { RetrieveInput, SearchIndexContract } from '../../../src/contracts/search-index';
import { RpcClient } from '../../../src/rpc/client';
import { serve } from '../../../src/rpc/server';
import { createAnswers } from '../../../src/services/answers-service';
import type { AnswerUpdate } from '../../../src/services/app-services';
import { createTagging } from '../../../src/services/tagging';
import type { Workers } from '../../../src/services/workers';
import { ConversationRepository } from '../../../src/storage/conversations';
import { InkstoneDatabase } from '../../../src/storage/database';
import { DocumentRepository } from '../../../src/storage/documents';
import { LibraryRepository } from '../../../src/storage/libraries';

let database: InkstoneDatabase;
const ports: MessagePort[] = [];

beforeEach(() => {
  database = new InkstoneDatabase(`test-${crypto.randomUUID()}`);
});

afterEach(async () => {
  for (const port of ports.splice(0)) port.close();
  await database.delete();
});

/** Answers over an index that finds nothing, unless there is a `quote`, in a conversation of the library `own`; `inputs` is what it was asked. */
async function startAnswers(standalone?: AnswerEngine['standalone'], engine: Partial<AnswerEngine> = {}) {
  const inputs: RetrieveInput[] = [];
  const faults: { retrieval?: AppError } = {};
  const found: { quote?: string } = {};
  const retrieve: SearchIndexContract['retrieve'] = (input) => {
    inputs.push(input);
    if (faults.retrieval) return Promise.reject(faults.retrieval);
    const timings = { embedMs: 0, searchMs: 0 };
    return Promise.resolve({ passages: [], confidence: 0, abstain: found.quote === undefined, timings });
  };
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  serve(port2, { retrieve });
  const searchIndex = { client: new RpcClient<SearchIndexContract>(port1) };
  const conversations = new ConversationRepository(database);
  const id = crypto.randomUUID();
  await conversations.add({ id, libraryId: 'own', title: '', createdAt: 0, updatedAt: 0 });
  const answers = createAnswers({
    conversations,
    contents: { textBetween: () => Promise.resolve(found.quote ?? '') },
    libraries: new LibraryRepository(database),
    documents: new DocumentRepository(database),
    workers: { searchIndex } as unknown as Pick<Workers, 'searchIndex'>,
    modelPath: () => '/model',
    ready: () => Promise.resolve(),
    engine: () => ({
      id: 'extractive',
      answer: async function* (_, { signal: stopped }) {
        const { quote } = found;
        if (quote !== undefined) {
          const place = { documentId: 'a', documentName: 'a.md', start: 0, end: quote.length };
          yield { kind: 'citation' as const, citation: { n: 1, ...place, quote } };
          yield { kind: 'text' as const, text: `${quote} [1]` };
        }
        stopped.throwIfAborted();
        yield await Promise.resolve({ kind: 'finish' as const, reason: 'complete' as const });
      },
      ...(standalone ? { standalone } : {}),
      ...engine,
    }),
  });
  const { signal } = new AbortController();
  return {
    inputs,
    faults,
    found,
    ask: (question: string, scope?: SearchScope) => lastOf(answers.ask(id, question, { signal, scope })),
    retry: (answer: AnswerMessage) => lastOf(answers.retry(answer.id, { signal })),
    updates: (answer: AnswerMessage, stopping = signal) => answers.retry(answer.id, { signal: stopping }),
    askInstead: (question: string, insteadOf: string) =>
      lastOf(answers.ask(id, question, { signal, insteadOf })),
    messages: () => conversations.messages(id),
    title: async () => (await conversations.get(id))?.title,
    shown: async () => (await conversations.get(id))?.shownMessageId,
    trace: (answer: AnswerMessage) => conversations.trace(answer.id),
    scopeOf: async ({ questionId }: AnswerMessage) => {
      const question = await conversations.message(questionId);
      return question?.role === 'question' ? question.scope : undefined;
    },
  };
}

async function lastOf(updates: AsyncIterable<AnswerUpdate>): Promise<AnswerMessage> {
  let last: AnswerMessage | undefined;
  for await (const { message } of updates) last = message;
  if (!last) throw new Error('there was no answer');
  return last;
}

/** Asks the questions in turn; returns the answers and what was searched. */
async function askAll(questions: readonly string[], standalone?: AnswerEngine['standalone']) {
  const { inputs, ask } = await startAnswers(standalone);
  const messages: AnswerMessage[] = [];
  for (const question of questions) messages.push(await ask(question));
  return { messages, searched: inputs.map(({ question }) => question) };
}

it('a long first question names the conversation up to a whole word', async () => {
  const { ask, title } = await startAnswers();
  await ask('What does the Universal Declaration say about rest and leisure?');
  expect(await title()).toBe('What does the Universal Declaration say about rest and…');
});

describe('a follow-up question', () => {
  it('is searched with its topic, also when what came before had no answer, and the message says so', async () => {
    const { messages, searched } = await askAll(['Where is the Eiffel Tower?', 'When was it built?']);
    expect(searched).toEqual(['Where is the Eiffel Tower?', 'When was the Eiffel Tower built?']);
    expect(messages.map(({ searchedFor }) => searchedFor)).toEqual([
      undefined,
      'When was the Eiffel Tower built?',
    ]);
    const stored = await new ConversationRepository(database).message(messages[1]?.id ?? '');
    expect(stored).toMatchObject({ searchedFor: 'When was the Eiffel Tower built?' });
  });

  it('is completed from answers as they are read, without the signs that keep document text from being Markdown', async () => {
    const histories: (readonly string[])[] = [];
    const { ask, messages } = await startAnswers((input) => {
      histories.push(input.history.map(({ answer }) => answer));
      return Promise.resolve('When was the Eiffel Tower built?');
    });
    const first = await ask('Where is the Eiffel Tower?');
    const stored = (await messages()).find(({ id }) => id === first.id);
    if (stored?.role !== 'answer') throw new Error('no answer');
    const escaped = '**In** Paris \\(the \\*7th\\*\\) [1].';
    const answered: AnswerMessage = { ...stored, abstained: false, text: escaped };
    await database.messages.put(answered);
    await ask('When was it built?');
    expect(histories).toEqual([['In Paris (the *7th*) [1].']]);
  });

  it('is completed by rules when the worker crashes over it', async () => {
    const { messages, searched } = await askAll(['Where is the Eiffel Tower?', 'When was it built?'], () =>
      Promise.reject(new AppError('worker-crashed')),
    );
    expect(messages[1]).toMatchObject({ status: 'complete' });
    expect(searched[1]).toBe('When was the Eiffel Tower built?');
  });
});

describe('the branches of a conversation', () => {
  it('a question in other words stands beside the earlier one, and follows what that followed', async () => {
    const { ask, askInstead, messages, shown, inputs } = await startAnswers();
    const first = await ask('Where is the Eiffel Tower?');
    const second = await ask('When was it built?');
    const edited = await askInstead('Who designed it?', second.questionId);
    expect(await shown()).toBe(edited.id);
    const all = await messages();
    const questions = all.filter((message) => message.role === 'question');
    expect(questions.map(({ text, answerId }) => [text, answerId])).toEqual([
      ['Where is the Eiffel Tower?', null],
      ['When was it built?', first.id],
      ['Who designed it?', first.id],
    ]);
    // What was asked on the other branch is not its history.
    expect(inputs.at(-1)?.question).toBe('Who designed the Eiffel Tower?');
    expect(branchOf(all, edited.id).map(({ id }) => id)).toEqual([
      first.questionId,
      first.id,
      edited.questionId,
      edited.id,
    ]);
  });

  it('an answer that is asked for again stands beside the earlier one', async () => {
    const { ask, retry, found, messages, shown } = await startAnswers();
    const answer = await ask('Where is the Eiffel Tower?');
    found.quote = 'It stands in Paris.';
    const again = await retry(answer);
    expect(again).toMatchObject({ status: 'complete', text: 'It stands in Paris. [1]' });
    expect(again.id).not.toBe(answer.id);
    expect(again.questionId).toBe(answer.questionId);
    expect((await messages()).map(({ id }) => id)).toEqual([answer.questionId, answer.id, again.id]);
    expect(await shown()).toBe(again.id);
  });

  it.each([undefined, 'It stands in Paris.'])(
    'quotes that come out the same are no other version: %s',
    async (quote) => {
      const { ask, updates, found, messages, shown, trace } = await startAnswers();
      if (quote !== undefined) found.quote = quote;
      const answer = await ask('Where is the Eiffel Tower?');
      const before = [await messages(), await trace(answer)];
      const told: AnswerUpdate[] = [];
      for await (const update of updates(answer)) told.push(update);
      expect(told.at(-1)).toEqual({ phase: 'done', message: answer, isRepeated: true });
      expect([await messages(), await trace(answer)]).toEqual(before);
      expect(await shown()).toBe(answer.id);
    },
  );

  it('looking for quotes again can be given up, and the answer stays', async () => {
    const { ask, updates, found, messages, shown } = await startAnswers();
    const answer = await ask('Where is the Eiffel Tower?');
    found.quote = 'It stands in Paris.';
    const person = new AbortController();
    const told: AnswerUpdate[] = [];
    for await (const update of updates(answer, person.signal)) {
      told.push(update);
      if (update.phase === 'writing') person.abort();
    }
    expect(told.at(-1)).toEqual({ phase: 'done', message: answer });
    expect(await messages()).toHaveLength(2);
    expect(await shown()).toBe(answer.id);
  });

  it('an answer that failed gives its place to the next', async () => {
    const { ask, retry, messages, faults } = await startAnswers();
    await ask('Where is the Eiffel Tower?');
    faults.retrieval = new AppError('worker-crashed');
    const failed = await ask('When was it built?');
    expect(failed.status).toBe('failed');
    delete faults.retrieval;
    const answered = await retry(failed);
    expect(answered).toMatchObject({ id: failed.id, status: 'complete' });
    expect(await messages()).toHaveLength(4);
  });

  it('a question cannot take the place of one that is gone', async () => {
    const { askInstead } = await startAnswers();
    await expect(askInstead('Who?', 'gone')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('an answer that is stopped', () => {
  const writing = (fails: () => Error): AnswerEngine => ({
    ...{ id: 'webllm', model: 'small' },
    answer: async function* () {
      yield await Promise.resolve({ kind: 'text' as const, text: 'In ' });
      throw fails();
    },
  });

  it('because its model goes says so, and keeps what was written', async () => {
    const gone = writing(() => new DOMException('cancelled', 'AbortError'));
    const { ask, found, messages } = await startAnswers(undefined, gone);
    found.quote = 'It stands in Paris.';
    const answer = await ask('Where is the Eiffel Tower?');
    expect(answer).toMatchObject({ status: 'stopped', isModelGone: true, text: 'In ' });
    expect((await messages()).at(-1)).toEqual(answer);
  });

  it('by the person says nothing of its model', async () => {
    const person = new AbortController();
    const stopped = writing(() => {
      person.abort();
      return new DOMException('cancelled', 'AbortError');
    });
    const { ask, updates, found } = await startAnswers(undefined, stopped);
    const asked = await ask('Where is the Eiffel Tower?');
    found.quote = 'It stands in Paris.';
    const again = await lastOf(updates(asked, person.signal));
    expect(again).toMatchObject({ status: 'stopped', text: 'In ' });
    expect(again.isModelGone).toBeUndefined();
  });
});

it('how an answer came about is kept beside it', async () => {
  const { ask, trace } = await startAnswers();
  await ask('Where is the Eiffel Tower?');
  const answer = await ask('When was it built?');
  expect(await trace(answer)).toMatchObject({
    messageId: answer.id,
    searched: 'When was the Eiffel Tower built?',
    passages: [],
    confidence: 0,
  });
});

describe('the scope of a question', () => {
  beforeEach(async () => {
    await database.libraries.bulkAdd(['own', 'other'].map((id, createdAt) => ({ id, name: id, createdAt })));
    await database.documents.bulkAdd([document('a', 'own'), document('b', 'own'), document('c', 'other')]);
  });

  const twoDocuments: SearchScope = { libraryIds: ['own'], documentIds: ['a', 'b'] };
  const allLibraries: SearchScope = { libraryIds: ['own', 'other'] };

  it('is the whole library of the conversation unless told otherwise, and then nothing is noted', async () => {
    const { inputs, ask, scopeOf } = await startAnswers();
    const answer = await ask('Who wrote it?');
    expect(scopesOf(inputs)).toEqual([{ libraryIds: ['own'] }]);
    expect(await scopeOf(answer)).toBeUndefined();
    expect(await scopeOf(await ask('And when?', { libraryIds: ['own'] }))).toBeUndefined();
  });

  it.each([twoDocuments, allLibraries])(
    'reaches the search, is kept, and is asked again: %j',
    async (scope) => {
      const { inputs, ask, retry, scopeOf } = await startAnswers();
      const answer = await ask('Who wrote it?', scope);
      await retry(answer);
      expect(scopesOf(inputs)).toEqual([scope, scope]);
      expect(await scopeOf(answer)).toEqual(scope);
    },
  );

  it('leaves out documents that were removed meanwhile, and says so', async () => {
    const { inputs, ask, retry, scopeOf } = await startAnswers();
    const answer = await ask('Who wrote it?', twoDocuments);
    await new DocumentRepository(database).remove('a');
    await retry(answer);
    const rest = { libraryIds: ['own'], documentIds: ['b'] };
    expect(scopesOf(inputs)[1]).toEqual(rest);
    expect(await scopeOf(answer)).toEqual(rest);
  });

  it('leaves out libraries that were removed meanwhile, with their documents', async () => {
    const { inputs, ask } = await startAnswers();
    await new LibraryRepository(database).remove('other');
    await ask('Who wrote it?', allLibraries);
    await ask('And when?', { libraryIds: ['own', 'other'], documentIds: ['c', 'a'] });
    expect(scopesOf(inputs)).toEqual([{ libraryIds: ['own'] }, { libraryIds: ['own'], documentIds: ['a'] }]);
  });

  it('by tags is what has any of them when it is asked, and when it is asked again', async () => {
    const documents = new DocumentRepository(database);
    const { tag } = createTagging(documents);
    await tag(['a', 'c'], { add: ['Ink'] });
    const { inputs, ask, retry, scopeOf } = await startAnswers();
    const scope = { libraryIds: ['own'], tags: ['ink', 'stone'] };
    const answer = await ask('Who wrote it?', { ...scope, tags: ['ink'] });
    await ask('Who wrote it?', { libraryIds: ['own', 'other'], tags: ['ink'] });
    await tag(['b'], { add: ['ink'] });
    await retry(answer);
    expect(scopesOf(inputs)).toEqual([
      { libraryIds: ['own'], documentIds: ['a'] },
      { libraryIds: ['own', 'other'], documentIds: ['a', 'c'] },
      { libraryIds: ['own'], documentIds: ['a', 'b'] },
    ]);
    expect(await scopeOf(answer)).toEqual({ libraryIds: ['own'], tags: ['ink'] });
    // A tag that no document has is not told of.
    expect(await scopeOf(await ask('And when?', scope))).toEqual({ libraryIds: ['own'], tags: ['ink'] });
    await tag(['a', 'b'], { remove: ['ink'] });
    await retry(answer);
    expect(scopesOf(inputs).at(-1)).toEqual({ libraryIds: ['own'] });
    expect(await scopeOf(answer)).toBeUndefined();
  });

  it('becomes the whole library of the conversation when nothing of it is left', async () => {
    const { inputs, ask, retry, scopeOf } = await startAnswers();
    const answer = await ask('Who wrote it?', twoDocuments);
    for (const id of ['a', 'b']) await new DocumentRepository(database).remove(id);
    await retry(answer);
    await new LibraryRepository(database).remove('other');
    await ask('And when?', { libraryIds: ['other'] });
    expect(scopesOf(inputs).slice(1)).toEqual([{ libraryIds: ['own'] }, { libraryIds: ['own'] }]);
    expect(await scopeOf(answer)).toBeUndefined();
  });
});

function scopesOf(inputs: readonly RetrieveInput[]): SearchScope[] {
  return inputs.map(({ libraryIds, documentIds }) => ({ libraryIds, ...(documentIds && { documentIds }) }));
}

function document(id: string, libraryId: string): StoredDocument {
  const name = `${id}.md`;
  const file = { name, path: name, mediaType: 'text/markdown', sizeBytes: 1, hash: id };
  return { id, libraryId, ...file, addedAt: 0, status: 'ready' };
}
