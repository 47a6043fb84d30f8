import { llamaGguf } from './gguf-llama.mjs';

/**
 * A GGUF file of a model that writes one text again and again: after each character of it, byte by byte, it knows the
 * next. What comes before the last token makes no difference to it. A byte may not be followed by different ones; the
 * text is joined to itself by a space.
 * @param {string | Uint8Array} text or its bytes
 * @param {string} [chatTemplate]
 */
export function writingGguf(text, chatTemplate) {
  const vocabulary = byteVocabulary();
  const size = vocabulary.length;
  /** A token's number is the place of its one in the embedding. */
  const embedding = new Float32Array(size * size);
  const output = new Float32Array(size * size);
  for (let id = 0; id < size; id += 1) embedding[id * size + id] = 1;
  const written = [...(typeof text === 'string' ? new TextEncoder().encode(text) : text)].map(
    (byte) => byte + firstByte,
  );
  const first = written[0] ?? 0;
  for (const [at, id] of written.entries()) {
    const next = written[at + 1] ?? space;
    if (written.indexOf(id) !== at) throw new Error('every byte of the text must be another');
    output[next * size + id] = 1;
  }
  // After whatever stands at the end of a prompt, the text begins.
  for (let id = 0; id < size; id += 1) {
    if (!written.includes(id)) output[first * size + id] = 1;
  }
  const shape = { hidden: size, feedForward: 32, layers: 1, heads: 4, keyHeads: 1, contextTokens: 1024 };
  return llamaGguf({
    name: 'writing',
    shape,
    vocabulary,
    weights: { embedding, layers: [silentLayer(shape)], lastNorm: new Float32Array(size).fill(1), output },
    ...(chatTemplate === undefined ? {} : { chatTemplate }),
  });
}

const firstByte = 3;
const space = firstByte + 256;

/** @returns {import('./gguf-llama.mjs').Piece[]} the three special tokens, all bytes, a space, and letters */
export function byteVocabulary() {
  const bytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).toUpperCase().padStart(2, '0'));
  const letters = [...'▁abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;!?<|>/_-'];
  return [
    { text: '<unk>', score: 0, kind: 'unknown' },
    { text: '<s>', score: 0, kind: 'control' },
    { text: '</s>', score: 0, kind: 'control' },
    ...bytes.map((digits) => ({ text: `<0x${digits}>`, score: 0, kind: /** @type {const} */ ('byte') })),
    ...letters.map((text, at) => ({ text, score: -at, kind: /** @type {const} */ ('normal') })),
    // A multiple of 32, as the kernels like it.
    ...Array.from({ length: 18 }, (_, at) => ({
      text: `▁piece${at}`,
      score: -1000 - at,
      kind: /** @type {const} */ ('normal'),
    })),
  ];
}

/**
 * A layer that adds nothing.
 * @param {import('./gguf-llama.mjs').LlamaShape} shape
 * @returns {import('./gguf-llama.mjs').LlamaLayer}
 */
function silentLayer({ hidden, feedForward, heads, keyHeads }) {
  const keys = (hidden / heads) * keyHeads;
  return {
    norm: new Float32Array(hidden).fill(1),
    query: new Float32Array(hidden * hidden),
    key: new Float32Array(hidden * keys),
    value: new Float32Array(hidden * keys),
    merge: new Float32Array(hidden * hidden),
    feedForwardNorm: new Float32Array(hidden).fill(1),
    gate: new Float32Array(hidden * feedForward),
    up: new Float32Array(hidden * feedForward),
    down: new Float32Array(feedForward * hidden),
  };
}
