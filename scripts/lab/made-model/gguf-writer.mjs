/**
 * A value as GGUF stores it. Lists are of one type each.
 * @typedef {{ type: 'uint32', value: number } | { type: 'float32', value: number } | { type: 'bool', value: boolean }
 *   | { type: 'string', value: string } | { type: 'strings', value: readonly string[] }
 *   | { type: 'float32s', value: readonly number[] } | { type: 'int32s', value: readonly number[] }} GgufValue
 *
 * @typedef {object} GgufTensor
 * @property {string} name
 * @property {readonly number[]} dims the fastest first
 * @property {Float32Array<ArrayBuffer>} values
 *
 * @typedef {object} Gguf
 * @property {Readonly<Record<string, GgufValue>>} metadata
 * @property {readonly GgufTensor[]} tensors
 */

const version = 3;
const alignment = 32;

/** The numbers that the format gives its types. */
const typeIds = { uint32: 4, int32: 5, float32: 6, bool: 7, string: 8, list: 9 };
const float32Tensor = 0;

/**
 * A GGUF file of version 3, as the ggml project specifies it (docs/gguf.md): header, metadata, the table of tensors,
 * and their bytes, each from a multiple of the alignment on. All numbers are little-endian.
 * @param {Gguf} gguf
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function writeGguf({ metadata, tensors }) {
  const head = new Bytes();
  head.bytes(new TextEncoder().encode('GGUF'));
  head.uint32(version);
  head.uint64(tensors.length);
  head.uint64(Object.keys(metadata).length);
  for (const [key, value] of Object.entries(metadata)) {
    head.string(key);
    writeValue(head, value);
  }
  let offset = 0;
  for (const { name, dims, values } of tensors) {
    head.string(name);
    head.uint32(dims.length);
    for (const dim of dims) head.uint64(dim);
    head.uint32(float32Tensor);
    head.uint64(offset);
    offset = aligned(offset + values.byteLength);
  }
  const start = aligned(head.length);
  const file = new Uint8Array(start + offset);
  file.set(head.taken());
  let at = start;
  for (const { values } of tensors) {
    file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at = aligned(at + values.byteLength);
  }
  return file;
}

/**
 * @param {Bytes} out
 * @param {GgufValue} value
 */
function writeValue(out, value) {
  switch (value.type) {
    case 'uint32':
      out.uint32(typeIds.uint32);
      return out.uint32(value.value);
    case 'float32':
      out.uint32(typeIds.float32);
      return out.float32(value.value);
    case 'bool':
      out.uint32(typeIds.bool);
      return out.bytes(Uint8Array.of(value.value ? 1 : 0));
    case 'string':
      out.uint32(typeIds.string);
      return out.string(value.value);
    case 'strings':
      listHead(out, typeIds.string, value.value.length);
      return value.value.forEach((each) => out.string(each));
    case 'float32s':
      listHead(out, typeIds.float32, value.value.length);
      return value.value.forEach((each) => out.float32(each));
    case 'int32s':
      listHead(out, typeIds.int32, value.value.length);
      return value.value.forEach((each) => out.int32(each));
  }
}

/**
 * @param {Bytes} out
 * @param {number} elementType
 * @param {number} length
 */
function listHead(out, elementType, length) {
  out.uint32(typeIds.list);
  out.uint32(elementType);
  out.uint64(length);
}

/** @param {number} length */
function aligned(length) {
  return Math.ceil(length / alignment) * alignment;
}

/** Bytes that grow as they are written. */
class Bytes {
  #view = new DataView(new ArrayBuffer(1024));
  length = 0;

  /** @param {number} value */
  uint32(value) {
    this.#room(4).setUint32(this.length - 4, value, true);
  }

  /** @param {number} value */
  int32(value) {
    this.#room(4).setInt32(this.length - 4, value, true);
  }

  /** @param {number} value */
  uint64(value) {
    this.#room(8).setBigUint64(this.length - 8, BigInt(value), true);
  }

  /** @param {number} value */
  float32(value) {
    this.#room(4).setFloat32(this.length - 4, value, true);
  }

  /** @param {string} value */
  string(value) {
    const encoded = new TextEncoder().encode(value);
    this.uint64(encoded.length);
    this.bytes(encoded);
  }

  /** @param {Uint8Array} value */
  bytes(value) {
    const view = this.#room(value.length);
    new Uint8Array(view.buffer).set(value, this.length - value.length);
  }

  taken() {
    return new Uint8Array(this.#view.buffer, 0, this.length);
  }

  /** @param {number} bytes */
  #room(bytes) {
    this.length += bytes;
    if (this.length > this.#view.byteLength) {
      const larger = new ArrayBuffer(Math.max(this.length, this.#view.byteLength * 2));
      new Uint8Array(larger).set(new Uint8Array(this.#view.buffer));
      this.#view = new DataView(larger);
    }
    return this.#view;
  }
}
