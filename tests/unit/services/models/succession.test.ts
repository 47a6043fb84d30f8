import { afterEach, describe, expect, it } from 'vitest';
import type { LanguageModelContract } from '../../../../src/contracts/language-model';
import { AppError } from '../../../../src/core/app-error';
import type { AnswerMessage } from '../../../../src/core/conversation';
import { RpcClient } from '../../../../src/rpc/client';
import { serve } from '../../../../src/rpc/server';
import { AnswerInProgress } from '../../../../src/services/answer-in-progress';
import { createLanguageModelEngine } from '../../../../src/services/language-model-engine';
import type { ModelStatus } from '../../../../src/services/app-services';
import { Models } from '../../../../src/services/models-service';
import { createLanguageModel } from '../../../../workers/language-models/host';
import { createRegistry } from '../../../../workers/language-models/registry';
import { ScriptedEngine } from '../../workers/language-models/scripted-engine';
import { pageAround } from './page-around';
import { storedOf } from './scripted-parts';

/* The page's services and the worker's host, joined by a real channel; only the engines are scripted. */

const ports: MessagePort[] = [];

const page = pageAround();

afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const writers = {
  'model-a': ['<think>', 'Ink', '?', '</think>', '\n\n', ...words('a', 60)],
  'model-b': words('b', 50),
  'model-c': words('c', 40),
} as const;
type Writer = keyof typeof writers;
const order: readonly Writer[] = ['model-a', 'model-b', 'model-c'];

function words(of: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => (i % 8 === 7 ? `墨🖋${i}. ` : `${of}${i} `));
}

/** An engine that writes what the model that is open writes. */
class WritersEngine extends ScriptedEngine {
  constructor() {
    super();
    this.script.beforeOpening = ({ id }) => {
      this.script.pieces = writers[id as Writer];
    };
  }

  lose(): AppError {
    const model = this.opened.at(-1);
    if (!model) throw new Error('nothing has been opened');
    return model.lose();
  }
}

async function start(installed = order) {
  const engine = new WritersEngine();
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  serve(
    port2,
    createLanguageModel({
      engineFor: createRegistry({ gguf: () => Promise.resolve(engine) }),
      installed: engine,
      readSupport: () =>
        Promise.resolve({ gpu: { status: 'absent', reason: 'no-webgpu' }, threads: 4, isIsolated: true }),
      mlcRecords: () => Promise.resolve([]),
      pause: () => Promise.resolve(),
    }),
  );
  const client = new RpcClient<LanguageModelContract>(port1);
  const script = page.scripted();
  script.rows.value = installed.map((id, i) =>
    storedOf(id, { files: [{ path: 'model.gguf', bytes: 1000 - i * 300, sha256: '00' }] }),
  );
  const models = new Models({
    ...script.parts,
    languageModel: {
      ...script.parts.languageModel,
      load: (modelId, { signal }) => client.call('load', { modelId, selfTest: 'known' }, { signal }),
      unload: () => client.call('unload', undefined),
      losses: () => client.stream('losses', undefined),
    },
    createLanguageModelEngine: ({ id: modelId, engine: id }) =>
      createLanguageModelEngine({
        ...{ engine: id, modelId, client: () => client },
        cite: () => Promise.resolve([]),
      }),
  });
  await models.restore();
  return { engine, models };
}

/** What a person sees of an answer, from its first word on. */
async function answer(models: Models): Promise<{
  message: AnswerMessage;
  seen: readonly AnswerMessage[];
  /** As it changed. */
  wasRecovering: readonly boolean[];
}> {
  const asked = {
    ...{ id: 'q', conversationId: 'c', createdAt: 0, role: 'question' as const, answerId: null },
    text: 'What is ink made of?',
  } as const;
  const progress = new AnswerInProgress(asked, { id: 'a', createdAt: 1, engine: models.engine() });
  const request = { question: asked.text, language: 'en', passages: [], history: [] } as const;
  const seen: AnswerMessage[] = [];
  const wasRecovering: boolean[] = [];
  for await (const event of progress.engine.answer(request, { signal: new AbortController().signal })) {
    progress.take(event);
    seen.push(progress.message);
    if (progress.isRecovering !== wasRecovering.at(-1)) wasRecovering.push(progress.isRecovering);
  }
  progress.end({ status: 'complete' });
  return { message: progress.message, seen, wasRecovering };
}

/** What a model writes when nothing happens to it. */
async function undisturbed(writer: Writer): Promise<AnswerMessage> {
  const { models } = await start([writer]);
  const { message } = await answer(models);
  expect(message.model).toBe(writer);
  return message;
}

