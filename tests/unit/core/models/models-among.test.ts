import { describe, expect, it } from 'vitest';
import { separateModels } from '../../../../src/core/models/models-among';

function given(...files: readonly (readonly [path: string, content: string])[]) {
  return files.map(([path, content]) => ({ path, file: new Blob([content]) }));
}

async function separated(...files: readonly (readonly [path: string, content: string])[]) {
  const { models, others } = await separateModels(given(...files));
  return {
    models: models.map((model) => model.map(({ path }) => path)),
    others: others.map(({ path }) => path),
  };
}

describe('models among files that a person gives', () => {
  it('are told by their names or their first bytes', async () => {
    expect(
      await separated(
        ['notes.md', 'GGUF is a format'],
        ['fake.GGUF', 'x'],
        ['weights.bin', 'GGUFxx'],
        ['blob', 'GGUFxx'],
        ['other.bin', 'xx'],
        ['empty', ''],
      ),
    ).toEqual({
      models: [['fake.GGUF'], ['weights.bin'], ['blob']],
      others: ['notes.md', 'other.bin', 'empty'],
    });
  });

  it('are whole where they come in shards', async () => {
    const shards = ['m/a-00001-of-00002.gguf', 'm/a-00002-of-00002.gguf'];
    expect(
      await separated([shards[0] ?? '', 'GGUF'], ['m/b.gguf', 'GGUF'], [shards[1] ?? '', 'GGUF']),
    ).toEqual({ models: [shards, ['m/b.gguf']], others: [] });
  });

  it.each([
    ['an exported model', ['m/inkstone-model.json', 'm/README.md']],
    ['a WebLLM model', ['all/m/mlc-chat-config.json', 'all/m/params/shard.bin', 'all/m/README.md']],
    ['a transformers.js model', ['m/config.json', 'm/tokenizer.json', 'm/onnx/model.onnx', 'm/README.md']],
  ])('are folders as a whole: %s', async (_, paths) => {
    const files = paths.map((path) => [path, '{}'] as const);
    expect(await separated(...files, ['all/notes.md', 'x'], ['config.json', '{}'])).toEqual({
      models: [paths],
      others: ['all/notes.md', 'config.json'],
    });
  });

  it('are no folders of documents that hold a configuration', async () => {
    const { models } = await separated(['site/config.json', '{}'], ['site/index.html', 'x']);
    expect(models).toEqual([]);
  });
});
