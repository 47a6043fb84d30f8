import { ModelType } from '@mlc-ai/web-llm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type {
  GenerateEvent,
  GenerateInput,
  GpuSupport,
  ModelLoadProgress,
} from '../../../../src/contracts/language-model';
import type { Passage } from '../../../../src/core/passage';
import {
  createLanguageModel,
  type LanguageModelDependencies,
} from '../../../../workers/engines/webllm/language-model';
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

function start(library: ScriptedLibrary, change: Partial<LanguageModelDependencies> = {}) {
  const model = createLanguageModel({
    loadLibrary: () => Promise.resolve(library),
    readSupport: () => Promise.resolve(gpu),
    isOnline: () => true,
    machineBytes: 2 ** 33,
    patience: { firstTokenMs: 60_000, nextTokenMs: 60_000 },
    ...change,
  });
  return {
    ...model,
    load: (id = modelId, signal = never, progress: (value: ModelLoadProgress) => void = ignore) =>
      model.load({ modelId: id }, { signal, progress }),
    unload: () => model.unload(undefined, { signal: never, progress: ignore }),
    remove: (id = modelId) => model.remove({ modelId: id }, { signal: never, progress: ignore }),
    catalogue: () => model.catalogue(undefined, { signal: never, progress: ignore }),
    generate: (input: Partial<GenerateInput> = {}, signal = never) =>
      model.generate({ ...question, ...input }, { signal, progress: ignore }),
  };
}

