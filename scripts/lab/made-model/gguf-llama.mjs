import { writeGguf } from './gguf-writer.mjs';

/**
 * @typedef {object} LlamaShape
 * @property {number} hidden
 * @property {number} feedForward
 * @property {number} layers
 * @property {number} heads
 * @property {number} keyHeads heads of keys and values; several heads of queries share one
 * @property {number} contextTokens
 *
 * @typedef {object} Piece a token of a SentencePiece vocabulary
 * @property {string} text with a space as `▁`
 * @property {number} score
 * @property {'normal' | 'unknown' | 'control' | 'byte'} kind
 *
 * @typedef {Float32Array<ArrayBuffer>} Floats
 *
 * @typedef {object} LlamaWeights matrices row by row, a row an output
 * @property {Floats} embedding
 * @property {readonly LlamaLayer[]} layers
 * @property {Floats} lastNorm
 * @property {Floats} [output] the embedding's own where absent
 *
 * @typedef {{ norm: Floats, query: Floats, key: Floats, value: Floats, merge: Floats, feedForwardNorm: Floats,
 *   gate: Floats, up: Floats, down: Floats }} LlamaLayer
 *
 * @typedef {object} Llama
 * @property {string} name
 * @property {LlamaShape} shape
 * @property {readonly Piece[]} vocabulary the first three are unknown, beginning and end
 * @property {LlamaWeights} weights
 * @property {string} [chatTemplate] in Jinja
 */

const kindIds = { normal: 1, unknown: 2, control: 3, byte: 6 };

/** The bytes of a GGUF file for a model of Llama's build. @param {Llama} llama */
export function llamaGguf({ name, shape, vocabulary, weights, chatTemplate }) {
  const { hidden, feedForward, layers, heads, keyHeads, contextTokens } = shape;
  const keys = (hidden / heads) * keyHeads;
  return writeGguf({
    metadata: {
      'general.architecture': { type: 'string', value: 'llama' },
      'general.name': { type: 'string', value: name },
      'general.file_type': { type: 'uint32', value: 0 },
      'llama.vocab_size': { type: 'uint32', value: vocabulary.length },
      'llama.context_length': { type: 'uint32', value: contextTokens },
      'llama.embedding_length': { type: 'uint32', value: hidden },
      'llama.block_count': { type: 'uint32', value: layers },
      'llama.feed_forward_length': { type: 'uint32', value: feedForward },
      'llama.rope.dimension_count': { type: 'uint32', value: hidden / heads },
      'llama.attention.head_count': { type: 'uint32', value: heads },
      'llama.attention.head_count_kv': { type: 'uint32', value: keyHeads },
      'llama.attention.layer_norm_rms_epsilon': { type: 'float32', value: 1e-5 },
      'tokenizer.ggml.model': { type: 'string', value: 'llama' },
      'tokenizer.ggml.tokens': { type: 'strings', value: vocabulary.map(({ text }) => text) },
      'tokenizer.ggml.scores': { type: 'float32s', value: vocabulary.map(({ score }) => score) },
      'tokenizer.ggml.token_type': { type: 'int32s', value: vocabulary.map(({ kind }) => kindIds[kind]) },
      'tokenizer.ggml.unknown_token_id': { type: 'uint32', value: 0 },
      'tokenizer.ggml.bos_token_id': { type: 'uint32', value: 1 },
      'tokenizer.ggml.eos_token_id': { type: 'uint32', value: 2 },
      'tokenizer.ggml.add_bos_token': { type: 'bool', value: true },
      ...(chatTemplate === undefined
        ? {}
        : { 'tokenizer.chat_template': { type: 'string', value: chatTemplate } }),
    },
    tensors: [
      { name: 'token_embd.weight', dims: [hidden, vocabulary.length], values: weights.embedding },
      ...weights.layers.flatMap((layer, at) => [
        { name: `blk.${at}.attn_norm.weight`, dims: [hidden], values: layer.norm },
        { name: `blk.${at}.attn_q.weight`, dims: [hidden, hidden], values: layer.query },
        { name: `blk.${at}.attn_k.weight`, dims: [hidden, keys], values: layer.key },
        { name: `blk.${at}.attn_v.weight`, dims: [hidden, keys], values: layer.value },
        { name: `blk.${at}.attn_output.weight`, dims: [hidden, hidden], values: layer.merge },
        { name: `blk.${at}.ffn_norm.weight`, dims: [hidden], values: layer.feedForwardNorm },
        { name: `blk.${at}.ffn_gate.weight`, dims: [hidden, feedForward], values: layer.gate },
        { name: `blk.${at}.ffn_up.weight`, dims: [hidden, feedForward], values: layer.up },
        { name: `blk.${at}.ffn_down.weight`, dims: [feedForward, hidden], values: layer.down },
      ]),
      { name: 'output_norm.weight', dims: [hidden], values: weights.lastNorm },
      ...(weights.output
        ? [{ name: 'output.weight', dims: [hidden, vocabulary.length], values: weights.output }]
        : []),
    ],
  });
}