describe('an answer whose model is lost again and again', () => {
  it('is the undisturbed answer of whichever finishes it, at whatever moments the losses come', async () => {
    const whole = new Map<string | undefined, AnswerMessage>();
    for (const writer of order) whole.set(writer, await undisturbed(writer));

    const random = seeded(11);
    const finishedBy = new Map<string | undefined, number>();
    let losses = 0;
    for (let round = 0; round < 40; round += 1) {
      const { engine, models } = await start();
      // Each model is lost in passing some times, and some of them for good: at one place, as often as it is tried.
      const plans = new Map(
        order.map((writer) => {
          const length = writers[writer].length;
          const place = (): number => Math.floor(random() * length);
          const passing = Array.from({ length: Math.floor(random() * 4) }, place);
          return [writer, { passing, fatal: random() < 0.6 ? place() : undefined }] as const;
        }),
      );
      engine.script.beforePiece = (n) => {
        const writer = order.find((id) => writers[id] === engine.script.pieces);
        const plan = writer && plans.get(writer);
        if (!plan) return;
        const due = plan.passing.indexOf(n);
        if (due >= 0) plan.passing.splice(due, 1);
        if (due < 0 && n !== plan.fatal) return;
        losses += 1;
        throw engine.lose();
      };
      const { message, seen } = await answer(models);
      const expected = order.find((writer) => plans.get(writer)?.fatal === undefined);
      finishedBy.set(expected, (finishedBy.get(expected) ?? 0) + 1);
      expect(message.status).toBe('complete');
      expect(message.model).toBe(expected);
      expect(message.text).toBe(whole.get(expected)?.text ?? 'from extractive');
      expect(message.thoughts).toBe(whole.get(expected)?.thoughts);
      expect(message.tookOverFrom?.code).toBe(expected === 'model-a' ? undefined : 'device-lost');
      // Nor was anything else ever shown on the way.
      for (const { model, text, thoughts = '' } of seen) {
        expect(whole.get(model)?.text ?? 'from extractive').toContain(text);
        expect(whole.get(model)?.thoughts ?? '').toContain(thoughts);
      }
      expect(engine.opened.filter(({ isClosed }) => !isClosed)).toHaveLength(expected ? 1 : 0);
    }
    // Every end was met, by way of many losses.
    expect([...finishedBy.keys()]).toEqual(expect.arrayContaining([...order, undefined]));
    expect(losses).toBeGreaterThan(100);
  }, 60_000);

  it('counts each loss once, and is not begun with the lost model the next time', async () => {
    const { engine, models } = await start();
    let counted: ReadonlyMap<string, number> = new Map();
    models.observeLosses((next) => (counted = next));
    engine.script.beforePiece = (n) => {
      if (n === 5 && engine.script.pieces === writers['model-a']) throw engine.lose();
    };
    await answer(models);
    await expect.poll(() => [...counted]).toEqual([['model-a', 3]]);
    const before = engine.opened.length;
    const { message } = await answer(models);
    expect(message.model).toBe('model-b');
    expect(message).not.toHaveProperty('tookOverFrom');
    expect(engine.opened).toHaveLength(before);
  });

  it('tells how the model is open since, and of the loss while nothing goes on', async () => {
    const { engine, models } = await start();
    let status: ModelStatus = { status: 'none' };
    models.observe((next) => (status = next));
    expect(status).toMatchObject({ modelId: 'model-a', contextTokens: 4096 });
    engine.script.beforePiece = (n) => {
      if (n === 5 && engine.opened.length < 3) throw engine.lose();
    };
    const { message, wasRecovering } = await answer(models);
    expect(message).toMatchObject({ model: 'model-a', isRecovered: true });
    expect(wasRecovering).toEqual([false, true, false, true, false]);
    await expect.poll(() => status).toMatchObject({ modelId: 'model-a', contextTokens: 2048 });
  });

  it('does not say that the model is there again before it is', async () => {
    const { engine, models } = await start(['model-a']);
    engine.script.beforePiece = (n) => {
      if (n === 5) throw engine.lose();
    };
    engine.script.beforeOpening = () => {
      throw new AppError('model-load-failed');
    };
    const { message, seen, wasRecovering } = await answer(models);
    expect(message).toMatchObject({ engine: 'extractive', tookOverFrom: { model: 'model-a' } });
    expect(seen.some(({ isRecovered }) => isRecovered)).toBe(false);
    expect(wasRecovering).toEqual([false, true, false]);
  });
});

it('an answer whose model is closed ends as one that was stopped', async () => {
  const { models } = await start();
  const request = { question: 'What is ink made of?', language: 'en', passages: [], history: [] } as const;
  const { signal } = new AbortController();
  const closing: Promise<void>[] = [];
  const writing = async (): Promise<void> => {
    for await (const { kind } of models.engine().answer(request, { signal })) {
      if (kind === 'text' && closing.length === 0) closing.push(models.unload());
    }
  };
  await expect(writing()).rejects.toMatchObject({ name: 'AbortError' });
  await Promise.all(closing);
});
