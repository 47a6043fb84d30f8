import { afterEach, describe, expect, it } from 'vitest';
import type { AnswerMessage } from '../../../src/core/conversation';
import type { SuggestedQuestion } from '../../../src/core/suggestions/question-candidate';
import type { SearchIndexContract, SuggestInput } from '../../../src/contracts/search-index';
import { RpcClient } from '../../../src/rpc/client';
import { serve } from '../../../src/rpc/server';
import { createSuggestions } from '../../../src/services/suggestions-service';
import type { Workers } from '../../../src/services/workers';

const ports: MessagePort[] = [];

afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

const scope = { libraryIds: ['own'] };
const refused: AnswerMessage = {
  ...{ id: 'a', conversationId: 'c', createdAt: 0, role: 'answer', questionId: 'q', text: 'No.' },
  ...{ status: 'complete', language: 'zh', engine: 'extractive', abstained: true, citations: [] },
};

/** What is offered after an answer by documents that answer these questions, and how often they were asked. */
async function offeredAfter(answer: AnswerMessage, answered: readonly SuggestedQuestion[]) {
  const inputs: SuggestInput[] = [];
  const suggest: SearchIndexContract['suggest'] = (input) => {
    inputs.push(input);
    const { language } = input;
    return Promise.resolve(answered.filter((question) => !language || question.language === language));
  };
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  serve(port2, { suggest });
  const searchIndex = { client: new RpcClient<SearchIndexContract>(port1) };
  const suggestions = createSuggestions({
    conversations: { trace: () => Promise.resolve(undefined) },
    documents: { getShown: () => Promise.resolve([]), tagged: () => Promise.resolve([]) },
    workers: { searchIndex } as unknown as Pick<Workers, 'searchIndex'>,
    modelPath: () => '/model',
    ready: () => Promise.resolve(),
  });
  const { signal } = new AbortController();
  const offered = await suggestions.after(answer, scope, { asked: [], signal });
  return { offered: offered.map(({ text }) => text), asked: inputs.length };
}

const english = { language: 'en', text: 'What is basalt?' } as const;
const chinese = { language: 'zh', text: '什么是素数？' } as const;

describe('what documents answer, after a question that they do not', () => {
  it('is offered in the language of that question', async () => {
    expect(await offeredAfter(refused, [english, chinese])).toEqual({ offered: [chinese.text], asked: 1 });
    const { offered } = await offeredAfter({ ...refused, language: 'en' }, [english, chinese]);
    expect(offered).toEqual([english.text]);
  });

  it('is offered in the language of the documents where they answer nothing in that of the question', async () => {
    expect((await offeredAfter(refused, [english])).offered).toEqual([english.text]);
  });
});
