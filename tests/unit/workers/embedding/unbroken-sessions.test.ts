import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { failing } from '../../../../workers/engines/embedding/unbroken-sessions';

describe('the sessions of transformers.js', () => {
  it('are those of the module that is changed for them', () => {
    const own = createRequire(import.meta.url);
    const theirs = createRequire(own.resolve('@huggingface/transformers'));
    expect(own.resolve('onnxruntime-web/webgpu')).toBe(theirs.resolve('onnxruntime-web/webgpu'));
  });

  it('hand on a failure as a value that is thrown at the first touch', async () => {
    const error = new Error('the file is damaged');
    const session = (await Promise.resolve(failing(error))) as { inputNames?: unknown };
    expect(() => session.inputNames).toThrow(error);
    expect(() => 'inputNames' in session).toThrow(error);
    expect(() => Object.keys(session)).toThrow(error);
  });
});
