import { describe, expect, it } from 'vitest';
import type { GpuSupport, RewriteInput } from '../../../../src/contracts/language-model';
import { createWebLlmEngine } from '../../../../workers/engines/webllm/webllm-engine';
import { createLanguageModel } from '../../../../workers/language-models/host';
import { createRegistry } from '../../../../workers/language-models/registry';
import { modelId, ScriptedLibrary } from './scripted-library';

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

async function startLoaded(library: ScriptedLibrary) {
  const engine = createWebLlmEngine({
    loadLibrary: () => Promise.resolve(library),
    readSupport: () => Promise.resolve(gpu),
    patience: { firstTokenMs: 60_000, nextTokenMs: 60_000 },
  });
  const model = createLanguageModel({
    engineFor: createRegistry({ mlc: () => Promise.resolve(engine) }),
    installed: library.install(),
    readSupport: () => Promise.resolve({ gpu, threads: 4, isIsolated: true }),
    mlcRecords: () => Promise.resolve([]),
  });
  await model.load({ modelId, selfTest: 'known' }, { signal: never, progress: ignore });
  return model;
}

const followUp: RewriteInput = {
  modelId,
  question: 'How is it ground?',
  language: 'en',
  history: [{ question: 'What is an ink stick?', answer: 'Soot and glue [1].' }],
};

describe('a question rewritten by the model', () => {
  it('comes whole, without what the model thinks', async () => {
    const library = new ScriptedLibrary({
      answers: [['<think>Hm', '.</think>\n\n', 'How is an ink', ' stick ground?\n']],
    });
    const model = await startLoaded(library);
    const context = { signal: never, progress: ignore };
    expect(await model.rewrite(followUp, context)).toEqual({ question: 'How is an ink stick ground?' });
  });

  it('is asked for with the likeliest words, and few of them', async () => {
    const library = new ScriptedLibrary();
    const model = await startLoaded(library);
    await model.rewrite(followUp, { signal: never, progress: ignore });
    expect(library.engine.requests[0]).toMatchObject({ temperature: 0, max_tokens: 64, stream: true });
    expect(library.engine.prompts[0]?.join('')).toContain('What is an ink stick?');
  });

  it('leaves the engine free for the answer when it is cancelled', async () => {
    const aborter = new AbortController();
    const library = new ScriptedLibrary({
      answers: [
        ['How', ' is', ' it?'],
        ['Grind', ' it.'],
      ],
      beforeToken: (n) => {
        if (n === 1 && library.engine.requests.length === 1) aborter.abort();
      },
    });
    const model = await startLoaded(library);
    await expect(model.rewrite(followUp, { signal: aborter.signal, progress: ignore })).rejects.toMatchObject(
      { name: 'AbortError' },
    );
    const written: string[] = [];
    const input = { ...followUp, passages: [], maxAnswerTokens: 20 };
    for await (const event of model.generate(input, { signal: never, progress: ignore })) {
      if (event.kind === 'token') written.push(event.text);
    }
    expect(written.join('')).toBe('Grind it.');
  });

  it('never loads a model', async () => {
    const library = new ScriptedLibrary();
    const model = await startLoaded(library);
    await model.unload(undefined, { signal: never, progress: ignore });
    await expect(model.rewrite(followUp, { signal: never, progress: ignore })).rejects.toMatchObject({
      code: 'model-load-failed',
    });
    expect(library.engines).toHaveLength(1);
  });

  it('does without older turns where the window is small, and without any fails', async () => {
    const history = ['first', 'second', 'third'].map((name) => ({
      question: `What is the ${name} thing? ${'long '.repeat(30)}`,
      answer: '',
    }));
    const library = new ScriptedLibrary({ contextTokens: 360 });
    const model = await startLoaded(library);
    await model.rewrite({ ...followUp, history }, { signal: never, progress: ignore });
    const prompt = library.engine.prompts[0]?.join('');
    expect(prompt).toContain('third thing');
    expect(prompt).not.toContain('first thing');

    const tiny = await startLoaded(new ScriptedLibrary({ contextTokens: 100 }));
    await expect(tiny.rewrite(followUp, { signal: never, progress: ignore })).rejects.toMatchObject({
      code: 'context-overflow',
    });
  });
});
