import { llamaGguf } from './gguf-llama.mjs';

/**
 * The GGUF file of a model in the format of llama2.c: a header of seven numbers, then the weights in floats, kind by
 * kind with all layers of a kind together; the vocabulary is a file of its own.
 * @param {ArrayBuffer} model
 * @param {ArrayBuffer} tokens
 * @param {string} [chatTemplate]
 */
export function storiesGguf(model, tokens, chatTemplate) {
  const [
    hidden = 0,
    feedForward = 0,
    layers = 0,
    heads = 1,
    keyHeads = 1,
    vocabularySize = 0,
    contextTokens = 0,
  ] = new Int32Array(model, 0, 7);
  const shape = { hidden, feedForward, layers, heads, keyHeads, contextTokens };
  const keys = (hidden / heads) * keyHeads;
  let at = 28;
  /** @param {number} count */
  const take = (count) => {
    const floats = new Float32Array(model.slice(at, at + count * 4));
    at += count * 4;
    return floats;
  };
  /** @param {number} count */
  const takeEach = (count) => Array.from({ length: layers }, () => take(count));
  const embedding = take(vocabularySize * hidden);
  const norm = takeEach(hidden);
  const query = takeEach(hidden * hidden);
  const key = takeEach(hidden * keys);
  const value = takeEach(hidden * keys);
  const merge = takeEach(hidden * hidden);
  const feedForwardNorm = takeEach(hidden);
  const gate = takeEach(feedForward * hidden);
  const down = takeEach(feedForward * hidden);
  const up = takeEach(feedForward * hidden);
  const kinds = { norm, query, key, value, merge, feedForwardNorm, gate, down, up };
  /** @param {number} layer @returns {import('./gguf-llama.mjs').LlamaLayer} */
  const layerAt = (layer) => {
    const none = new Float32Array();
    /** @param {keyof typeof kinds} kind */
    const of = (kind) => kinds[kind][layer] ?? none;
    return {
      norm: of('norm'),
      query: of('query'),
      key: of('key'),
      value: of('value'),
      merge: of('merge'),
      feedForwardNorm: of('feedForwardNorm'),
      gate: of('gate'),
      up: of('up'),
      down: of('down'),
    };
  };
  return llamaGguf({
    name: 'stories260K',
    shape,
    vocabulary: readVocabulary(tokens, vocabularySize),
    weights: {
      embedding,
      layers: Array.from({ length: layers }, (_, layer) => layerAt(layer)),
      lastNorm: take(hidden),
    },
    ...(chatTemplate === undefined ? {} : { chatTemplate }),
  });
}

/**
 * The longest token's length, then each token's score, length and bytes.
 * @param {ArrayBuffer} tokens
 * @param {number} count
 * @returns {import('./gguf-llama.mjs').Piece[]}
 */
function readVocabulary(tokens, count) {
  const view = new DataView(tokens);
  let at = 4;
  return Array.from({ length: count }, (_, id) => {
    const score = view.getFloat32(at, true);
    const length = view.getInt32(at + 4, true);
    const text = new TextDecoder().decode(new Uint8Array(tokens, at + 8, length));
    at += 8 + length;
    if (id === 0) return { text: '<unk>', score, kind: 'unknown' };
    // llama2.c writes line breaks around these two.
    if (id < 3) return { text: text.trim(), score, kind: 'control' };
    if (/^<0x[0-9A-F]{2}>$/.test(text)) return { text, score, kind: 'byte' };
    return { text: text.replaceAll(' ', '▁'), score, kind: 'normal' };
  });
}
