import { afterEach, describe, expect, it } from 'vitest';
import type {
  GenerateEvent,
  GenerateInput,
  LanguageModelContract,
} from '../../../src/contracts/language-model';
import { AppError } from '../../../src/core/app-error';
import type { AnswerEvent, AnswerRequest } from '../../../src/core/answer-engine';
import type { Citation } from '../../../src/core/citation';
import type { Passage } from '../../../src/core/passage';
import { RpcClient } from '../../../src/rpc/client';
import { serve } from '../../../src/rpc/server';
import {
  createLanguageModelEngine,
  type LanguageModelEngineOptions,
} from '../../../src/services/language-model-engine';

type Generate = LanguageModelContract['generate'];
type Cite = LanguageModelEngineOptions['cite'];

const ports: MessagePort[] = [];

afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** An engine whose worker is at the other end of a real channel and writes what it is told to. */
function engineOver(generate: Generate, cite: Cite = () => Promise.resolve([])) {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  serve(port2, { generate });
  const client = new RpcClient<LanguageModelContract>(port1);
  return createLanguageModelEngine({ engine: 'wllama', modelId: 'm', client: () => client, cite });
}

const packed = { kind: 'packed', messages: [], promptTokens: 20, passages: 1, turns: 0 } as const;

function writing(...pieces: (string | GenerateEvent)[]): Generate {
  return async function* () {
    yield { ...packed, sources: [{ n: 1, passage }] };
    for (const piece of pieces) {
      yield await Promise.resolve<GenerateEvent>(
        typeof piece === 'string' ? { kind: 'token', text: piece } : piece,
      );
    }
    yield {
      kind: 'finish',
      reason: 'complete',
      usage: { promptTokens: 20, completionTokens: pieces.length },
    };
  };
}

const passage: Passage = {
  documentId: 'd',
  libraryId: 'l',
  documentName: 'ink.md',
  ordinal: 0,
  start: 0,
  end: 30,
  text: 'Ink is made of soot and glue.',
  headingPath: [],
  score: 1,
  lanes: {},
};

const request: AnswerRequest = { question: 'What is ink?', language: 'en', passages: [passage], history: [] };

const soot: Omit<Citation, 'n'> = {
  documentId: 'd',
  documentName: 'ink.md',
  start: 0,
  end: 29,
  quote: 'Ink is made of soot and glue.',
};
const glue: Omit<Citation, 'n'> = { ...soot, start: 20, quote: 'and glue.' };

async function collect(events: AsyncIterable<AnswerEvent>): Promise<AnswerEvent[]> {
  const collected: AnswerEvent[] = [];
  for await (const event of events) collected.push(event);
  return collected;
}

function textOf(events: readonly AnswerEvent[]): string {
  return events.map((event) => (event.kind === 'text' ? event.text : '')).join('');
}

const signal = new AbortController().signal;

