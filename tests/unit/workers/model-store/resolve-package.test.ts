import { describe, expect, it } from 'vitest';
import type { WantedModel } from '../../../../src/core/models/wanted-model';
import type { Network } from '../../../../workers/model-store/connection';
import type { ModelRequestOptions } from '../../../../workers/model-store/model-requests';
import type { Fetch } from '../../../../workers/model-store/request';
import { resolvePackage } from '../../../../workers/model-store/resolve-package';

const bases = {
  hubUrl: 'https://mirror.example/hub',
  libraryUrl: 'https://libraries.example/web-llm-models',
  hostedUrl: 'https://app.example/models/hosted',
};
const sha = 'ab'.repeat(32);
const git = 'cd'.repeat(20);

type Answer = {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
};

function optionsOf(fetch: Fetch, isOnline = true): ModelRequestOptions {
  const network: Network = { isOnline: () => isOnline, whenOnline: () => new Promise(() => undefined) };
  return {
    request: { fetch, stallMs: 50 },
    retry: { network, baseDelayMs: 0, offlineMs: 50, random: () => 0 },
    signal: new AbortController().signal,
  };
}

/** A host that answers GET and HEAD as the hub does; what it does not know is 404. */
function host(answers: Readonly<Record<string, Answer | readonly Answer[]>>) {
  const asked: string[] = [];
  const hostFetch: Fetch = (url, init) => {
    asked.push(`${init.method ?? 'GET'} ${url}`);
    const answer = answers[url] ?? { status: 404 };
    const times = asked.filter((each) => each.endsWith(` ${url}`)).length;
    const series = [answer].flat();
    const { status = 200, body = '', headers = {} } = series[Math.min(times, series.length) - 1] ?? {};
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const content = init.method === 'HEAD' ? null : text;
    return Promise.resolve(new Response(content, { status, headers }));
  };
  const resolve = (wanted: WantedModel) => resolvePackage(wanted, bases, optionsOf(hostFetch));
  return { asked, resolve };
}

const tree = (repository: string) => `${bases.hubUrl}/api/models/${repository}/tree/main?recursive=true`;
const file = (repository: string, path: string) => `${bases.hubUrl}/${repository}/resolve/main/${path}`;
const small = (path: string, size = 10) => ({ type: 'file', path, size, oid: git });
const large = (path: string, size = 1000) => ({ ...small(path, size), lfs: { oid: sha, size } });
const hub = (repository: string, more: object = {}): WantedModel => ({
  source: { kind: 'hub', repository, revision: 'main', ...more },
});

const mlc = 'mlc-ai/Tiny-q4f16_1-MLC';
const library = 'v1/base/Tiny-webgpu.wasm';
const mlcConfig = { tokenizer_files: ['tokenizer.model', 'tokenizer.json'], context_window_size: 2048 };

