import { ModelType } from '@mlc-ai/web-llm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type {
  GenerateEvent,
  GenerateInput,
  GpuSupport,
  LoadProgress,
} from '../../../../src/contracts/language-model';
import type { Passage } from '../../../../src/core/passage';
import {
  createWebLlmEngine,
  type WebLlmEngineDependencies,
} from '../../../../workers/engines/webllm/webllm-engine';
import { mlcRecordsOf } from '../../../../workers/engines/webllm/mlc-records';
import { createLanguageModel } from '../../../../workers/language-models/host';
import { createRegistry } from '../../../../workers/language-models/registry';
import { countTokens, modelId, modelRecord, ScriptedLibrary } from './scripted-library';

const gpu: GpuSupport = {
  status: 'present',
  description: 'scripted',
  features: ['shader-f16'],
  maxBufferBytes: 2 ** 31,
  maxStorageBindingBytes: 2 ** 30,
  maxWorkgroupStorageBytes: 32_768,
  maxWorkgroupInvocations: 1024,
};

const never = new AbortController().signal;
const ignore = (): void => undefined;

function start(library: ScriptedLibrary, change: Partial<WebLlmEngineDependencies> = {}) {
  const engine = createWebLlmEngine({
    loadLibrary: () => Promise.resolve(library),
    readSupport: () => Promise.resolve(gpu),
    patience: { firstTokenMs: 60_000, nextTokenMs: 60_000 },
    ...change,
  });
  const model = createLanguageModel({
    engineFor: createRegistry({ mlc: () => Promise.resolve(engine) }),
    installed: library,
    readSupport: () => Promise.resolve({ gpu, threads: 4, isIsolated: true }),
    mlcRecords: () => Promise.resolve(mlcRecordsOf(library)),
    pause: () => Promise.resolve(),
  });
  return {
    ...model,
    load: (id = modelId, signal = never, progress: (value: LoadProgress) => void = ignore) =>
      model.load({ modelId: id, selfTest: 'known' }, { signal, progress }),
    loadWithin: (contextTokens: number) =>
      model.load({ modelId, contextTokens, selfTest: 'known' }, { signal: never, progress: ignore }),
    unload: () => model.unload(undefined, { signal: never, progress: ignore }),
    generate: (input: Partial<GenerateInput> = {}, signal = never) =>
      model.generate({ ...question, ...input }, { signal, progress: ignore }),
  };
}

async function startLoaded(library: ScriptedLibrary, change: Partial<WebLlmEngineDependencies> = {}) {
  const model = start(library.install(), change);
  await model.load();
  return model;
}

function passage(text: string, change: Partial<Passage> = {}): Passage {
  return {
    documentId: 'd',
    libraryId: 'l',
    documentName: 'ink.md',
    ordinal: 0,
    start: 0,
    end: text.length,
    text,
    headingPath: [],
    score: 1,
    lanes: {},
    ...change,
  };
}

const question: GenerateInput = {
  modelId,
  question: 'What is ink made of?',
  language: 'en',
  passages: [passage('Ink is made of soot and glue.')],
  history: [],
  maxAnswerTokens: 200,
};

async function collect(events: AsyncIterable<GenerateEvent>): Promise<GenerateEvent[]> {
  const collected: GenerateEvent[] = [];
  for await (const event of events) collected.push(event);
  return collected;
}

function textOf(events: readonly GenerateEvent[]): string {
  return events.map((event) => (event.kind === 'token' ? event.text : '')).join('');
}

/** A promise that the test settles, and the moment when somebody waits for it. */
function gate() {
  let open: () => void = ignore;
  let arrive: () => void = ignore;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const reached = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  return {
    open,
    reached,
    wait: (): Promise<void> => {
      arrive();
      return opened;
    },
  };
}

afterEach(() => {
  vi.useRealTimers();
});