async function startLoaded(library: ScriptedLibrary, change: Partial<LanguageModelDependencies> = {}) {
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
      usage: { promptTokens: exact, completionTokens: 4 },
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
  it('tells the stages in order, never backwards, and ends at the whole', async () => {
    const model = start(new ScriptedLibrary());
    const heard: ModelLoadProgress[] = [];
    await model.load(modelId, never, (progress) => heard.push(progress));
    const stages = heard.map(({ stage }) => stage);
    expect(stages.indexOf('starting')).toBe(stages.lastIndexOf('downloading') + 1);
    for (const stage of ['downloading', 'starting'] as const) {
      const fractions = heard.filter((progress) => progress.stage === stage).map(({ fraction }) => fraction);
      expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    }
    expect(heard.filter(({ stage }) => stage === 'downloading').at(-1)).toMatchObject({
      fraction: 1,
      loadedBytes: 100 * 2 ** 20,
      totalBytes: 100 * 2 ** 20,
    });
    expect(heard.at(-1)).toMatchObject({ stage: 'starting', fraction: 1 });
  });

  it('twice at the same time is one load, of which both hear', async () => {
    const library = new ScriptedLibrary();
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
    const downloading = gate();
    const library = new ScriptedLibrary({ beforeShard: downloading.wait });
    const model = start(library);
    const leaver = new AbortController();
    const left = model.load(modelId, leaver.signal);
    const stayed = model.load();
    await downloading.reached;
    leaver.abort();
    await expect(left).rejects.toMatchObject({ name: 'AbortError' });
    downloading.open();
    await stayed;
    expect(textOf(await collect(model.generate()))).toBe('Ink.');
  });

  it('that is aborted is aborted, though the library says that all went well, and leaves nothing behind', async () => {
    const downloading = gate();
    const library = new ScriptedLibrary({
      beforeShard: (n) => (n === 2 ? downloading.wait() : undefined),
    });
    const model = start(library);
    const aborter = new AbortController();
    const load = model.load(modelId, aborter.signal);
    await downloading.reached;
    expect(library.stored.get(modelId)).toBe(2);
    aborter.abort();
    downloading.open();
    await expect(load).rejects.toMatchObject({ name: 'AbortError' });
    expect(library.stored.has(modelId)).toBe(false);
    await expect(collect(model.generate())).rejects.toMatchObject({ code: 'model-load-failed' });
  });

  it('that is aborted keeps a model that was complete before', async () => {
    const library = new ScriptedLibrary().install();
    const aborter = new AbortController();
    const model = start(library);
    const load = model.load(modelId, aborter.signal, ({ fraction }) => {
      if (fraction > 0.5) aborter.abort();
    });
    await expect(load).rejects.toMatchObject({ name: 'AbortError' });
    expect([...(await library.installedModels())]).toEqual([modelId]);
  });

  it('after an aborted one begins anew', async () => {
    const downloading = gate();
    const library = new ScriptedLibrary({ beforeShard: downloading.wait });
    const model = start(library);
    const aborter = new AbortController();
    const aborted = model.load(modelId, aborter.signal);
    await downloading.reached;
    aborter.abort();
    const again = model.load();
    downloading.open();
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
    await again;
    expect(library.stored.get(modelId)).toBe(library.script.shards);
    expect(textOf(await collect(model.generate()))).toBe('Ink.');
  });

  it('that breaks off keeps its parts, and the next attempt goes on from there', async () => {
    const library = new ScriptedLibrary({
      beforeShard: (n) => {
        if (n === 2) throw new TypeError('Failed to fetch');
      },
    });
    const model = start(library);
    await expect(model.load()).rejects.toMatchObject({ code: 'model-download-failed' });
    expect(library.stored.get(modelId)).toBe(2);
    delete library.script.beforeShard;
    const heard: ModelLoadProgress[] = [];
    await model.load(modelId, never, (progress) => heard.push(progress));
    expect(heard.filter(({ stage }) => stage === 'downloading').at(2)?.fraction).toBeGreaterThan(0.5);
  });

  it('without a network fails as offline, unless the model is stored', async () => {
    const offline = { isOnline: () => false };
    await expect(start(new ScriptedLibrary(), offline).load()).rejects.toMatchObject({ code: 'offline' });
    await expect(start(new ScriptedLibrary().install(), offline).load()).resolves.toBeUndefined();
  });

  it('without a GPU fails before anything is downloaded', async () => {
    const library = new ScriptedLibrary();
    const model = start(library, {
      readSupport: () => Promise.resolve({ status: 'absent', reason: 'no-adapter' }),
    });
    await expect(model.load()).rejects.toMatchObject({ code: 'webgpu-unavailable' });
    expect(library.engines).toHaveLength(0);
  });

  it('a second model closes the first', async () => {
    const other = 'Qwen3-0.6B-q4f16_1-MLC';
    const library = new ScriptedLibrary({}, [modelRecord(), modelRecord(other)]);
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
    ['a full disk', new DOMException('full', 'QuotaExceededError'), 'storage-full'],
    ['no adapter', new Error('Unable to find a compatible GPU. This issue might be …'), 'webgpu-unavailable'],
    [
      'a missing file',
      new TypeError("Failed to execute 'add' on 'Cache': Request failed"),
      'model-download-failed',
    ],
    ['a blocked request', new TypeError('Cache.add() encountered a network error'), 'model-download-failed'],
    ['Firefox', new TypeError('NetworkError when attempting to fetch resource.'), 'model-download-failed'],
    ['Safari', new TypeError('Load failed'), 'model-download-failed'],
    ['memory', new RangeError('Array buffer allocation failed'), 'out-of-memory'],
    ['a plain string', 'something odd', 'model-load-failed'],
  ])('says what %s means', async (_, failure, code) => {
    const failLoading = (): never => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- the library throws strings too
      throw failure;
    };
    const model = start(new ScriptedLibrary({ failLoading }));
    await expect(model.load()).rejects.toMatchObject({ name: 'AppError', code });
  });

  it('onto a GPU that gives up for want of memory says so', async () => {
    const downloading = gate();
    const library = new ScriptedLibrary({ beforeShard: downloading.wait });
    const model = start(library);
    const load = model.load();
    await downloading.reached;
    library.engine.lose({ reason: 'destroyed', message: 'buffer creation failed' });
    await expect(load).rejects.toMatchObject({ code: 'out-of-memory' });
  });

  it('forgets a library that could not be fetched and asks for it again', async () => {
    const library = new ScriptedLibrary();
    const loadLibrary = vi
      .fn<() => Promise<ScriptedLibrary>>()
      .mockRejectedValueOnce(new TypeError('Failed to fetch dynamically imported module'))
      .mockResolvedValue(library);
    const model = start(library, { loadLibrary });
    await expect(model.load()).rejects.toMatchObject({ code: 'model-download-failed' });
    await expect(model.load()).resolves.toBeUndefined();
  });
});