describe('a repository of the hub', () => {
  it('gives an MLC model with sizes, hashes and its library, over several pages, and nothing else', async () => {
    const { resolve } = host({
      [tree(mlc)]: {
        body: [
          small('mlc-chat-config.json'),
          small('README.md'),
          { type: 'directory', path: 'x', oid: git, size: 0 },
        ],
        // The mirror passes on the hub's own address.
        headers: {
          Link: `<https://huggingface.co/api/models/${mlc}/tree/main?recursive=true&cursor=a%3D>; rel="next"`,
        },
      },
      [`${tree(mlc)}&cursor=a%3D`]: {
        body: [
          small('tokenizer.json'),
          small('tokenizer.model'),
          small('ndarray-cache.json'),
          large('params_shard_0.bin'),
          large('params_shard_1.bin', 2000),
        ],
      },
      [file(mlc, 'mlc-chat-config.json')]: { body: mlcConfig },
      [`${bases.libraryUrl}/${library}`]: { headers: { 'Content-Length': '77' } },
    });
    const hash = { algorithm: 'git-sha1', hex: git };
    expect(await resolve(hub(mlc, { library }))).toEqual({
      id: 'Tiny-q4f16_1-MLC',
      format: 'mlc',
      task: 'answer',
      name: 'Tiny-q4f16_1-MLC',
      origin: { kind: 'hub', baseUrl: bases.hubUrl, repository: mlc },
      facts: { contextTokens: 2048 },
      files: [
        { path: 'mlc-chat-config.json', url: file(mlc, 'mlc-chat-config.json'), bytes: 10, hash },
        { path: 'tokenizer.json', url: file(mlc, 'tokenizer.json'), bytes: 10, hash },
        { path: 'tensor-cache.json', url: file(mlc, 'ndarray-cache.json'), bytes: 10, hash },
        ...[1000, 2000].map((bytes, i) => ({
          path: `params_shard_${i}.bin`,
          url: file(mlc, `params_shard_${i}.bin`),
          bytes,
          hash: { algorithm: 'sha256', hex: sha },
        })),
        { path: 'library.wasm', url: `${bases.libraryUrl}/${library}`, bytes: 77 },
      ],
    });
  });

  it('gives of many quantisations the one to take, and all its shards', async () => {
    const { resolve } = host({
      [tree('a/b')]: {
        body: [
          large('b-Q8_0.gguf'),
          large('b-Q4_K_M-00001-of-00002.gguf'),
          large('b-Q4_K_M-00002-of-00002.gguf'),
          large('mmproj-b.gguf'),
        ],
      },
    });
    const { id, files } = await resolve(hub('a/b'));
    expect(id).toBe('a/b/b-Q4_K_M');
    expect(files.map(({ path }) => path)).toEqual([
      'b-Q4_K_M-00001-of-00002.gguf',
      'b-Q4_K_M-00002-of-00002.gguf',
    ]);
  });

  it('gives an embedding model in 8 bits with its outer weights', async () => {
    const { resolve } = host({
      [tree('a/e')]: {
        body: [
          ...['config.json', 'tokenizer.json', '1_Pooling/config.json', 'vocab.txt'].map((path) =>
            small(path),
          ),
          ...['onnx/model.onnx', 'onnx/model_quantized.onnx', 'onnx/model_quantized.onnx_data'].map((path) =>
            large(path),
          ),
        ],
      },
      [file('a/e', 'config.json')]: { body: { hidden_size: 8, architectures: ['BertModel'] } },
    });
    const { task, format, files } = await resolve(hub('a/e'));
    expect([format, task]).toEqual(['onnx', 'embedding']);
    expect(files.map(({ path }) => path)).toEqual([
      'config.json',
      'tokenizer.json',
      '1_Pooling/config.json',
      'onnx/model_quantized.onnx',
      'onnx/model_quantized.onnx_data',
    ]);
  });

  it('tells a cross-encoder by its configuration', async () => {
    const { resolve } = host({
      [tree('a/r')]: {
        body: ['config.json', 'tokenizer.json', 'onnx/model_quantized.onnx'].map((path) => small(path)),
      },
      [file('a/r', 'config.json')]: { body: { architectures: ['BertForSequenceClassification'] } },
    });
    expect((await resolve(hub('a/r'))).task).toBe('reranker');
  });

  it.each<[string, Record<string, Answer | readonly Answer[]>, string]>([
    ['nothing is there', {}, 'model-not-found'],
    [
      'the hub asks to sign in for nothing',
      { [tree('a/b')]: { status: 401, headers: { 'X-Error-Code': 'RepoNotFound' } } },
      'model-not-found',
    ],
    ['a licence must be accepted', { [tree('a/b')]: { status: 403 } }, 'model-gated'],
    [
      'only its files ask for the licence',
      {
        [tree('a/b')]: { body: [large('b.gguf')] },
        [file('a/b', 'b.gguf')]: { status: 401, headers: { 'X-Error-Code': 'GatedRepo' } },
      },
      'model-gated',
    ],
    ['the hub asks for a pause', { [tree('a/b')]: { status: 429 } }, 'too-many-requests'],
    ['the hub fails', { [tree('a/b')]: { status: 500 } }, 'model-download-failed'],
    [
      'a sign-in page answers',
      { [tree('a/b')]: { body: '<!doctype html>', headers: { 'Content-Type': 'text/html' } } },
      'not-a-model-host',
    ],
    ['there is no model in it', { [tree('a/b')]: { body: [small('README.md')] } }, 'model-incompatible'],
  ])('says why it cannot be had: %s', async (_, answers, code) => {
    await expect(host(answers).resolve(hub('a/b'))).rejects.toMatchObject({ code });
  });

  it('asks again where a failure may pass', async () => {
    const { resolve, asked } = host({
      [tree('a/b')]: [{ status: 503 }, { status: 429 }, { body: [large('b.gguf')] }],
      [file('a/b', 'b.gguf')]: {},
    });
    expect((await resolve(hub('a/b'))).files).toHaveLength(1);
    expect(asked.filter((each) => each === `GET ${tree('a/b')}`)).toHaveLength(3);
  });

  it('does not wait for ever for a host that is silent, in its head or its body', async () => {
    const ended = (signal: AbortSignal | null | undefined, onAbort: () => void): void =>
      signal?.addEventListener('abort', onAbort);
    const silent: Fetch = (_, { signal }) =>
      new Promise((_resolve, reject) => ended(signal, () => reject(new TypeError('aborted'))));
    const stopping: Fetch = (_, { signal }) => {
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          controller.enqueue(new TextEncoder().encode('[{'));
          ended(signal, () => controller.error(new TypeError('aborted')));
        },
      });
      return Promise.resolve(new Response(body));
    };
    for (const each of [silent, stopping]) {
      await expect(resolvePackage(hub('a/b'), bases, optionsOf(each))).rejects.toMatchObject({
        code: 'model-download-failed',
      });
    }
  });

  it('says that there is no connection, but not of a host that refuses', async () => {
    const failing: Fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    await expect(resolvePackage(hub('a/b'), bases, optionsOf(failing, false))).rejects.toMatchObject({
      code: 'offline',
    });
    await expect(resolvePackage(hub('a/b'), bases, optionsOf(failing))).rejects.toMatchObject({
      code: 'model-download-failed',
    });
  });

  it('needs a library for an MLC model', async () => {
    const { resolve } = host({
      [tree(mlc)]: {
        body: ['mlc-chat-config.json', 'tokenizer.json', 'tensor-cache.json', 'params_shard_0.bin'].map(
          (path) => small(path),
        ),
      },
      [file(mlc, 'mlc-chat-config.json')]: { body: mlcConfig },
    });
    await expect(resolve(hub(mlc))).rejects.toMatchObject({ code: 'model-incompatible' });
    await expect(resolve(hub(mlc, { library }))).rejects.toMatchObject({ code: 'model-not-found' });
  });
});

