import { transformerGraph } from './transformer-graph.mjs';

/** The shape of the small models that people search with. */
export const smallTransformer = { layers: 6, hidden: 384, heads: 12, feedForward: 1536, positions: 512 };

/**
 * The files of a model folder with an encoder of that shape and random weights: as fast as a trained one, and as
 * good as chance. The words are those of the tokenizer given.
 * @param {Omit<import('./transformer-graph.mjs').TransformerShape, 'vocabulary'>} shape
 * @param {{ tokenizer: string, tokenizerConfig: string }} words the texts of tokenizer.json and tokenizer_config.json
 */
export function madeTransformer(shape, { tokenizer, tokenizerConfig }) {
  const vocabulary = vocabularyOf(JSON.parse(tokenizer));
  const config = {
    model_type: 'bert',
    architectures: ['BertModel'],
    hidden_size: shape.hidden,
    num_hidden_layers: shape.layers,
    num_attention_heads: shape.heads,
    intermediate_size: shape.feedForward,
    max_position_embeddings: shape.positions,
    vocab_size: vocabulary,
  };
  /** @type {[string, string | Uint8Array<ArrayBuffer>][]} */
  const files = [
    ['config.json', JSON.stringify(config)],
    ['tokenizer.json', tokenizer],
    [
      'tokenizer_config.json',
      JSON.stringify({ ...JSON.parse(tokenizerConfig), model_max_length: shape.positions }),
    ],
    ['onnx/model_quantized.onnx', transformerGraph({ ...shape, vocabulary }, noise())],
  ];
  return new Map(files);
}

/** @param {{ model: { vocab: object }, added_tokens?: readonly { id: number }[] }} tokenizer */
function vocabularyOf({ model, added_tokens: added = [] }) {
  const pieces = Object.keys(model.vocab).length;
  return added.reduce((count, { id }) => Math.max(count, id + 1), pieces);
}

/**
 * Numbers from 0 to 1, the same every time (xorshift32, Marsaglia 2003).
 * @returns {() => number}
 */
export function noise() {
  let state = 0x2545f491;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x1_0000_0000;
  };
}
