import { writeOnnx } from './onnx-writer.mjs';

/**
 * @typedef {import('./onnx-writer.mjs').Node} Node
 * @typedef {import('./onnx-writer.mjs').Constant} Constant
 *
 * @typedef {object} TransformerShape
 * @property {number} layers
 * @property {number} hidden
 * @property {number} heads
 * @property {number} feedForward
 * @property {number} vocabulary
 * @property {number} positions
 */

/**
 * The graph of a BERT encoder as the usual tools quantise it: tables and weights of 8 bits, activations quantised at
 * each product, everything else in floats. The weights are random.
 * @param {TransformerShape} shape
 * @param {() => number} random from 0 to 1
 */
export function transformerGraph(shape, random) {
  const graph = new GraphBuilder(shape, random);
  let state = graph.embeddings();
  const mask = graph.attentionMask();
  for (let layer = 0; layer < shape.layers; layer += 1) state = graph.layer(state, mask);
  return graph.write(state);
}

class GraphBuilder {
  /** @type {Node[]} */
  #nodes = [];
  /** @type {Constant[]} */
  #constants = [];
  #shape;
  #random;

  /**
   * @param {TransformerShape} shape
   * @param {() => number} random
   */
  constructor(shape, random) {
    this.#shape = shape;
    this.#random = random;
  }

  /** Rows of the tokens and of their places, added up and normalised. */
  embeddings() {
    const { hidden, vocabulary, positions } = this.#shape;
    const rows = this.#add('Gather', [this.#integers([vocabulary, hidden]), 'input_ids']);
    const tokens = this.#scaled(rows);
    const places = this.#constant([positions, hidden], this.#uniform(positions * hidden, 0.05));
    const sizes = this.#add('Shape', ['input_ids']);
    const length = this.#add('Slice', [sizes, this.#longs([1]), this.#longs([2]), this.#longs([0])]);
    const taken = this.#add('Slice', [places, this.#longs([0]), length, this.#longs([0])]);
    return this.#normalised(this.#add('Add', [tokens, taken]));
  }

  /** Nothing for tokens, and for padding so much less than any score that softmax leaves none of it. */
  attentionMask() {
    const wide = this.#add('Unsqueeze', ['attention_mask', this.#longs([1, 2])]);
    const kept = this.#add('Cast', [wide], { to: 1 });
    const padding = this.#add('Sub', [this.#number(1), kept]);
    return this.#add('Mul', [padding, this.#number(-10_000)]);
  }

  /**
   * @param {string} state
   * @param {string} mask
   */
  layer(state, mask) {
    const { hidden, feedForward } = this.#shape;
    const attended = this.#dense(this.#attention(state, mask), hidden, hidden);
    const between = this.#normalised(this.#add('Add', [attended, state]));
    const wide = this.#gelu(this.#dense(this.#quantised(between), hidden, feedForward));
    const narrow = this.#dense(this.#quantised(wide), feedForward, hidden);
    return this.#normalised(this.#add('Add', [narrow, between]));
  }

  /** @param {string} state */
  write(state) {
    this.#nodes.push({ operator: 'Identity', inputs: [state], outputs: ['last_hidden_state'] });
    return writeOnnx({
      nodes: this.#nodes,
      constants: this.#constants,
      inputs: ['input_ids', 'attention_mask'],
      output: 'last_hidden_state',
      outputRank: 3,
    });
  }

