import { afterAll, describe, expect, it } from 'vitest';
import { readGpuSupport } from '../../../../workers/engines/webllm/gpu-support';
import type { ChatMessage } from '../../../../src/core/prompt/answer-prompt';
import type { WebLlmLibrary } from '../../../../workers/engines/webllm/library';
import { adaptWebLlm } from '../../../../workers/engines/webllm/real-library';
import { createWebLlmEngine } from '../../../../workers/engines/webllm/webllm-engine';
import type { OpenModel, OpenOptions } from '../../../../workers/language-models/text-engine';
import type { TwinScript } from '../../../fixtures/tvm-twin';
import { watchDevices } from '../../../fixtures/watched-devices';
import { holdDevices, loadTwinLibrary, twinFiles, waitsForDevices } from '../../../fixtures/web-llm-twin';
import { endOf, eventsOf, itConforms, textOf } from './conformance';

/* The real library and a real device, on a scripted twin of the runtime that computes. */

const devices = watchDevices(navigator.gpu);
afterAll(devices.restore);

let library: Promise<WebLlmLibrary> | undefined;
const loadLibrary = (): Promise<WebLlmLibrary> => (library ??= loadTwinLibrary().then(adaptWebLlm));

const replyTokens = 40;
const letters: TwinScript = { kind: 'letters', length: replyTokens };

function openFiles(
  files: ReadonlyMap<string, File>,
  { signal = new AbortController().signal, onProgress = () => undefined }: Partial<OpenOptions> = {},
): Promise<OpenModel> {
  const patience = { firstTokenMs: 60_000, nextTokenMs: 60_000 };
  const engine = createWebLlmEngine({ loadLibrary, readSupport: readGpuSupport, patience });
  return engine.open({ id: 'twin', files }, { signal, onProgress });
}

/** A program that asks its host for a function that no version of the library offers. */
const ofAnotherRuntime = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00],
  ...[0x02, 0x09, 0x01, 0x03, 0x65, 0x6e, 0x76, 0x01, 0x78, 0x00, 0x00],
);