describe('answers of a language model', () => {
  it('come with the citations that code has found, each before its number', async () => {
    const engine = engineOver(writing('It is made of ', 'soot. And of glue.'), ({ sentence }) =>
      Promise.resolve(sentence.includes('soot') ? [soot] : [glue]),
    );
    const events = await collect(engine.answer(request, { signal }));
    expect(textOf(events)).toBe('It is made of soot. [1] And of glue. [2]');
    const order = events.flatMap((event) => {
      if (event.kind === 'citation') return [`cites ${event.citation.n}`];
      return event.kind === 'text' && /\[\d\]/.test(event.text) ? [event.text.trim()] : [];
    });
    expect(order).toEqual(['cites 1', '[1]', 'cites 2', '[2]']);
    expect(events.at(-1)).toMatchObject({
      kind: 'finish',
      reason: 'complete',
      usage: { completionTokens: 2 },
    });
  });

  it('hand on the numbers of sources that the model wrote as hints only', async () => {
    const asked: Parameters<Cite>[0][] = [];
    const engine = engineOver(writing('Made of soot [1', '][7].'), (input) => {
      asked.push(input);
      return Promise.resolve([]);
    });
    const events = await collect(engine.answer(request, { signal }));
    expect(textOf(events)).toBe('Made of soot.');
    expect(asked.map(({ hints }) => hints)).toEqual([[1]]);
    expect(asked[0]?.passages).toEqual([passage]);
    expect(events.some(({ kind }) => kind === 'citation')).toBe(false);
  });

  it('find the source of a number, also where it was given with an earlier question', async () => {
    const earlier = { ...passage, documentId: 'e' };
    const asked: Parameters<Cite>[0][] = [];
    const generate: Generate = async function* () {
      const sources = [
        { n: 9, passage },
        { n: 3, passage: earlier },
      ];
      yield await Promise.resolve<GenerateEvent>({ ...packed, sources });
      yield { kind: 'token', text: 'Made of soot [3].' };
    };
    const engine = engineOver(generate, (input) => {
      asked.push(input);
      return Promise.resolve([]);
    });
    await collect(engine.answer(request, { signal }));
    expect(asked).toEqual([{ sentence: 'Made of soot.', hints: [2], passages: [passage, earlier] }]);
  });

  it('keep thoughts apart from the text, and tell of a model that was lost', async () => {
    const engine = engineOver(
      writing(
        { kind: 'thought', text: 'Soot? ' },
        { kind: 'thought', text: 'Yes.' },
        'It is ',
        {
          kind: 'lost',
          losses: 1,
        },
        'soot.',
      ),
    );
    const events = await collect(engine.answer(request, { signal }));
    expect(textOf(events)).toBe('It is soot.');
    expect(events.map(({ kind }) => kind)).toEqual([
      'prompt',
      'thought',
      'thought',
      'text',
      'lost',
      'text',
      // The stop is held back until it is known to end the sentence.
      'text',
      'finish',
    ]);
  });

  it('give the same span the same number', async () => {
    const engine = engineOver(writing('One. ', 'Two.'), () => Promise.resolve([soot]));
    const events = await collect(engine.answer(request, { signal }));
    expect(textOf(events)).toBe('One. [1] Two. [1]');
    expect(events.filter(({ kind }) => kind === 'citation')).toHaveLength(1);
  });

  it('ask the worker for what was asked of them', async () => {
    let asked: GenerateInput | undefined;
    const engine = engineOver(async function* (input, context) {
      asked = input;
      yield* writing('Ink.')(input, context);
    });
    const history = [{ question: 'Before?', answer: 'Yes.' }];
    await collect(engine.answer({ ...request, history }, { signal }));
    expect(asked).toMatchObject({ ...request, history, modelId: 'm' });
    expect(engine).toMatchObject({ id: 'wllama', model: 'm' });
  });

  it('fail with the code of the worker', async () => {
    // eslint-disable-next-line @typescript-eslint/require-await
    const engine = engineOver(async function* () {
      yield { kind: 'token', text: 'Ink' };
      throw new AppError('device-lost', 'gone');
    });
    await expect(collect(engine.answer(request, { signal }))).rejects.toMatchObject({ code: 'device-lost' });
  });

  it.each(['leaving the loop', 'aborting'])('stop the worker by %s', async (way) => {
    let stopped: () => void = () => undefined;
    const hasStopped = new Promise<void>((resolve) => {
      stopped = resolve;
    });
    const engine = engineOver(async function* (_, context) {
      try {
        for (;;) yield await Promise.resolve<GenerateEvent>({ kind: 'token', text: 'ink and more ' });
      } finally {
        if (context.signal.aborted) stopped();
      }
    });
    const aborter = new AbortController();
    const answer = (async () => {
      for await (const event of engine.answer(request, { signal: aborter.signal })) {
        if (event.kind !== 'text') continue;
        if (way === 'leaving the loop') break;
        aborter.abort();
      }
    })();
    if (way === 'aborting') await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    else await answer;
    await hasStopped;
  });
});
