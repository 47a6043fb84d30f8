import { llamaGguf } from './gguf-llama.mjs';
import { byteVocabulary } from './gguf-writing.mjs';
import { noise } from './transformer-model.mjs';

/**
 * A GGUF file of a small model with random weights: what it writes means nothing and depends on all that it has read;
 * the likeliest is the same every time. It writes letters only: one word without end.
 * @param {string} [chatTemplate]
 * @param {number} [contextTokens] a token is a byte
 */
export function randomGguf(chatTemplate, contextTokens = 512) {
  const random = noise();
  /** @param {number} length @param {number} spread */
  const floats = (length, spread) => Float32Array.from({ length }, () => (2 * random() - 1) * spread);
  const vocabulary = byteVocabulary();
  const shape = { hidden: 64, feedForward: 160, layers: 3, heads: 4, keyHeads: 2, contextTokens };
  const { hidden, feedForward, layers, heads, keyHeads } = shape;
  const keys = (hidden / heads) * keyHeads;
  const norm = new Float32Array(hidden).fill(1);
  const output = floats(vocabulary.length * hidden, 1);
  vocabulary.forEach(({ text }, id) => {
    if (!/^[a-z]$/i.test(text)) output.fill(0, id * hidden, (id + 1) * hidden);
  });
  return llamaGguf({
    name: 'random',
    shape: { hidden, feedForward, layers, heads, keyHeads, contextTokens },
    vocabulary,
    weights: {
      embedding: floats(vocabulary.length * hidden, 1),
      layers: Array.from({ length: layers }, () => ({
        norm,
        query: floats(hidden * hidden, 0.3),
        key: floats(hidden * keys, 0.3),
        value: floats(hidden * keys, 0.3),
        merge: floats(hidden * hidden, 0.3),
        feedForwardNorm: norm,
        gate: floats(hidden * feedForward, 0.3),
        up: floats(hidden * feedForward, 0.3),
        down: floats(feedForward * hidden, 0.3),
      })),
      lastNorm: norm,
      output,
    },
    ...(chatTemplate === undefined ? {} : { chatTemplate }),
  });
}