  /**
   * @param {string} state
   * @param {string} mask
   * @returns the heads' findings side by side, quantised
   */
  #attention(state, mask) {
    const { hidden, heads } = this.#shape;
    const input = this.#quantised(state);
    const perHead = this.#longs([0, 0, heads, hidden / heads]);
    const [query = '', key = '', value = ''] = [
      [0, 2, 1, 3],
      [0, 2, 3, 1],
      [0, 2, 1, 3],
    ].map((perm) => {
      const split = this.#add('Reshape', [this.#dense(input, hidden, hidden), perHead]);
      return this.#add('Transpose', [split], { perm });
    });
    const products = this.#add('MatMul', [query, key]);
    const scores = this.#add('Div', [products, this.#number(Math.sqrt(hidden / heads))]);
    const weights = this.#add('Softmax', [this.#add('Add', [scores, mask])]);
    const found = this.#add('Transpose', [this.#add('MatMul', [weights, value])], { perm: [0, 2, 1, 3] });
    return this.#quantised(this.#add('Reshape', [found, this.#longs([0, 0, hidden])]));
  }

  /**
   * Activations of 8 bits with their scale and zero.
   * @param {string} input
   */
  #quantised(input) {
    const name = `value${this.#nodes.length}`;
    const quantised = { values: name, scale: `${name}_scale`, zero: `${name}_zero` };
    this.#nodes.push({
      operator: 'DynamicQuantizeLinear',
      inputs: [input],
      outputs: [quantised.values, quantised.scale, quantised.zero],
    });
    return quantised;
  }

  /**
   * A product with a random matrix, and a bias.
   * @param {{ values: string, scale: string, zero: string }} input
   * @param {number} rows
   * @param {number} columns
   */
  #dense({ values, scale, zero }, rows, columns) {
    const weights = this.#integers([rows, columns]);
    const products = this.#add('MatMulInteger', [values, weights, zero, this.#zero()]);
    const floats = this.#add('Cast', [products], { to: 1 });
    const bothScales = this.#add('Mul', [scale, this.#weightScale()]);
    const product = this.#add('Mul', [floats, bothScales]);
    return this.#add('Add', [product, this.#constant([columns], this.#uniform(columns, 0.05))]);
  }

  /** @param {string} rows of 8 bits */
  #scaled(rows) {
    return this.#add('DequantizeLinear', [rows, this.#weightScale(), this.#zero()]);
  }

  /** @param {string} input */
  #normalised(input) {
    const { hidden } = this.#shape;
    const scale = this.#constant([hidden], new Float32Array(hidden).fill(1));
    const bias = this.#constant([hidden], new Float32Array(hidden));
    return this.#add('LayerNormalization', [input, scale, bias]);
  }

  /** @param {string} input */
  #gelu(input) {
    const share = this.#add('Erf', [this.#add('Div', [input, this.#number(Math.SQRT2)])]);
    const weighted = this.#add('Mul', [input, this.#add('Add', [share, this.#number(1)])]);
    return this.#add('Mul', [weighted, this.#number(0.5)]);
  }

  /** The scale that gives random weights of 8 bits about the spread of a trained model's. */
  #weightScale() {
    return this.#number(0.0007);
  }

  #zero() {
    return this.#constant([], Int8Array.of(0));
  }

  /** @param {readonly [number, number]} dims */
  #integers(dims) {
    const values = new Int8Array(dims[0] * dims[1]);
    for (let i = 0; i < values.length; i += 1) values[i] = Math.floor(this.#random() * 255) - 127;
    return this.#constant(dims, values);
  }

  /**
   * @param {number} count
   * @param {number} most
   */
  #uniform(count, most) {
    return Float32Array.from({ length: count }, () => (2 * this.#random() - 1) * most);
  }

  /** @param {number} value */
  #number(value) {
    return this.#constant([], Float32Array.of(value));
  }

  /** @param {readonly number[]} values */
  #longs(values) {
    return this.#constant([values.length], BigInt64Array.from(values, BigInt));
  }

  /**
   * @param {readonly number[]} dims
   * @param {Constant['values']} values
   */
  #constant(dims, values) {
    const name = `constant${this.#constants.length}`;
    this.#constants.push({ name, dims, values });
    return name;
  }

  /**
   * @param {string} operator
   * @param {readonly string[]} inputs
   * @param {Node['attributes']} [attributes]
   */
  #add(operator, inputs, attributes = {}) {
    const output = `value${this.#nodes.length}`;
    this.#nodes.push({ operator, inputs, outputs: [output], attributes });
    return output;
  }
}
