import { afterAll, describe, expect, it } from 'vitest';
import { writingGguf } from '../../../../scripts/lab/made-model/gguf-writing.mjs';
import { hasUsableGpu } from '../../../../workers/engines/wllama/gpu-choice';
import { createWllamaEngine } from '../../../../workers/engines/wllama/wllama-engine';
import type { ChatMessage } from '../../../../src/core/prompt/answer-prompt';
import type { OpenModel, OpenOptions } from '../../../../workers/language-models/text-engine';
import { ggufFile, smallGguf } from '../../../fixtures/made-gguf';
import { watchWorkers } from '../../../fixtures/watched-workers';
import { endOf, eventsOf, itConforms, textOf } from './conformance';

/* The real library in its real workers, on a model small enough to write a token in some milliseconds. */

const workers = watchWorkers();
afterAll(workers.restore);

async function openFile(
  file: File,
  { signal = new AbortController().signal, onProgress = () => undefined }: Partial<OpenOptions> = {},
): Promise<OpenModel> {
  const files = new Map([['model.gguf', file]]);
  return createWllamaEngine().open({ id: 'small', files }, { signal, onProgress });
}

describe('wllama', () => {
  itConforms({
    open: async (signal) => openFile(await smallGguf(), { ...(signal ? { signal } : {}) }),
    openWriting: (text) => openFile(ggufFile(writingGguf(text))),
    refusals: [
      {
        what: 'a file that is no model',
        code: 'model-incompatible',
        open: () => openFile(new File(['A letter.'], 'model.gguf')),
      },
      {
        what: 'a model whose weights are cut off',
        code: 'model-load-failed',
        open: async () => {
          const whole = await smallGguf();
          return openFile(new File([whole.slice(0, whole.size / 2)], 'model.gguf'));
        },
      },
    ],
    // llama.cpp aborts at what it does not know.
    breakDown: () => {
      for (const worker of workers.running) {
        worker.postMessage({
          verb: 'wllama.action',
          args: ['no such action', new Uint8Array(8)],
          callbackId: 1e6,
        });
      }
    },
    inUse: () => workers.running.size,
    // The library asks its worker for each token.
    steps: () => workers.posted,
    tellsCached: true,
  });

  it('reports how far the file has been read', async () => {
    const fractions: number[] = [];
    const model = await openFile(await smallGguf(), { onProgress: (fraction) => fractions.push(fraction) });
    await model.close();
    expect(fractions.at(-1)).toBeGreaterThan(0.9);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  });

  describe('whose worker hangs', () => {
    /** A worker that hears nothing answers nothing, as one that never comes back from a call. */
    const hang = (): void => {
      for (const worker of workers.running) worker.postMessage = () => undefined;
    };
    const messages = [{ role: 'user', content: 'Once' }] as const;
    const openImpatient = async (silenceMs: number): Promise<OpenModel> => {
      const files = new Map([['model.gguf', await smallGguf()]]);
      const patience = { silenceMs, stopMs: 500 };
      return createWllamaEngine({ patience }).open(
        { id: 'small', files },
        { signal: new AbortController().signal, onProgress: () => undefined },
      );
    };

    it('is lost after a silence, in the middle of a reply, and leaves nothing running', async () => {
      const model = await openImpatient(2000);
      const reply = (async () => {
        for await (const event of model.stream(
          { messages, maxTokens: 400, temperature: 0, topP: 1 },
          new AbortController().signal,
        )) {
          if (event.kind === 'text') hang();
        }
      })();
      await expect(reply).rejects.toMatchObject({ code: 'device-lost' });
      expect(await model.lost).toMatchObject({ reason: 'device' });
      await model.close();
      expect(workers.running.size).toBe(0);
    });

    it('is lost after a silence, while it counts', async () => {
      const model = await openImpatient(2000);
      hang();
      await expect(model.countTokens(messages)).rejects.toMatchObject({ code: 'device-lost' });
      expect(await model.lost).toMatchObject({ reason: 'device', sparesGpu: true });
      await model.close();
      expect(workers.running.size).toBe(0);
    });

    it('is ended where it cannot be stopped', async () => {
      const model = await openImpatient(60_000);
      const stop = new AbortController();
      const reply = (async () => {
        for await (const event of model.stream(
          { messages, maxTokens: 400, temperature: 0, topP: 1 },
          stop.signal,
        )) {
          if (event.kind !== 'text') continue;
          hang();
          stop.abort();
        }
      })();
      await expect(reply).rejects.toMatchObject({ name: 'AbortError' });
      await model.lost;
      await model.close();
      expect(workers.running.size).toBe(0);
    });
  });

  it('leaves nothing running when it is cancelled at any moment of its opening', async () => {
    for (const share of [0, 0.5, 0.9, 1]) {
      const stop = new AbortController();
      const opening = openFile(await smallGguf(), {
        signal: stop.signal,
        onProgress: (fraction) => {
          if (fraction >= share) stop.abort();
        },
      });
      await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
      expect(workers.running.size).toBe(0);
    }
  });

  it('keeps no copy of a conversation that another has taken the place of', async () => {
    const model = await openFile(await smallGguf());
    const messages = [
      { role: 'user', content: 'The dog ran in the park and was very happy to see it.' },
    ] as const;
    await eventsOf(model, { messages });
    await eventsOf(model, { messages: [{ role: 'user', content: 'xyz '.repeat(60) }] });
    const { usage } = endOf(await eventsOf(model, { messages }));
    expect(usage.cachedTokens).toBeLessThan(usage.promptTokens / 2);
    await model.close();
  });

  it('has the rules of a conversation read once, however little else two questions share', async () => {
    const model = await openFile(await smallGguf());
    const rules = { role: 'system', content: 'Tell of a dog in a park. '.repeat(4) } as const;
    const rulesAlone = await model.countTokens([rules]);
    const asked = (content: string): readonly ChatMessage[] => [rules, { role: 'user', content }];
    await eventsOf(model, { messages: asked('Lily saw a red ball and was happy. '.repeat(8)) });
    const { usage } = endOf(await eventsOf(model, { messages: asked('Who ran?') }));
    // All but the beginning of the reply, which follows the rules where they stand alone.
    expect(usage.cachedTokens).toBeGreaterThan(rulesAlone - 25);
    expect(usage.promptTokens).toBe(await model.countTokens(asked('Who ran?')));
    await model.close();
  });

  it('writes the mark that a template opens the thoughts with, and leaves it out of what it goes on from', async () => {
    const template = `{% for m in messages %}{{ m.content }}{% endfor %}{% if add_generation_prompt %}<think>\n{% endif %}`;
    const model = await openFile(ggufFile(writingGguf('中文', template)));
    const messages = [{ role: 'user', content: 'Go' }] as const;
    const written = textOf(await eventsOf(model, { messages, maxTokens: 14 }));
    expect(written).toBe('<think>\n中文 中文 ');
    const rest = await eventsOf(model, { messages, replySoFar: '<think>\n中文 中', maxTokens: 3 });
    expect(textOf(rest)).toBe('文');
    const skipping = await eventsOf(model, { messages, skipsThinking: true, maxTokens: 3 });
    expect(textOf(skipping)).toBe('中');
    await model.close();
  });

  it('writes the same with threads as without', async () => {
    const files = new Map([['model.gguf', await smallGguf()]]);
    const options = { signal: new AbortController().signal, onProgress: () => undefined };
    const texts: string[] = [];
    for (const threads of [1, 2]) {
      const model = await createWllamaEngine({ threads }).open({ id: 'small', files }, options);
      const messages = [{ role: 'user', content: 'Once' }] as const;
      texts.push(textOf(await eventsOf(model, { messages, maxTokens: 6 })));
      await model.close();
    }
    expect(texts[1]).toBe(texts[0]);
  });

  it('computes on the processor where the graphics processor turns out to be of no use', async () => {
    // The adapter of the tests is computed in software and cannot halve numbers: the library finds none.
    expect(await hasUsableGpu()).toBe(false);
    const files = new Map([['model.gguf', await smallGguf()]]);
    const options = { signal: new AbortController().signal, onProgress: () => undefined };
    const messages = [{ role: 'user', content: 'Once' }] as const;
    const texts: string[] = [];
    const workersStarted: number[] = [];
    for (const claimed of [false, true]) {
      const before = workers.started;
      const engine = createWllamaEngine({ hasGpu: () => Promise.resolve(claimed) });
      const model = await engine.open({ id: 'small', files }, options);
      workersStarted.push(workers.started - before);
      expect(model.threads).toBeGreaterThan(0);
      expect(model.mayAvoidGpu).toBe(false);
      expect(model.hasGpuFailed).toBe(claimed);
      texts.push(textOf(await eventsOf(model, { messages, maxTokens: 6 })));
      await model.close();
    }
    expect(texts[1]).toBe(texts[0]);
    // The model and its counter, which needs no second try: the graphics processor has no part in it.
    expect(workersStarted).toEqual([2, 3]);
    expect(workers.running.size).toBe(0);
  });

  it('survives bytes of a model that are no text', async () => {
    const model = await openFile(ggufFile(writingGguf(Uint8Array.of(0xe4, 0x41, 0xb8, 0x42))));
    const events = await eventsOf(model, { messages: [{ role: 'user', content: 'Go' }] });
    expect(endOf(events).usage.completionTokens).toBe(24);
    expect(textOf(events)).not.toContain('\uFFFD');
    await model.close();
  });
});
