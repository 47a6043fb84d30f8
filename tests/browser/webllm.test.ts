import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LanguageModelContract } from '../../src/contracts/language-model';
import { RpcClient } from '../../src/rpc/client';
import { DeviceWatch } from '../../workers/engines/webllm/device-watch';
import type { DeviceLoss } from '../../workers/engines/webllm/library';

/*
 * The real library in a real worker, on the software GPU, as far as it comes without the files of a model.
 * The worker is under a policy that lets it fetch nothing from elsewhere, as the app is at first.
 */

let worker: Worker;
let client: RpcClient<LanguageModelContract>;
const small = 'SmolLM2-135M-Instruct-q0f32-MLC';
const filesOf = (id: string): string => `https://huggingface.co/mlc-ai/${id}/resolve/main/`;

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

afterAll(async () => {
  worker.terminate();
  for (const name of await caches.keys()) if (name.startsWith('webllm/')) await caches.delete(name);
});

describe('the language model worker', () => {
  it('describes the GPU that it would run on', async () => {
    const support = await client.call('support', undefined);
    expect(support).toMatchObject({ status: 'present' });
    if (support.status === 'absent') return;
    expect(support.maxBufferBytes).toBeGreaterThanOrEqual(2 ** 28);
    expect(support.maxWorkgroupStorageBytes).toBeGreaterThanOrEqual(16_384);
  });

  it('lists the models of the real library, none of them here yet', async () => {
    const catalogue = await client.call('catalogue', undefined);
    expect(catalogue.length).toBeGreaterThan(20);
    expect(catalogue.filter(({ isInstalled }) => isInstalled)).toEqual([]);
    for (const entry of catalogue) {
      expect(entry.name, entry.id).not.toBe('');
      expect(entry.downloadBytes, entry.id).toBeGreaterThan(5e7);
      expect(entry.contextTokens, entry.id).toBeGreaterThanOrEqual(2048);
    }
    expect(await caches.keys()).toEqual([]);
  });

  it('says in words that the files of a model cannot be had, and keeps nothing', async () => {
    const stages: string[] = [];
    const load = client.call('load', { modelId: small }, { onProgress: ({ stage }) => stages.push(stage) });
    await expect(load).rejects.toMatchObject({
      name: 'AppError',
      code: 'model-download-failed',
      message: expect.stringContaining('files of the model could not be downloaded') as string,
    });
    expect(stages).toContain('downloading');
    const catalogue = await client.call('catalogue', undefined);
    expect(catalogue.filter(({ isInstalled }) => isInstalled)).toEqual([]);
  });

  it('does not answer with a model that is not here', async () => {
    const answer = client.stream('generate', {
      modelId: small,
      question: 'What is ink?',
      language: 'en',
      passages: [],
      history: [],
      maxAnswerTokens: 10,
    });
    await expect(answer.next()).rejects.toMatchObject({ code: 'model-load-failed' });
  });

  it('removes every file of a model, complete or not, and nothing of another', async () => {
    const other = 'Qwen2.5-0.5B-Instruct-q4f32_1-MLC';
    const weights = await caches.open('webllm/model');
    const settings = await caches.open('webllm/config');
    for (const id of [small, other]) {
      await weights.put(`${filesOf(id)}params_shard_0.bin`, new Response('weights'));
      await settings.put(`${filesOf(id)}mlc-chat-config.json`, new Response('{}'));
    }
    await client.call('remove', { modelId: small });
    const left = [...(await weights.keys()), ...(await settings.keys())].map(({ url }) => url);
    expect(left).toEqual([`${filesOf(other)}params_shard_0.bin`, `${filesOf(other)}mlc-chat-config.json`]);
  });

  it('counts a model as installed when all of it is here, and keeps a library that two models share', async () => {
    const [one, two] = ['Qwen2.5-0.5B-Instruct-q4f32_1-MLC', 'Qwen2.5-Coder-0.5B-Instruct-q4f32_1-MLC'];
    const library =
      'https://raw.githubusercontent.com/mlc-ai/binary-mlc-llm-libs/main/web-llm-models/v0_2_86/base/Qwen2-0.5B-Instruct-q4f32_1_cs1k-webgpu.wasm';
    const weights = await caches.open('webllm/model');
    const libraries = await caches.open('webllm/wasm');
    await libraries.put(library, new Response('wasm'));
    const manifest = JSON.stringify({ records: [{ dataPath: 'params_shard_0.bin' }] });
    for (const id of [one, two]) await weights.put(`${filesOf(id)}tensor-cache.json`, new Response(manifest));
    const installed = async (): Promise<string[]> =>
      (await client.call('catalogue', undefined)).filter((entry) => entry.isInstalled).map(({ id }) => id);

    await weights.delete(`${filesOf(one)}params_shard_0.bin`);
    expect(await installed()).toEqual([]);
    for (const id of [one, two]) await weights.put(`${filesOf(id)}params_shard_0.bin`, new Response('w'));
    expect((await installed()).sort()).toEqual([two, one].sort());

    await client.call('remove', { modelId: one });
    expect(await libraries.match(library)).toBeDefined();
    await client.call('remove', { modelId: two });
    expect(await libraries.match(library)).toBeUndefined();
  });
});

describe('watching GPU devices', () => {
  it('tells the owner of a device that it is gone, and nobody else', async () => {
    const watch = new DeviceWatch(navigator.gpu);
    const heard: string[] = [];
    const lost = new Promise<DeviceLoss>((resolve) => {
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