describe('WebLLM', () => {
  itConforms({
    open: (signal) => openFiles(twinFiles(letters), signal ? { signal } : {}),
    openWriting: (text) => openFiles(twinFiles({ kind: 'writing', text })),
    refusals: [
      {
        what: 'a library that is no program',
        code: 'model-incompatible',
        open: () => openFiles(twinFiles(letters, { 'library.wasm': 'A letter.' })),
      },
      {
        what: 'a library of another runtime',
        code: 'model-incompatible',
        open: () => openFiles(twinFiles(letters, { 'library.wasm': ofAnotherRuntime })),
      },
      {
        what: 'weights of which a part is missing',
        code: 'model-damaged',
        open: () => openFiles(twinFiles(letters, { 'params_shard_1.bin': undefined })),
      },
    ],
    breakDown: () => {
      for (const device of devices.running) device.destroy();
    },
    inUse: () => devices.running.size,
    steps: waitsForDevices,
    tellsCached: true,
    wholeReplyTokens: replyTokens + 1,
  });

  it('reports how far the model has been read and prepared', async () => {
    const fractions: number[] = [];
    const model = await openFiles(twinFiles(letters), { onProgress: (fraction) => fractions.push(fraction) });
    await model.close();
    expect(new Set(fractions).size).toBeGreaterThan(3);
    expect(fractions.at(-1)).toBe(1);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  });

  it('reads everything again after a reply that its limit has cut off', async () => {
    const model = await openFiles(twinFiles(letters));
    const asked = { role: 'user', content: 'Tell of a cat.' } as const;
    const reply = textOf(await eventsOf(model, { messages: [asked], maxTokens: 8 }));
    const messages = [asked, { role: 'assistant', content: reply }, { ...asked, content: 'Go on.' }] as const;
    const counted = await model.countTokens(messages);
    const { usage } = endOf(await eventsOf(model, { messages, maxTokens: 8 }));
    expect(usage).toEqual({ promptTokens: counted, cachedTokens: 0, completionTokens: 8 });
    await model.close();
  });

  it('leaves no device open when it is cancelled at any moment of its opening', async () => {
    for (const share of [0, 0.2, 0.4, 0.7, 1]) {
      const stop = new AbortController();
      const opening = openFiles(twinFiles(letters), {
        signal: stop.signal,
        onProgress: (fraction) => {
          if (fraction >= share) stop.abort();
        },
      });
      await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
      expect(devices.running.size).toBe(0);
    }
  });

  describe('stopped while a token is being computed', () => {
    const cat = [{ role: 'user', content: 'Tell of a cat.' }] as const;
    const dog = [{ role: 'user', content: 'Tell of a dog.' }] as const;

    /** A model whose call was stopped before its device has answered, and what lets it answer. */
    async function openStopped(): Promise<{ model: OpenModel; alone: string; release: () => void }> {
      const model = await openFiles(twinFiles(letters));
      const alone = textOf(await eventsOf(model, { messages: cat }));
      const release = holdDevices();
      await stopInTime(model, dog);
      return { model, alone, release };
    }

    async function stopInTime(model: OpenModel, messages: readonly ChatMessage[]): Promise<void> {
      const stop = new AbortController();
      const before = waitsForDevices();
      const stopped = eventsOf(model, { messages, maxTokens: 400 }, stop.signal);
      await expect.poll(waitsForDevices).toBe(before + 1);
      stop.abort();
      await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
      expect(waitsForDevices()).toBe(before + 1);
    }

    it('comes back at once, and the next call waits for that token alone', async () => {
      const { model, alone, release } = await openStopped();
      const before = waitsForDevices();
      const next = eventsOf(model, { messages: cat, maxTokens: 1 });
      release();
      expect(alone.startsWith(textOf(await next))).toBe(true);
      expect(waitsForDevices() - before).toBeLessThan(replyTokens / 2);
      expect(textOf(await eventsOf(model, { messages: cat }))).toBe(alone);
      await model.close();
    });

    it('counts as if nothing had been read, and as the next call will', async () => {
      const { model, release } = await openStopped();
      const counted = await model.countTokens(cat);
      release();
      const end = (await eventsOf(model, { messages: cat })).at(-1);
      expect(end).toMatchObject({ usage: { promptTokens: counted, cachedTokens: 0 } });
      await model.close();
    });

    it('goes on from a reply whose end was that token', async () => {
      const model = await openFiles(twinFiles({ kind: 'letters', length: 1 }));
      const stop = new AbortController();
      let release: (() => void) | undefined;
      let reply = '';
      const stopped = (async () => {
        const request = { messages: dog, maxTokens: 400, temperature: 0, topP: 1 };
        for await (const event of model.stream(request, stop.signal)) {
          if (event.kind === 'text') reply += event.text;
          release ??= holdDevices();
        }
      })();
      await expect.poll(() => reply).not.toBe('');
      stop.abort();
      await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
      const further = [...dog, { role: 'assistant', content: reply }, ...cat] as const;
      const counted = await model.countTokens(further);
      const next = eventsOf(model, { messages: further });
      release?.();
      const { usage } = endOf(await next);
      expect(usage.promptTokens).toBe(counted);
      expect(usage.cachedTokens).toBeGreaterThan(0);
      await model.close();
    });

    it('lets a call be cancelled that waits for it', async () => {
      const { model, alone, release } = await openStopped();
      const stop = new AbortController();
      const waiting = eventsOf(model, { messages: dog }, stop.signal);
      stop.abort();
      await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
      release();
      expect(textOf(await eventsOf(model, { messages: cat }))).toBe(alone);
      await model.close();
    });

    it('is closed after that token', async () => {
      const { model, release } = await openStopped();
      const closing = model.close();
      const [device] = devices.running;
      await device?.queue.onSubmittedWorkDone();
      expect(devices.running.size).toBe(1);
      release();
      await closing;
      expect(devices.running.size).toBe(0);
    });

    it('is lost with its device, and closes all the same', async () => {
      const { model, release } = await openStopped();
      for (const device of devices.running) device.destroy();
      expect(await model.lost).toMatchObject({ reason: 'memory' });
      await model.close();
      expect(devices.running.size).toBe(0);
      release();
    });
  });
});
