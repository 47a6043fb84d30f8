import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LanguageModelContract } from '../../src/contracts/language-model';
import { RpcClient } from '../../src/rpc/client';
import { DeviceWatch } from '../../workers/engines/webllm/device-watch';
import { readGpuSupport } from '../../workers/engines/webllm/gpu-support';
import type { LibraryDeviceLoss } from '../../workers/engines/webllm/library';
import { loadWebLlm } from '../../workers/engines/webllm/real-library';
import { createWebLlmEngine } from '../../workers/engines/webllm/webllm-engine';
import { testModel } from '../../workers/language-models/self-test';
import type { OpenModel } from '../../workers/language-models/text-engine';
import { watchDevices } from '../fixtures/watched-devices';

/** Where the model of `INKSTONE_WEBLLM_MODEL` lies; empty without one. */
declare const __WEBLLM_MODEL__: string;

/*
 * The real library in a real worker, on the software GPU, as far as it comes without the files of a model.
 * The worker is under a policy that lets it fetch nothing from elsewhere.
 */

let worker: Worker;
let client: RpcClient<LanguageModelContract>;
const small = 'SmolLM2-135M-Instruct-q0f32-MLC';
const patience = { firstTokenMs: 900_000, nextTokenMs: 300_000 };

beforeAll(() => {
  const policy = document.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = "connect-src 'self' ws: wss:";
  document.head.append(policy);
  // A worker out of a blob is under the policy of its page; one from the server would be under the server's.
  const entry = new URL('../../workers/llm.worker.ts', import.meta.url).href;
  const start = `
    // The test server wraps every dynamic import; its wrapper exists in pages only.
    globalThis.__vitest_browser_runner__ = { wrapDynamicImport: (load) => load() };
    await import(${JSON.stringify(entry)});
  `;
  const blob = new Blob([start], { type: 'text/javascript' });
  worker = new Worker(URL.createObjectURL(blob), { type: 'module' });
  client = new RpcClient<LanguageModelContract>(worker);
});

afterAll(() => {
  worker.terminate();
});

describe('the language model worker', () => {
  it('describes what it would run on', async () => {
    const { gpu, threads, isIsolated } = await client.call('support', undefined);
    expect(threads).toBeGreaterThan(0);
    expect(isIsolated).toBe(crossOriginIsolated);
    expect(gpu).toMatchObject({ status: 'present' });
    if (gpu.status === 'absent') return;
    expect(gpu.maxBufferBytes).toBeGreaterThanOrEqual(2 ** 28);
    expect(gpu.maxWorkgroupStorageBytes).toBeGreaterThanOrEqual(16_384);
  });

  it('lists the models of the real library, and forgets what it kept in caches of its own before', async () => {
    const before = await caches.open('webllm/model');
    await before.put(`https://huggingface.co/mlc-ai/${small}/params_shard_0.bin`, new Response('weights'));
    const records = await client.call('mlcRecords', undefined);
    expect(records.length).toBeGreaterThan(20);
    for (const { id, modelUrl, library, vramBytes, contextTokens } of records) {
      expect(modelUrl, id).toMatch(/^https:\/\/huggingface\.co\/[\w.-]+\/[\w.-]+/);
      expect(library, id).toMatch(/^https:.*\.wasm$/);
      expect(vramBytes, id).toBeGreaterThan(5e7);
      expect(contextTokens ?? 4096, id).toBeGreaterThanOrEqual(512);
    }
    expect((await caches.keys()).filter((name) => name.startsWith('webllm/'))).toEqual([]);
  });

  it('neither loads nor answers with a model that is not here', async () => {
    const load = client.call('load', { modelId: small, selfTest: 'run' });
    await expect(load).rejects.toMatchObject({ name: 'AppError', code: 'not-found' });
    const answer = client.stream('generate', {
      modelId: small,
      question: 'What is ink?',
      language: 'en',
      passages: [],
      history: [],
      maxAnswerTokens: 10,
    });
    await expect(answer.next()).rejects.toMatchObject({ code: 'not-found' });
  });
});

function open(id: string, files: ReadonlyMap<string, File>): Promise<OpenModel> {
  const engine = createWebLlmEngine({ loadLibrary: loadWebLlm, readSupport: readGpuSupport, patience });
  const options = { signal: new AbortController().signal, onProgress: () => undefined };
  return engine.open({ id, files }, options);
}

function fileOf(path: string, content: BlobPart): readonly [string, File] {
  return [path, new File([content], path)];
}