describe('an answer', () => {
  it('begins with how much was packed, then streams, then ends with what was used', async () => {
    const library = new ScriptedLibrary({ answers: [['Soot', ' and', ' glue', ' [1].']] });
    const model = await startLoaded(library);
    const events = await collect(model.generate());
    const exact = library.engine.prompts[0]?.reduce((total, piece) => total + countTokens(piece), 0);
    expect(events[0]).toMatchObject({ kind: 'packed', promptTokens: exact, passages: 1, turns: 0 });
    expect(textOf(events)).toBe('Soot and glue [1].');
    expect(events.at(-1)).toEqual({
      kind: 'finish',
      reason: 'complete',
      usage: { promptTokens: exact, cachedTokens: 0, completionTokens: 4 },
    });
  });

  it('always streams, within the tokens that it may use', async () => {
    const library = new ScriptedLibrary({ answers: [['a', 'b', 'c', 'd']] });
    const model = await startLoaded(library);
    const events = await collect(model.generate({ maxAnswerTokens: 3 }));
    expect(library.engine.requests[0]).toMatchObject({ stream: true, max_tokens: 3 });
    expect(events.at(-1)).toMatchObject({ kind: 'finish', reason: 'length' });
  });

  it('reads the rules, the turns from old to new, then the sources with the question', async () => {
    const library = new ScriptedLibrary();
    const model = await startLoaded(library);
    await collect(
      model.generate({
        history: [
          { question: 'First?', answer: 'One [1].' },
          { question: 'Second?', answer: 'Two.' },
        ],
      }),
    );
    const roles = library.engine.requests[0]?.messages.map(({ role }) => role);
    expect(roles).toEqual(['system', 'user', 'assistant', 'user', 'assistant', 'user']);
    const [, first, one, second, , last] = library.engine.prompts[0] ?? [];
    expect(first).toContain('First?');
    expect(one).toContain('One.<|im_end|>');
    expect(second).toContain('Second?');
    expect(last).toMatch(/soot and glue[\s\S]*What is ink made of\?/);
  });

  it('brings dollar signs of a source to the model as they are written', async () => {
    const library = new ScriptedLibrary();
    const model = await startLoaded(library);
    const text = "It cost $$5, or $& and $' to be exact; $1.";
    const events = await collect(model.generate({ passages: [passage(text)] }));
    const prompt = library.engine.prompts[0] ?? [];
    expect(prompt.at(-2)).toContain(text);
    const exact = prompt.reduce((total, piece) => total + countTokens(piece), 0);
    expect(events[0]).toMatchObject({ promptTokens: exact });
  });

  it('gives out whole characters only', async () => {
    const library = new ScriptedLibrary({ answers: [['墨\uFFFD', '\uD83D', '\uDD8B 好', '\uFFFD']] });
    const model = await startLoaded(library);
    const events = await collect(model.generate());
    const tokens = events.flatMap((event) => (event.kind === 'token' ? [event.text] : []));
    expect(tokens.every((token) => token.isWellFormed())).toBe(true);
    expect(tokens.join('')).toBe('墨\uFFFD🖋 好');
  });

  it('does not show what a thinking model writes to itself', async () => {
    const library = new ScriptedLibrary({
      answers: [['<th', 'ink>Let me', ' see</thi', 'nk>\n\nSoot', ' < glue.']],
    });
    const model = await startLoaded(library);
    expect(textOf(await collect(model.generate()))).toBe('Soot < glue.');
  });

  it('asks a model that can think to answer at once, and counts the empty thought', async () => {
    const id = 'Qwen3-0.6B-q4f16_1-MLC';
    const library = new ScriptedLibrary({}, [modelRecord(id)]).install(id);
    const model = start(library);
    await model.load(id);
    const [packed] = await collect(model.generate({ modelId: id }));
    expect(library.engine.requests[0]?.extra_body).toEqual({ enable_thinking: false });
    const withoutThought = library.engine.prompts[0]?.reduce((total, piece) => total + countTokens(piece), 0);
    expect(packed).toMatchObject({
      promptTokens: (withoutThought ?? 0) + countTokens('<think>\n\n</think>\n\n'),
    });
  });

  it('to a question longer than the window fails before the engine is asked', async () => {
    const library = new ScriptedLibrary({ contextTokens: 300 });
    const model = await startLoaded(library);
    const generated = collect(model.generate({ question: 'ink '.repeat(400) }));
    await expect(generated).rejects.toMatchObject({ code: 'context-overflow' });
    expect(library.engine.requests).toHaveLength(0);
  });
});

