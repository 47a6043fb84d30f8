import { describe, expect, it } from 'vitest';
import { writeGguf } from '../../../../scripts/lab/made-model/gguf-writer.mjs';
import { randomGguf } from '../../../../scripts/lab/made-model/gguf-random.mjs';
import { readGgufHeader } from '../../../../workers/engines/wllama/gguf-header';
import { tokenizerModel } from '../../../../workers/engines/wllama/tokenizer-model';

describe('a written GGUF file', () => {
  it('has the head and the alignment of the specification', () => {
    const values = Float32Array.of(1, 2, 3);
    const file = writeGguf({
      metadata: { 'general.architecture': { type: 'string', value: 'llama' } },
      tensors: [
        { name: 'a', dims: [3], values },
        { name: 'b', dims: [1, 3], values },
      ],
    });
    const view = new DataView(file.buffer);
    expect(new TextDecoder().decode(file.subarray(0, 4))).toBe('GGUF');
    expect(view.getUint32(4, true)).toBe(3);
    expect(view.getBigUint64(8, true)).toBe(2n);
    expect(view.getBigUint64(16, true)).toBe(1n);
    // Key, type and value of the entry, then name, dimensions, type and offset of both tensors.
    const tables = 24 + (8 + 20 + 4 + 8 + 5) + (8 + 1 + 4 + 8 + 4 + 8) + (8 + 1 + 4 + 16 + 4 + 8);
    const start = Math.ceil(tables / 32) * 32;
    expect(file.length).toBe(start + 64);
    expect([...new Float32Array(file.buffer, start, 3)]).toEqual([1, 2, 3]);
    expect([...new Float32Array(file.buffer, start + 32, 3)]).toEqual([1, 2, 3]);
  });

  it('is read back by its head', async () => {
    const header = await readGgufHeader(new Blob([randomGguf('{{ messages }}')]));
    expect(header).toMatchObject({
      architecture: 'llama',
      contextTokens: 512,
      chatTemplate: '{{ messages }}',
      tokenCount: 352,
      beginning: { id: 1, text: '<s>' },
      end: { id: 2, text: '</s>' },
    });
  });
});

/** One entry, `a`: a list, in as many lists as asked. */
function listed(type: number, count: bigint, depth = 1): Blob {
  const bytes = new DataView(new ArrayBuffer(37 + depth * 12));
  bytes.setUint32(0, 0x4655_4747, true);
  bytes.setUint32(4, 3, true);
  bytes.setBigUint64(16, 1n, true);
  bytes.setBigUint64(24, 1n, true);
  bytes.setUint8(32, 97);
  bytes.setUint32(33, 9, true);
  for (let i = 0; i < depth; i += 1) {
    bytes.setUint32(37 + i * 12, type, true);
    bytes.setBigUint64(41 + i * 12, count, true);
  }
  return new Blob([bytes]);
}

describe('reading the head of a file', () => {
  it.each([
    ['is none', new Blob(['a letter, and not a short one'])],
    ['ends within it', new Blob([randomGguf().slice(0, 200)])],
    ['is empty', new Blob([])],
    ['has a list of more texts than there can be', listed(8, 2n ** 40n)],
    ['has lists within lists without end', listed(9, 1n, 100_000)],
  ])('fails by code when the file %s', async (_, file) => {
    await expect(readGgufHeader(file)).rejects.toMatchObject({ code: 'model-incompatible' });
  });
});

describe('the model that counts', () => {
  it('has the very tokenizer of the other, and is small', async () => {
    const header = await readGgufHeader(new Blob([randomGguf('{{ messages }}')]));
    const model = tokenizerModel(header);
    const own = await readGgufHeader(model);
    expect(own.tokenizerEntries).toEqual(header.tokenizerEntries);
    expect(own.chatTemplate).toBeUndefined();
    expect(own.tokenCount).toBe(header.tokenCount);
    expect(model.size).toBeLessThan(60_000);
  });
});