describe('the real library', () => {
  it('reads the configuration and the compiled library out of the store, and copies nothing', async () => {
    const damaged = new Map([fileOf('mlc-chat-config.json', '{}'), fileOf('library.wasm', 'no program')]);
    await expect(open(small, damaged)).rejects.toMatchObject({ code: 'model-incompatible' });
    expect((await caches.keys()).filter((name) => name.startsWith('webllm/'))).toEqual([]);
  });

  it('says which file of the store is missing', async () => {
    const files = new Map([fileOf('mlc-chat-config.json', '{}')]);
    await expect(open(small, files)).rejects.toMatchObject({ code: 'model-damaged' });
  });

  it.skipIf(__WEBLLM_MODEL__ === '')(
    'runs a real model: counted, stoppable, going on from its replies, and after a loss (skipped without INKSTONE_WEBLLM_MODEL)',
    { timeout: 3_600_000 },
    async () => {
      const devices = watchDevices(navigator.gpu);
      const files = await readModelFolder();
      const openAgain = (): Promise<OpenModel> => open(__WEBLLM_MODEL__.split('/').at(-1) ?? small, files);
      let begun = performance.now();
      const told = (what: string): void => {
        console.info(`${what}: ${Math.round(performance.now() - begun)} ms`);
        begun = performance.now();
      };
      const model = await openAgain();
      told('opened');

      const asked = { role: 'user', content: 'Name three colours.' } as const;
      const counted = await model.countTokens([asked]);
      const times: number[] = [];
      const first = await write(model, { messages: [asked], maxTokens: 3 }, undefined, () => {
        times.push(performance.now());
      });
      told('prompt and three tokens');
      expect(first.text).not.toBe('');
      expect(first.usage).toMatchObject({ promptTokens: counted, cachedTokens: 0 });
      const tokenMs = (performance.now() - (times[0] ?? begun)) / 2;
      console.info(`a token: ${Math.round(tokenMs)} ms`);

      // Where a processor stands in for the graphics processor, a token may take half a minute.
      const isFast = tokenMs < 1000;
      const isSound = isFast && (await seemsSound(model));
      const one = isFast ? await write(model, { messages: [asked], maxTokens: 200 }) : first;
      expect(one.text.startsWith(first.text)).toBe(true);
      if (isSound) expect(one.text).toMatch(/\p{L}/u);

      begun = performance.now();
      const further = [
        asked,
        { role: 'assistant', content: one.text },
        { ...asked, content: 'More?' },
      ] as const;
      const countedFurther = await model.countTokens(further);
      const two = await write(model, { messages: further, maxTokens: isFast ? 8 : 1 });
      expect(two.usage?.promptTokens).toBe(countedFurther);
      if (one.reason === 'complete') expect(two.usage?.cachedTokens).toBeGreaterThan(counted);
      told('a further question');

      const replySoFar = one.text.slice(0, Math.ceil(one.text.length / 2));
      const countedSoFar = await model.countTokens([asked], { replySoFar });
      const rest = await write(model, { messages: [asked], maxTokens: isFast ? 8 : 1, replySoFar });
      expect(rest.usage?.promptTokens).toBe(countedSoFar);
      if (isSound) expect(one.text.slice(replySoFar.length)).toContain(rest.text.trim().slice(0, 3));
      told('on from half a reply');

      const stopping = new AbortController();
      // In the midst of a token.
      const stopLater = (): void => {
        setTimeout(() => {
          begun = performance.now();
          stopping.abort();
        }, tokenMs / 2);
      };
      const stopped = write(model, { messages: [asked], maxTokens: 200 }, stopping, once(stopLater));
      await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
      told('stopped');
      const again = await write(model, { messages: [asked], maxTokens: 1 });
      expect(first.text.startsWith(again.text)).toBe(true);
      told('the call after');

      for (const device of devices.running) device.destroy();
      expect(['memory', 'device']).toContain((await model.lost).reason);
      await model.close();
      const reopened = await openAgain();
      const anew = await write(reopened, { messages: [asked], maxTokens: 1 });
      expect(anew.text).toBe(again.text);
      told('after a loss');
      await reopened.close();
      expect(devices.running.size).toBe(0);
      devices.restore();
    },
  );
});

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) act();
    isDone = true;
  };
}

/** Noise of weights that nobody has trained runs as well, and must be told from language. */
async function seemsSound(model: OpenModel): Promise<boolean> {
  try {
    await testModel(model, { signal: new AbortController().signal });
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'model-unsound' });
    return false;
  }
}

async function readModelFolder(): Promise<ReadonlyMap<string, File>> {
  const read = async (path: string): Promise<readonly [string, File]> => {
    const response = await fetch(`/@fs/${__WEBLLM_MODEL__}/${path}`);
    if (!response.ok) throw new Error(`${path} cannot be read: ${response.status}`);
    return fileOf(path, await response.blob());
  };
  const config = await read('mlc-chat-config.json');
  const weights = await read('tensor-cache.json');
  const { tokenizer_files: tokenizer } = JSON.parse(await config[1].text()) as { tokenizer_files: string[] };
  const { records } = JSON.parse(await weights[1].text()) as { records: { dataPath: string }[] };
  const others = ['library.wasm', ...tokenizer, ...records.map(({ dataPath }) => dataPath)];
  return new Map([config, weights, ...(await Promise.all(others.map(read)))]);
}

async function write(
  model: OpenModel,
  request: Pick<Parameters<OpenModel['stream']>[0], 'messages' | 'maxTokens' | 'replySoFar'>,
  aborter = new AbortController(),
  onText: () => void = () => undefined,
) {
  let text = '';
  for await (const event of model.stream({ ...request, temperature: 0, topP: 1 }, aborter.signal)) {
    if (event.kind === 'end') return { text, reason: event.reason, usage: event.usage };
    text += event.text;
    onText();
  }
  return { text, reason: undefined, usage: undefined };
}

describe('watching GPU devices', () => {
  it('tells the owner of a device that it is gone, and nobody else', async () => {
    const watch = new DeviceWatch(navigator.gpu);
    const heard: string[] = [];
    const lost = new Promise<LibraryDeviceLoss>((resolve) => {
      watch.open((loss) => {
        heard.push('first');
        resolve(loss);
      });
    });
    const adapter = await navigator.gpu.requestAdapter();
    const device = await adapter?.requestDevice();
    watch.open(() => heard.push('second'));
    device?.destroy();
    await expect(lost).resolves.toMatchObject({ reason: 'destroyed' });
    expect(heard).toEqual(['first']);
  });

  it('destroys what an owner has left behind', async () => {
    const watch = new DeviceWatch(navigator.gpu);
    const owned = watch.open(() => undefined);
    const adapter = await navigator.gpu.requestAdapter();
    const device = await adapter?.requestDevice();
    owned.destroy();
    await expect(device?.lost).resolves.toMatchObject({ reason: 'destroyed' });
  });
});