describe('stopping an answer', () => {
  const long = Array.from({ length: 50 }, (_, i) => `${i} `);

  it('by leaving the loop ends the generation within a token, and the next call works', async () => {
    const library = new ScriptedLibrary({ answers: [long, ['Next.']] });
    const model = await startLoaded(library);
    for await (const event of model.generate()) if (event.kind === 'token') break;
    expect(library.engine.tokens).toBeLessThanOrEqual(2);
    expect(textOf(await collect(model.generate()))).toBe('Next.');
    // Nor did it go on before the next answer, which is one token.
    expect(library.engine.tokens).toBeLessThanOrEqual(3);
  });

  it('by its signal rejects as aborted within a token, and the next call works', async () => {
    const library = new ScriptedLibrary({ answers: [long, ['Next.']] });
    const model = await startLoaded(library);
    const aborter = new AbortController();
    const stopped = (async () => {
      for await (const event of model.generate({}, aborter.signal))
        if (event.kind === 'token') aborter.abort();
    })();
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    expect(library.engine.tokens).toBeLessThanOrEqual(2);
    expect(textOf(await collect(model.generate()))).toBe('Next.');
  });

  it('while the prompt is being read gives the next call an engine that is free', async () => {
    const reading = gate();
    const library = new ScriptedLibrary({ answers: [long, ['Next.']], beforeToken: reading.wait });
    const model = await startLoaded(library);
    const aborter = new AbortController();
    const stopped = collect(model.generate({}, aborter.signal));
    await reading.reached;
    aborter.abort();
    const next = collect(model.generate());
    reading.open();
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    expect(textOf(await next)).toBe('Next.');
    // At most the token that was being made when it was stopped, and the one of the next answer.
    expect(library.engine.tokens).toBeLessThanOrEqual(2);
  });

  it('before its turn leaves the answers before and after it alone', async () => {
    const first = gate();
    const library = new ScriptedLibrary({ answers: [['One.'], ['Three.']], beforeToken: first.wait });
    const model = await startLoaded(library);
    const one = collect(model.generate());
    const aborter = new AbortController();
    const two = collect(model.generate({}, aborter.signal));
    const three = collect(model.generate());
    aborter.abort();
    first.open();
    expect(textOf(await one)).toBe('One.');
    await expect(two).rejects.toMatchObject({ name: 'AbortError' });
    expect(textOf(await three)).toBe('Three.');
  });
});

