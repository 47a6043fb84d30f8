import { expect, it } from 'vitest';
import { folderNameOf } from '../../../../src/core/models/folder-name';

it.each([
  ['Qwen3 4B', 'Qwen3 4B'],
  ['通义千问 3', '通义千问 3'],
  ['owner/name: a "model"', 'owner-name- a -model'],
  ['../..', 'model'],
  ['.hidden.', 'hidden'],
  ['CON', 'model-CON'],
  ['con.gguf', 'model-con.gguf'],
  ['x'.repeat(300), 'x'.repeat(100)],
])('the folder of %s can be made on every system', (modelName, folderName) => {
  expect(folderNameOf(modelName)).toBe(folderName);
});