describe('a mirror without the listing', () => {
  it('gives an MLC model by its own lists', async () => {
    const { resolve } = host({
      [file(mlc, 'mlc-chat-config.json')]: { body: mlcConfig },
      [file(mlc, 'tensor-cache.json')]: {
        body: { records: [{ dataPath: 'params_shard_0.bin', nbytes: 5, md5sum: 'EF'.repeat(16) }] },
      },
      [file(mlc, 'tokenizer.json')]: { headers: { 'Content-Length': '9' } },
      [`${bases.libraryUrl}/${library}`]: {},
    });
    const { files } = await resolve(hub(mlc, { library }));
    expect(files).toContainEqual({
      path: 'params_shard_0.bin',
      url: file(mlc, 'params_shard_0.bin'),
      bytes: 5,
      hash: { algorithm: 'md5', hex: 'ef'.repeat(16) },
    });
    expect(files.map(({ path }) => path)).toEqual([
      'mlc-chat-config.json',
      'tokenizer.json',
      'tensor-cache.json',
      'params_shard_0.bin',
      'library.wasm',
    ]);
  });

  it('refuses a list that names a file outside of the model', async () => {
    const { resolve } = host({
      [file(mlc, 'mlc-chat-config.json')]: { body: mlcConfig },
      [file(mlc, 'tensor-cache.json')]: { body: { records: [{ dataPath: '../../evil', nbytes: 5 }] } },
    });
    await expect(resolve(hub(mlc, { library }))).rejects.toMatchObject({ code: 'model-incompatible' });
  });

  it('gives all shards of a GGUF model, and an embedding model by asking for its files', async () => {
    const there = { headers: { 'Content-Length': '3' } };
    const { resolve } = host({
      [file('a/b', 'm-00001-of-00002.gguf')]: there,
      [file('a/b', 'm-00002-of-00002.gguf')]: there,
      [file('a/e', 'config.json')]: { body: { hidden_size: 8 } },
      [file('a/e', 'tokenizer.json')]: there,
      [file('a/e', 'onnx/model_quantized.onnx')]: there,
    });
    const gguf = await resolve({ ...hub('a/b', { paths: ['m-00001-of-00002.gguf'] }), format: 'gguf' });
    expect(gguf.files.map(({ bytes }) => bytes)).toEqual([3, 3]);
    const onnx = await resolve({ ...hub('a/e'), format: 'onnx' });
    expect(onnx.files.map(({ path }) => path)).toEqual([
      'config.json',
      'tokenizer.json',
      'onnx/model_quantized.onnx',
    ]);
  });
});