describe('one thing at a time', () => {
  it('an answer asked for while the model loads comes when it has loaded', async () => {
    const downloading = gate();
    const model = start(new ScriptedLibrary({ beforeShard: downloading.wait }));
    const load = model.load();
    await downloading.reached;
    const answer = collect(model.generate());
    downloading.open();
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

  it('removing a model that is loaded unloads it first', async () => {
    const library = new ScriptedLibrary();
    const model = await startLoaded(library);
    await model.remove();
    expect(library.engine.unloads).toBe(1);
    expect(library.stored.has(modelId)).toBe(false);
    await expect(collect(model.generate())).rejects.toMatchObject({ code: 'model-load-failed' });
  });
});

describe('a lost GPU', () => {
  it('ends the answer with its code, and the next question starts the stored model again', async () => {
    const silent = gate();
    const library = new ScriptedLibrary({ answers: [['One'], ['Two.']], beforeToken: silent.wait });
    const model = await startLoaded(library);
    const answer = collect(model.generate());
    await silent.reached;
    library.engine.lose({ reason: 'unknown', message: 'GPU process was restarted' });
    await expect(answer).rejects.toMatchObject({ code: 'device-lost' });
    delete library.script.beforeToken;
    expect(textOf(await collect(model.generate()))).toBe('Two.');
    expect(library.engines).toHaveLength(2);
  });

  it('that says nothing is noticed by its silence', async () => {
    vi.useFakeTimers();
    const silent = gate();
    const library = new ScriptedLibrary({ beforeToken: silent.wait });
    const model = await startLoaded(library, { patience: { firstTokenMs: 5000, nextTokenMs: 1000 } });
    const answer = collect(model.generate());
    const failed = expect(answer).rejects.toMatchObject({ code: 'device-lost' });
    await silent.reached;
    await vi.advanceTimersByTimeAsync(4999);
    await vi.advanceTimersByTimeAsync(1);
    await failed;
  });

  it('while nothing is asked costs the next question nothing but time', async () => {
    const library = new ScriptedLibrary();
    const model = await startLoaded(library);
    library.engine.lose({ reason: 'unknown', message: 'driver update' });
    expect(textOf(await collect(model.generate()))).toBe('Ink.');
    expect(library.engines).toHaveLength(2);
  });
});

describe('the catalogue', () => {
  it('lists chat models with what is known of them, and which are here', async () => {
    const library = new ScriptedLibrary({}, [
      modelRecord(),
      modelRecord('snowflake-arctic-embed-m-q0f32-MLC-b4', { model_type: ModelType.embedding }),
      modelRecord('Llama-3.1-70B-Instruct-q3f16_1-MLC', { vram_required_MB: 31_000 }),
    ]).install();
    const entries = await start(library).catalogue();
    expect(entries).toEqual([
      {
        id: modelId,
        name: 'Qwen2.5 0.5B',
        downloadBytes: 293_250_000,
        memoryBytes: 900 * 2 ** 20,
        contextTokens: 4096,
        languages: ['en', 'zh'],
        isInstalled: true,
        verdict: { runs: true },
      },
      expect.objectContaining({ name: 'Llama 3.1 70B', verdict: { runs: false, reason: 'needs-memory' } }),
    ]);
  });
});

function named(name: string): Error {
  return Object.assign(new Error('from the library'), { name });
}
