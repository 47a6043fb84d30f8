import { afterAll, describe, expect, it } from 'vitest';
import { readGpuSupport } from '../../../../workers/engines/webllm/gpu-support';
import type { WebLlmLibrary } from '../../../../workers/engines/webllm/library';
import { adaptWebLlm } from '../../../../workers/engines/webllm/real-library';
import { createWebLlmEngine } from '../../../../workers/engines/webllm/webllm-engine';
import type { OpenModel, OpenOptions } from '../../../../workers/language-models/text-engine';
import type { TwinScript } from '../../../fixtures/tvm-twin';
import { watchDevices } from '../../../fixtures/watched-devices';
import { loadTwinLibrary, twinFiles } from '../../../fixtures/web-llm-twin';
import { itConforms } from './conformance';

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
});
