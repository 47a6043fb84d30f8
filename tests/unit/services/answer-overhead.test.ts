import { afterEach, describe, expect, it } from 'vitest';
import type { LanguageModelContract } from '../../../src/contracts/language-model';
import type { AnswerRequest } from '../../../src/core/answer-engine';
import { alignSentence } from '../../../src/core/citations/align';
import { SourceSentences } from '../../../src/core/citations/source-sentences';
import { RpcClient } from '../../../src/rpc/client';
import { serve } from '../../../src/rpc/server';
import { AnswerInProgress } from '../../../src/services/answer-in-progress';
import {
  createLanguageModelEngine,
  type LanguageModelEngineOptions,
} from '../../../src/services/language-model-engine';
import type { OpenModel } from '../../../workers/language-models/text-engine';
import { Transcripts } from '../../../workers/language-models/transcript';
import { writeAnswer } from '../../../workers/language-models/write-answer';
import { createJudge, documents, passagesOf } from '../../fixtures/text-judge';

const tokenCount = 2000;
const passages = passagesOf(documents).slice(0, 8);
const judge = createJudge(passages);
const signal = new AbortController().signal;
const ports: MessagePort[] = [];

afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

const sentences =
  passages
    .map(({ text }) => text)
    .join(' ')
    .match(/\S+\s*|\s+/g) ?? [];
const tokens = Array.from({ length: tokenCount }, (_, i) => sentences[i % sentences.length] ?? '');

/** Writes as fast as it is read. */
const model: OpenModel = {
  contextTokens: 32_768,
  countTokens: (messages) => Promise.resolve(messages.length),
  async *stream() {
    for (const text of tokens) yield await Promise.resolve({ kind: 'text', text } as const);
    const usage = { promptTokens: 1, completionTokens: tokenCount };
    yield { kind: 'end', reason: 'complete', usage };
  },
  lost: new Promise(() => undefined),
  close: () => Promise.resolve(),
};

interface Figures {
  readonly firstMs: number;
  readonly totalMs: number;
}

async function timeOf(run: (onToken: () => void) => Promise<void>): Promise<Figures> {
  const startedAt = performance.now();
  let firstMs = 0;
  await run(() => {
    firstMs ||= performance.now() - startedAt;
  });
  return { firstMs, totalMs: performance.now() - startedAt };
}

function bare(): Promise<Figures> {
  return timeOf(async (onToken) => {
    const request = { messages: [], maxTokens: tokenCount, temperature: 0, topP: 1 };
    for await (const event of model.stream(request, signal)) if (event.kind === 'text') onToken();
  });
}

/** Through the worker's end, a real channel, sentences, citations and the message as it is shown. */
function throughApp(cite: LanguageModelEngineOptions['cite']): Promise<Figures> {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const transcripts = new Transcripts();
  const generate: LanguageModelContract['generate'] = (input, context) =>
    writeAnswer(model, input, { signal: context.signal, transcripts });
  serve(port2, { generate });
  const client = new RpcClient<LanguageModelContract>(port1);
  const engine = createLanguageModelEngine({ engine: 'wllama', modelId: 'm', client: () => client, cite });
  const question = { id: 'q', conversationId: 'c', createdAt: 0, role: 'question', answerId: null } as const;
  const request: AnswerRequest = { question: 'Ink?', language: 'en', passages, history: [] };
  return timeOf(async (onToken) => {
    const answer = new AnswerInProgress({ ...question, text: 'Ink?' }, { id: 'a', createdAt: 1, engine });
    for await (const event of engine.answer(request, { signal })) {
      answer.take(event);
      if (event.kind === 'text') onToken();
    }
    expect(answer.message.text.length).toBeGreaterThan(tokenCount);
  });
}

describe('what the app adds to an engine that writes at full speed', () => {
  it.each(['off', 'on'] as const)('is told, with citing %s', async (citing) => {
    const sources = new SourceSentences(passages, judge.analyse);
    const cite: LanguageModelEngineOptions['cite'] = ({ sentence, hints }) =>
      citing === 'on' ? alignSentence(sentence, sources, hints, judge) : Promise.resolve([]);
    await throughApp(cite);
    const engine = await bare();
    const app = await throughApp(cite);
    const perToken = (app.totalMs - engine.totalMs) / tokenCount;
    const first = app.firstMs - engine.firstMs;
    // On a busy machine time says little, so that none is asked for.
    console.info(
      `citing ${citing}: ${perToken.toFixed(4)} ms a token and ${first.toFixed(1)} ms to the first, over ${tokenCount} tokens`,
    );
    expect(app.totalMs).toBeGreaterThan(0);
  });
});
