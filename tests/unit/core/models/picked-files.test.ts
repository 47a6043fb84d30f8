import { describe, expect, it } from 'vitest';
import { randomGguf } from '../../../../scripts/lab/made-model/gguf-random.mjs';
import { readGgufHeader, readGgufLeastBytes } from '../../../../src/core/models/gguf-header';
import {
  describeStoredModel,
  readPackageDescription,
  writePackageDescription,
} from '../../../../src/core/models/package-description';
import { readPickedFiles, type PickedFile } from '../../../../src/core/models/picked-files';
import { ggufFile } from './gguf-bytes';

const llama = {
  'general.architecture': 'llama',
  'general.name': 'Tiny',
  'general.file_type': 15,
  'llama.context_length': 131_072,
  'llama.block_count': 4,
  'llama.embedding_length': 64,
  'llama.attention.head_count': 8,
  'llama.attention.head_count_kv': 2,
};
const template = { 'tokenizer.chat_template': '{{ messages }}' };

function picked(files: Readonly<Record<string, Blob | string | object>>): PickedFile[] {
  return Object.entries(files).map(([path, content]) => {
    if (content instanceof Blob) return { path, blob: content };
    return { path, blob: new Blob([typeof content === 'string' ? content : JSON.stringify(content)]) };
  });
}

describe('the header of a GGUF file', () => {
  it('tells what the model is, also behind a vocabulary of megabytes', async () => {
    const vocabulary = Array.from({ length: 200_000 }, (_, i) => `token ${i}`);
    const blob = ggufFile({ ...llama, 'tokenizer.ggml.tokens': vocabulary, ...template });
    expect(blob.size).toBeGreaterThan(2 ** 21);
    expect(await readGgufHeader(blob)).toEqual({
      architecture: 'llama',
      name: 'Tiny',
      quantization: 'Q4_K_M',
      contextTokens: 131_072,
      layers: 4,
      cacheBytesPerToken: 2 * 2 * 4 * 2 * 8,
      hasTemplate: true,
      shards: 1,
    });
  });

  it.each([
    ['another beginning', ggufFile(llama, { magic: 'GGML' })],
    ['no bytes', new Blob()],
    ['fewer entries than it says', ggufFile(llama, { count: 100 })],
    ['more entries than any file has', ggufFile(llama, { count: 2 ** 40 })],
    ['no architecture', ggufFile({ 'general.name': 'Tiny' })],
    ['an end in the middle', ggufFile(llama).slice(0, 60)],
  ])('with %s is refused', async (_, blob) => {
    await expect(readGgufHeader(blob)).rejects.toMatchObject({ code: 'corrupt' });
  });
});

describe('the length of a GGUF file', () => {
  const weights = (type: number) => ({ lengths: [64, 2], type, offset: 64 });
  const aligned = (blob: Blob, to: number) => Math.ceil(blob.size / to) * to;

  it.each([
    ['32-bit floats', 0, 512],
    ['blocks of 32 values', 2, 4 * 18],
    ['blocks of 256 values, begun ones whole', 12, 144],
  ])('is that of its header and its tensors of %s', async (_, type, bytes) => {
    const blob = ggufFile(llama, { tensors: [weights(type), { lengths: [4], type: 0, offset: 0 }] });
    expect(await readGgufLeastBytes(blob)).toBe(aligned(blob, 32) + 64 + bytes);
  });

  it('begins where the file says that tensors are aligned', async () => {
    const blob = ggufFile({ ...llama, 'general.alignment': 256 }, { tensors: [weights(0)] });
    expect(await readGgufLeastBytes(blob)).toBe(aligned(blob, 256) + 64 + 512);
  });

  it('is not judged where a type is not known', async () => {
    const blob = ggufFile(llama, { tensors: [weights(0), weights(999)] });
    expect(await readGgufLeastBytes(blob)).toBeUndefined();
    expect((await readPickedFiles(picked({ 'a.gguf': blob }))).kind).toBe('model');
  });

  it('is asked of each shard by itself, of which only the first tells what the model is', async () => {
    const split = { 'split.count': 2 };
    const first = ggufFile({ ...llama, ...split });
    const second = ggufFile(split, { tensors: [{ lengths: [4], type: 0, offset: 0 }] });
    const whole = new Blob([second, new Uint8Array(aligned(second, 32) + 16 - second.size)]);
    const shards = (last: Blob) => picked({ 'a-00001-of-00002.gguf': first, 'a-00002-of-00002.gguf': last });
    expect(await readPickedFiles(shards(whole))).toMatchObject({ kind: 'model' });
    const lengths = { bytes: whole.size - 1, expectedBytes: whole.size };
    expect(await readPickedFiles(shards(whole.slice(0, -1)))).toEqual({
      kind: 'unusable',
      problem: 'cut-short',
      files: [{ path: 'a-00002-of-00002.gguf', lengths }],
    });
  });

  it('is right for files of models that run, to the byte', async () => {
    const bytes = randomGguf();
    const least = (await readGgufLeastBytes(new Blob([bytes]))) ?? 0;
    expect(least).toBeGreaterThan(bytes.length - 32);
    expect(least).toBeLessThanOrEqual(bytes.length);
  });
});