describe('other addresses', () => {
  const description = {
    version: 1,
    id: 'own',
    format: 'gguf',
    task: 'answer',
    name: 'Own',
    files: [{ path: 'own model.gguf', bytes: 4, sha256: sha }],
  };

  it('a file is a model by itself', async () => {
    const url = 'https://files.example/m/own.gguf?key=1';
    const { resolve } = host({ [url]: { headers: { 'Content-Length': '4' } } });
    expect(await resolve({ source: { kind: 'address', url } })).toMatchObject({
      id: 'files.example/own',
      files: [{ path: 'own.gguf', url, bytes: 4 }],
    });
  });

  it('a folder beside the app says itself what is in it', async () => {
    const { resolve } = host({ [`${bases.hostedUrl}/own/inkstone-model.json`]: { body: description } });
    expect(await resolve({ source: { kind: 'hosted', path: 'own' } })).toEqual({
      id: 'own',
      format: 'gguf',
      task: 'answer',
      name: 'Own',
      origin: { kind: 'hosted' },
      files: [
        {
          path: 'own model.gguf',
          url: `${bases.hostedUrl}/own/own%20model.gguf`,
          bytes: 4,
          hash: { algorithm: 'sha256', hex: sha },
        },
      ],
    });
    await expect(resolve({ source: { kind: 'hosted', path: '../own' } })).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });

  it('a folder elsewhere cannot take the place of a model by its name', async () => {
    const { resolve } = host({
      'https://files.example/m/inkstone-model.json': { body: description },
      'https://files.example/n/inkstone-model.json': { body: description },
    });
    const ids = ['https://files.example/m', 'https://files.example/n/'].map(
      async (url) => (await resolve({ source: { kind: 'address', url } })).id,
    );
    expect(await Promise.all(ids)).toEqual(['files.example/m/own', 'files.example/n/own']);
  });

  it('a folder that describes files outside of itself is refused', async () => {
    const url = 'https://files.example/m';
    const files = [{ path: '../own.gguf', bytes: 4, sha256: sha }];
    const { resolve } = host({ [`${url}/inkstone-model.json`]: { body: { ...description, files } } });
    await expect(resolve({ source: { kind: 'address', url } })).rejects.toMatchObject({
      code: 'model-damaged',
    });
  });
});