describe('loading', () => {
  it('tells how far it is, never backwards, and ends at the whole', async () => {
    const model = start(new ScriptedLibrary().install());
    const heard: number[] = [];
    await model.load(modelId, never, ({ fraction }) => heard.push(fraction));
    expect(heard).toEqual([...heard].sort((a, b) => a - b));
    expect(heard.length).toBeGreaterThan(5);
    expect(heard.at(-1)).toBe(1);
  });

  it('says what writes, in which window, and on what', async () => {
    const model = start(new ScriptedLibrary().install());
    expect(await model.load()).toEqual({
      engine: 'webllm',
      contextTokens: 4096,
      canThink: false,
      device: { kind: 'gpu', name: 'scripted' },
      isTested: false,
    });
  });

  it('gives the library the files of the store, and what is known of the model by its id', async () => {
    const library = new ScriptedLibrary({}, [
      modelRecord(modelId, { required_features: ['shader-f16'] }),
    ]).install();
    await start(library).load();
    const { record, files } = library.engine.options;
    expect(record).toEqual({
      ...modelRecord(modelId, { required_features: ['shader-f16'] }),
      model: `https://models.inkstone.invalid/${modelId}/resolve/main/`,
      model_lib: `https://models.inkstone.invalid/${modelId}/resolve/main/library.wasm`,
    });
    expect([...files.keys()]).toEqual(['mlc-chat-config.json', 'library.wasm']);
  });

  it('opens a smaller window where one is asked for', async () => {
    const model = start(new ScriptedLibrary().install());
    expect((await model.loadWithin(2048)).contextTokens).toBe(2048);
  });

  it('of a model that nobody has measured takes no larger window than is usual', async () => {
    const library = new ScriptedLibrary({ contextTokens: 32_768 }, []).install();
    expect((await start(library).load()).contextTokens).toBe(4096);
  });

  it('tries once more with half the window where memory runs out', async () => {
    const library = new ScriptedLibrary({
      failLoading: ({ record }) => {
        if ((record.overrides?.context_window_size ?? 0) > 2048) throw named('DeviceLostError');
      },
    }).install();
    const model = start(library);
    expect((await model.load()).contextTokens).toBe(2048);
    expect(textOf(await collect(model.generate()))).toBe('Ink.');
  });

  it('twice at the same time is one load, of which both hear', async () => {
    const library = new ScriptedLibrary().install();
    const model = start(library);
    const heard = [0, 0];
    await Promise.all([
      model.load(modelId, never, () => (heard[0] = (heard[0] ?? 0) + 1)),
      model.load(modelId, never, () => (heard[1] = (heard[1] ?? 0) + 1)),
    ]);
    expect(library.engines.map(({ reloads }) => reloads)).toEqual([1]);
    expect(heard[0]).toBeGreaterThan(1);
    expect(heard[1]).toBe(heard[0]);
  });

  it('goes on for one caller when the other has left', async () => {
    const reading = gate();
    const library = new ScriptedLibrary({ beforeShard: reading.wait }).install();
    const model = start(library);
    const leaver = new AbortController();
    const left = model.load(modelId, leaver.signal);
    const stayed = model.load();
    await reading.reached;
    leaver.abort();
    await expect(left).rejects.toMatchObject({ name: 'AbortError' });
    reading.open();
    await stayed;
    expect(textOf(await collect(model.generate()))).toBe('Ink.');
  });

  it('that is aborted is aborted, though the library says that all went well, and leaves nothing loaded', async () => {
    const reading = gate();
    const library = new ScriptedLibrary({
      beforeShard: (n) => (n === 2 ? reading.wait() : undefined),
    }).install();
    const model = start(library);
    const aborter = new AbortController();
    const load = model.load(modelId, aborter.signal);
    await reading.reached;
    aborter.abort();
    reading.open();
    await expect(load).rejects.toMatchObject({ name: 'AbortError' });
    expect(library.engine.unloads).toBeGreaterThan(0);
    const rewriting = model.rewrite({ ...question, history: [] }, { signal: never, progress: ignore });
    await expect(rewriting).rejects.toMatchObject({ code: 'model-load-failed' });
  });

  it('after an aborted one begins anew', async () => {
    const reading = gate();
    const library = new ScriptedLibrary({ beforeShard: reading.wait }).install();
    const model = start(library);
    const aborter = new AbortController();
    const aborted = model.load(modelId, aborter.signal);
    await reading.reached;
    aborter.abort();
    const again = model.load();
    reading.open();
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
    await again;
    expect(textOf(await collect(model.generate()))).toBe('Ink.');
  });

  it('without a GPU fails before anything is read', async () => {
    const library = new ScriptedLibrary().install();
    const model = start(library, {
      readSupport: () => Promise.resolve({ status: 'absent', reason: 'no-adapter' }),
    });
    await expect(model.load()).rejects.toMatchObject({ code: 'webgpu-unavailable' });
    expect(library.engines).toHaveLength(0);
  });

  it('of a model that is not on this device fails', async () => {
    await expect(start(new ScriptedLibrary()).load()).rejects.toMatchObject({ code: 'not-found' });
  });

  it.each(['mlc-chat-config.json', 'library.wasm'])(
    'without the file %s says that it is damaged',
    async (path) => {
      const library = new ScriptedLibrary().install();
      const files = new Map(library.installed.get(modelId));
      files.delete(path);
      library.installed.set(modelId, files);
      await expect(start(library).load()).rejects.toMatchObject({ code: 'model-damaged' });
    },
  );

  it('a second model closes the first', async () => {
    const other = 'Qwen3-0.6B-q4f16_1-MLC';
    const library = new ScriptedLibrary({}, [modelRecord(), modelRecord(other)]).install().install(other);
    const model = start(library);
    await model.load();
    await model.load(other);
    expect(library.engines[0]?.unloads).toBe(1);
    expect(library.engines[1]?.unloads).toBe(0);
    expect(textOf(await collect(model.generate({ modelId: other })))).toBe('Ink.');
  });

  it.each([
    ['LinkError', new WebAssembly.LinkError('import object field is not a Function'), 'model-incompatible'],
    ['a shader feature', named('ShaderF16SupportError'), 'model-incompatible'],
    ['a device lost while loading', named('DeviceLostError'), 'out-of-memory'],
    ['no adapter', new Error('Unable to find a compatible GPU. This issue might be …'), 'webgpu-unavailable'],
    ['a file that is gone', new DOMException('gone', 'NotReadableError'), 'model-damaged'],
    ['memory', new RangeError('Array buffer allocation failed'), 'out-of-memory'],
    ['a plain string', 'something odd', 'model-load-failed'],
  ])('says what %s means', async (_, failure, code) => {
    const failLoading = (): never => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- the library throws strings too
      throw failure;
    };
    const model = start(new ScriptedLibrary({ failLoading }).install());
    await expect(model.load()).rejects.toMatchObject({ name: 'AppError', code });
  });

  it('onto a GPU that gives up for want of memory says so', async () => {
    const library = new ScriptedLibrary({
      beforeShard: () => {
        library.engine.lose({ reason: 'destroyed', message: 'buffer creation failed' });
      },
    }).install();
    await expect(start(library).load()).rejects.toMatchObject({ code: 'out-of-memory' });
  });

  it('asks again for a library that could not be fetched', async () => {
    const library = new ScriptedLibrary().install();
    const loadLibrary = vi
      .fn<() => Promise<ScriptedLibrary>>()
      .mockRejectedValueOnce(new TypeError('Failed to fetch dynamically imported module'))
      .mockResolvedValue(library);
    const model = start(library, { loadLibrary });
    await expect(model.load()).rejects.toMatchObject({ code: 'model-load-failed' });
    await expect(model.load()).resolves.toMatchObject({ engine: 'webllm' });
  });
});