describe('files that a person has picked', () => {
  it('one .gguf file is a model', async () => {
    const model = await readPickedFiles(picked({ 'tiny-q4.gguf': ggufFile({ ...llama, ...template }) }));
    expect(model).toMatchObject({
      kind: 'model',
      notes: [],
      package: {
        id: 'tiny-q4',
        name: 'Tiny',
        format: 'gguf',
        origin: { kind: 'files' },
        facts: { contextTokens: 4096 },
        files: [{ path: 'tiny-q4.gguf' }],
      },
    });
  });

  it('tells which files belong to which model where there are several', async () => {
    const files = picked({
      'd/b-00001-of-00002.gguf': ggufFile(llama),
      'd/b-00002-of-00002.gguf': ggufFile(llama),
      'd/a.gguf': ggufFile(llama),
      'd/m/inkstone-model.json': '{}',
      'd/m/m.gguf': ggufFile(llama),
      'd/read.me': '',
    });
    expect(await readPickedFiles(files)).toEqual({
      kind: 'several-models',
      models: [
        { name: 'm', paths: ['m/inkstone-model.json', 'm/m.gguf'] },
        { name: 'b', paths: ['b-00001-of-00002.gguf', 'b-00002-of-00002.gguf'] },
        { name: 'a', paths: ['a.gguf'] },
      ],
    });
  });

  it('takes none of several .gguf files in one folder for the model', async () => {
    const files = picked({
      'd/m/config.json': '{}',
      'd/m/tokenizer.json': '{}',
      'd/m/onnx/model.onnx': '',
      'd/m/a.gguf': ggufFile(llama),
      'd/m/b.gguf': ggufFile(llama),
      'd/read.me': '',
    });
    expect(await readPickedFiles(files)).toMatchObject({
      kind: 'several-models',
      models: [{ paths: ['m/a.gguf'] }, { paths: ['m/b.gguf'] }],
    });
  });

  it('says where a model has no template', async () => {
    expect(await readPickedFiles(picked({ 'a.gguf': ggufFile(llama) }))).toMatchObject({
      notes: ['no-template'],
    });
  });

  it.each<[string, Readonly<Record<string, Blob | string | object>>, object]>([
    ['nothing', {}, { problem: 'nothing-known' }],
    ['a photograph', { 'a.jpg': 'x' }, { problem: 'nothing-known' }],
    ['a damaged .gguf', { 'a.gguf': 'GGUFxx' }, { problem: 'damaged-file', files: [{ path: 'a.gguf' }] }],
    [
      'an embedding model',
      { 'a.gguf': ggufFile({ 'general.architecture': 'bert' }) },
      { problem: 'no-answer-model' },
    ],
    [
      'one of two shards',
      { 'a-00001-of-00002.gguf': ggufFile(llama) },
      { problem: 'missing-files', files: [{ path: 'a-00002-of-00002.gguf' }] },
    ],
    ['a broken description', { 'm/inkstone-model.json': '{' }, { problem: 'damaged-description' }],
    [
      'half of a transformers.js folder',
      { 'm/config.json': { hidden_size: 1 } },
      {
        problem: 'missing-files',
        files: [{ path: 'tokenizer.json' }, { path: 'onnx/model_quantized.onnx' }],
      },
    ],
  ])('says what is wrong with %s', async (_, files, problem) => {
    expect(await readPickedFiles(picked(files))).toMatchObject({ kind: 'unusable', ...problem });
  });

  const mlc = {
    'Tiny-MLC/mlc-chat-config.json': { tokenizer_files: ['tokenizer.json'], context_window_size: 4096 },
    'Tiny-MLC/tokenizer.json': '{}',
    'Tiny-MLC/ndarray-cache.json': {
      records: [{ dataPath: 'params_shard_0.bin', nbytes: 3, md5sum: 'ab'.repeat(16) }],
    },
    'Tiny-MLC/params_shard_0.bin': 'abc',
    'Tiny-MLC/.DS_Store': 'x',
  };

  it('an MLC folder needs its library beside it', async () => {
    expect(await readPickedFiles(picked(mlc))).toMatchObject({ problem: 'missing-library' });
    const model = await readPickedFiles(picked({ ...mlc, 'Tiny-MLC/Tiny-webgpu.wasm': 'wasm' }));
    expect(model).toMatchObject({ kind: 'model', package: { id: 'Tiny-MLC', format: 'mlc' } });
    if (model.kind !== 'model') return;
    expect(model.package.files.map(({ path }) => path)).toEqual([
      'mlc-chat-config.json',
      'tokenizer.json',
      'tensor-cache.json',
      'params_shard_0.bin',
      'library.wasm',
    ]);
    expect([...model.blobs.keys()]).toEqual(model.package.files.map(({ path }) => path));
  });

  it('an MLC folder whose weights are cut off is told by name', async () => {
    const files = { ...mlc, 'Tiny-MLC/params_shard_0.bin': 'ab', 'Tiny-MLC/a.wasm': 'w' };
    expect(await readPickedFiles(picked(files))).toMatchObject({
      problem: 'cut-short',
      files: [{ path: 'params_shard_0.bin', lengths: { bytes: 2, expectedBytes: 3 } }],
    });
  });

  it('a transformers.js folder is an embedding model or a reranker', async () => {
    const folder = { 'e5/tokenizer.json': '{}', 'e5/onnx/model_int8.onnx': 'x' };
    expect(await readPickedFiles(picked({ ...folder, 'e5/config.json': { hidden_size: 4 } }))).toMatchObject({
      package: { id: 'e5', task: 'embedding' },
    });
    expect(
      await readPickedFiles(
        picked({ ...folder, 'e5/config.json': { architectures: ['XForSequenceClassification'] } }),
      ),
    ).toMatchObject({ package: { task: 'reranker' } });
  });

  it('a transformers.js folder that writes text is none, but one that was made of such a model is', async () => {
    const config = { architectures: ['Qwen3ForCausalLM'], hidden_size: 1024 };
    const folder = (name: string, more: Readonly<Record<string, unknown>> = {}) =>
      readPickedFiles(
        picked({
          [`${name}/config.json`]: config,
          [`${name}/tokenizer.json`]: '{}',
          [`${name}/onnx/model_q4.onnx`]: 'x',
          ...more,
        } as Parameters<typeof picked>[0]),
      );
    expect(await folder('Qwen3-0.6B-ONNX')).toMatchObject({ kind: 'unusable', problem: 'no-search-model' });
    const embedding = { kind: 'model', package: { task: 'embedding' } };
    expect(await folder('Qwen3-Embedding-0.6B-ONNX')).toMatchObject(embedding);
    expect(
      await folder('own', { 'own/1_Pooling/config.json': { pooling_mode_lasttoken: true } }),
    ).toMatchObject(embedding);
  });

  it('a folder that was exported comes back with its hashes', async () => {
    const description = describeStoredModel({
      id: 'own/model',
      format: 'gguf',
      task: 'answer',
      name: 'Own',
      origin: { kind: 'files' },
      state: 'installed',
      files: [{ path: 'own.gguf', bytes: 3, sha256: 'ef'.repeat(32) }],
      addedAt: 1,
      facts: { licence: 'MIT', languages: ['zh'] },
    });
    const written = writePackageDescription(description);
    expect(readPackageDescription(JSON.parse(written))).toEqual(description);
    const files = { 'out/inkstone-model.json': written, 'out/own.gguf': 'abc' };
    expect(await readPickedFiles(picked(files))).toMatchObject({
      package: { id: 'own/model', facts: { licence: 'MIT' }, files: [{ hash: { hex: 'ef'.repeat(32) } }] },
    });
    expect(await readPickedFiles(picked({ ...files, 'out/own.gguf': 'ab' }))).toMatchObject({
      problem: 'cut-short',
      files: [{ path: 'own.gguf', lengths: { bytes: 2, expectedBytes: 3 } }],
    });
  });
});
