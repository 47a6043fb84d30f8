import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../src/core/app-error';
import type { AnswerEngine } from '../../../src/core/answer-engine';
import type { AnswerMessage } from '../../../src/core/conversation';
import type { SearchIndexContract } from '../../../src/contracts/search-index';
import { RpcClient } from '../../../src/rpc/client';
import { serve } from '../../../src/rpc/server';
import { createAnswers } from '../../../src/services/answers-service';
import type { Workers } from '../../../src/services/workers';
import { ConversationRepository } from '../../../src/storage/conversations';
import { InkstoneDatabase } from '../../../src/storage/database';

let database: InkstoneDatabase;
const ports: MessagePort[] = [];

beforeEach(() => {
  database = new InkstoneDatabase(`test-${crypto.randomUUID()}`);
});

afterEach(async () => {
  for (const port of ports.splice(0)) port.close();
  await database.delete();
});

/** Asks the questions in turn over an index that finds nothing; returns the answers and what was searched. */
async function askAll(questions: readonly string[], standalone?: AnswerEngine['standalone']) {
  const searched: string[] = [];
  const retrieve: SearchIndexContract['retrieve'] = ({ question }) => {
    searched.push(question);
    const timings = { embedMs: 0, searchMs: 0 };
    return Promise.resolve({ passages: [], confidence: 0, abstain: true, timings });
  };
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  serve(port2, { retrieve });
  const searchIndex = { client: new RpcClient<SearchIndexContract>(port1) };
  const conversations = new ConversationRepository(database);
  const id = crypto.randomUUID();
  await conversations.add({ id, libraryId: 'library', title: '', createdAt: 0, updatedAt: 0 });
  const answers = createAnswers({
    conversations,
    contents: { textBetween: () => Promise.resolve('') },
    workers: { searchIndex } as unknown as Pick<Workers, 'searchIndex'>,
    modelPath: '/model',
    ready: () => Promise.resolve(),
    engine: () => ({
      id: 'extractive',
      answer: async function* () {
        yield await Promise.resolve({ kind: 'finish' as const, reason: 'complete' as const });
      },
      ...(standalone ? { standalone } : {}),
    }),
  });
  const messages: AnswerMessage[] = [];
  for (const question of questions) {
    let last: AnswerMessage | undefined;
    const { signal } = new AbortController();
    for await (const { message } of answers.ask(id, question, { signal })) last = message;
    if (last) messages.push(last);
  }
  return { messages, searched };
}

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

  it('ends as failed when the worker crashes over it', async () => {
    const { messages, searched } = await askAll(['Where is the Eiffel Tower?', 'When was it built?'], () =>
      Promise.reject(new AppError('worker-crashed')),
    );
    expect(messages[1]).toMatchObject({ status: 'failed', error: { code: 'worker-crashed' } });
    expect(searched).toHaveLength(1);
  });
});