describe('one thing at a time', () => {
  it('an answer asked for while the model loads comes when it has loaded', async () => {
    const reading = gate();
    const model = start(new ScriptedLibrary({ beforeShard: reading.wait }).install());
    const load = model.load();
    await reading.reached;
    const answer = collect(model.generate());
    reading.open();
    await load;
    expect(textOf(await answer)).toBe('Ink.');
  });

  it('two answers asked for at once come one after the other', async () => {
    const library = new ScriptedLibrary({ answers: [['One.'], ['Two.']] });
    const model = await startLoaded(library);
    const answers = await Promise.all([collect(model.generate()), collect(model.generate())]);
    expect(answers.map(textOf)).toEqual(['One.', 'Two.']);
  });

  it('unloading ends the answer that is being written', async () => {
    const library = new ScriptedLibrary({ answers: [Array.from({ length: 500 }, () => 'a ')] });
    const model = await startLoaded(library);
    let unloading: Promise<void> | undefined;
    const answer = (async () => {
      for await (const event of model.generate()) if (event.kind === 'token') unloading ??= model.unload();
    })();
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    await unloading;
    expect(library.engine.unloads).toBe(1);
    expect(library.engine.tokens).toBeLessThan(10);
  });
});

describe('a lost GPU', () => {
  it('in the middle of an answer costs time and no word of it', async () => {
    const library = new ScriptedLibrary({ answers: [['One', ' two', ' never'], [' three.']] });
    const model = await startLoaded(library);
    library.script.beforeToken = (n) => {
      if (n !== 2) return;
      delete library.script.beforeToken;
      library.engine.lose({ reason: 'unknown', message: 'GPU process was restarted' });
    };
    const events = await collect(model.generate());
    expect(textOf(events)).toBe('One two three.');
    expect(events.filter(({ kind }) => kind === 'lost')).toEqual([{ kind: 'lost', losses: 1 }]);
    expect(events.filter(({ kind }) => kind === 'packed')).toHaveLength(1);
    expect(library.engine.texts[0]?.prompt).toMatch(/What is ink made of\?[\s\S]*assistant\nOne two$/);
    expect(library.engines).toHaveLength(2);
  });

  it('that says nothing is noticed by its silence', async () => {
    vi.useFakeTimers();
    const silent = gate();
    const library = new ScriptedLibrary({ answers: [['Never'], ['Ink.']], beforeToken: silent.wait });
    const model = await startLoaded(library, { patience: { firstTokenMs: 5000, nextTokenMs: 1000 } });
    const events: GenerateEvent[] = [];
    const answer = (async () => {
      for await (const event of model.generate()) events.push(event);
    })();
    await silent.reached;
    delete library.script.beforeToken;
    await vi.advanceTimersByTimeAsync(4999);
    expect(events.map(({ kind }) => kind)).toEqual(['packed']);
    await vi.advanceTimersByTimeAsync(1);
    await answer;
    expect(events[1]).toEqual({ kind: 'lost', losses: 1 });
    expect(textOf(events)).toBe('Ink.');
  });

  it('while nothing is asked costs the next question nothing but time', async () => {
    const library = new ScriptedLibrary();
    const model = await startLoaded(library);
    library.engine.lose({ reason: 'unknown', message: 'driver update' });
    expect(textOf(await collect(model.generate()))).toBe('Ink.');
    expect(library.engines).toHaveLength(2);
  });
});

describe('the records', () => {
  it('are those of chat models, with what is known of them', () => {
    const library = new ScriptedLibrary({}, [
      modelRecord(modelId, {
        model: `https://huggingface.co/mlc-ai/${modelId}`,
        model_lib: 'https://libraries.test/v1/qwen.wasm',
        required_features: ['shader-f16'],
      }),
      modelRecord('snowflake-arctic-embed-m-q0f32-MLC-b4', { model_type: ModelType.embedding }),
    ]);
    expect(mlcRecordsOf(library)).toEqual([
      {
        id: modelId,
        modelUrl: `https://huggingface.co/mlc-ai/${modelId}`,
        library: 'https://libraries.test/v1/qwen.wasm',
        vramBytes: 900 * 2 ** 20,
        contextTokens: 4096,
        features: ['shader-f16'],
        isLowResource: true,
      },
    ]);
  });
});

function named(name: string): Error {
  return Object.assign(new Error('from the library'), { name });
}
