export interface MadeTensor {
  readonly lengths: readonly number[];
  /** As the format numbers them: 0 is 32-bit floats. */
  readonly type: number;
  /** Behind the beginning of all tensors. */
  readonly offset: number;
}

/** A GGUF file without the bytes of its tensors. Numbers are written as 32 bits, lists as lists of texts. */
export function ggufFile(
  entries: Readonly<Record<string, string | number | readonly string[]>>,
  {
    magic = 'GGUF',
    count = Object.keys(entries).length,
    tensors = [],
  }: { magic?: string; count?: number; tensors?: readonly MadeTensor[] } = {},
): Blob {
  const parts: Uint8Array[] = [
    new TextEncoder().encode(magic),
    uint32(3),
    uint64(tensors.length),
    uint64(count),
  ];
  const text = (value: string): void => {
    const bytes = new TextEncoder().encode(value);
    parts.push(uint64(bytes.length), bytes);
  };
  for (const [key, value] of Object.entries(entries)) {
    text(key);
    if (typeof value === 'string') {
      parts.push(uint32(8));
      text(value);
    } else if (typeof value === 'number') {
      parts.push(uint32(4), uint32(value));
    } else {
      parts.push(uint32(9), uint32(8), uint64(value.length));
      value.forEach(text);
    }
  }
  for (const { lengths, type, offset } of tensors) {
    text('blk.0.attn_q.weight');
    parts.push(uint32(lengths.length), ...lengths.map(uint64), uint32(type), uint64(offset));
  }
  return new Blob(parts.map((part) => Uint8Array.from(part)));
}

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

function uint64(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value), true);
  return bytes;
}
