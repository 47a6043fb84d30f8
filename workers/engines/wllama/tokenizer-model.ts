import type { GgufHeader } from './gguf-header';

const width = 32;
const blockBytes = 18;

/**
 * A GGUF file with the tokenizer of the given model and next to no weights. The library has no call that counts tokens;
 * this lets it count with the very same tokenizer beside the model, whose cache is left alone.
 */
export function tokenizerModel({ tokenizerEntries, tokenCount }: GgufHeader): Blob {
  const square = { dims: [width, width], type: float32, bytes: width * width * 4 };
  const line = { dims: [width], type: float32, bytes: width * 4 };
  const tensors = [
    // Rows of one block of 4 bits a weight: 18 bytes a token.
    { name: 'token_embd', dims: [width, tokenCount], type: q40, bytes: tokenCount * blockBytes },
    { name: 'blk.0.attn_norm', ...line },
    { name: 'blk.0.attn_q', ...square },
    { name: 'blk.0.attn_k', ...square },
    { name: 'blk.0.attn_v', ...square },
    { name: 'blk.0.attn_output', ...square },
    { name: 'blk.0.ffn_norm', ...line },
    { name: 'blk.0.ffn_gate', ...square },
    { name: 'blk.0.ffn_up', ...square },
    { name: 'blk.0.ffn_down', ...square },
    { name: 'output_norm', ...line },
  ];
  const entries = [
    textEntry('general.architecture', 'llama'),
    ...Object.entries(shape).map(([key, value]) => numberEntry(`llama.${key}`, value)),
    entry('llama.attention.layer_norm_rms_epsilon', 6, floatBytes(1e-5)),
    ...tokenizerEntries,
  ];
  let offset = 0;
  const table = tensors.map(({ name, dims, type, bytes }) => {
    const row = [
      text(`${name}.weight`),
      uint32(dims.length),
      ...dims.map(uint64),
      uint32(type),
      uint64(offset),
    ];
    offset = aligned(offset + bytes);
    return row;
  });
  const head = [
    new TextEncoder().encode('GGUF'),
    uint32(3),
    uint64(tensors.length),
    uint64(entries.length),
    ...entries,
    ...table.flat(),
  ];
  const headBytes = head.reduce((sum, { length }) => sum + length, 0);
  return new Blob([...head, new Uint8Array(aligned(headBytes) - headBytes + offset)]);
}

const float32 = 0;
const q40 = 2;
const alignment = 32;

const shape = {
  context_length: 64,
  embedding_length: width,
  block_count: 1,
  feed_forward_length: width,
  'rope.dimension_count': width,
  'attention.head_count': 1,
  'attention.head_count_kv': 1,
};

type Bytes = Uint8Array<ArrayBuffer>;

function textEntry(key: string, value: string): Bytes {
  return entry(key, 8, text(value));
}

function numberEntry(key: string, value: number): Bytes {
  return entry(key, 4, uint32(value));
}

function entry(key: string, type: number, value: Bytes): Bytes {
  return joined([text(key), uint32(type), value]);
}

function text(value: string): Bytes {
  const encoded = new TextEncoder().encode(value);
  return joined([uint64(encoded.length), encoded]);
}

function uint32(value: number): Bytes {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, value, true);
  return new Uint8Array(view.buffer);
}

function uint64(value: number): Bytes {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(value), true);
  return new Uint8Array(view.buffer);
}

function floatBytes(value: number): Bytes {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value, true);
  return new Uint8Array(view.buffer);
}

function joined(parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function aligned(length: number): number {
  return Math.ceil(length / alignment) * alignment;
}
