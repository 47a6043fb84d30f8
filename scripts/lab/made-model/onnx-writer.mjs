/**
 * What of onnx.proto is needed to write a model.
 * @typedef {object} Node
 * @property {string} operator
 * @property {readonly string[]} inputs
 * @property {readonly string[]} outputs
 * @property {Readonly<Record<string, number | readonly number[]>>} [attributes] whole numbers, or lists of them
 *
 * @typedef {object} Constant
 * @property {string} name
 * @property {readonly number[]} dims none for a single value
 * @property {Float32Array<ArrayBuffer> | Int8Array<ArrayBuffer> | BigInt64Array<ArrayBuffer>} values
 *
 * @typedef {object} Graph
 * @property {readonly Node[]} nodes
 * @property {readonly Constant[]} constants
 * @property {readonly string[]} inputs int64 matrices of any size
 * @property {string} output of floats
 * @property {number} [outputRank] dimensions of the output, when not a matrix
 */

const float = 1;
const int8 = 3;
const int64 = 7;
const integerAttribute = 2;
const integersAttribute = 7;

/**
 * An ONNX file of operator set 17; the numbers are the fields' in onnx.proto.
 * @param {Graph} graph
 */
export function writeOnnx({ nodes, constants, inputs, output, outputRank = 2 }) {
  const graph = [
    ...nodes.map((node) => message(1, nodeFields(node))),
    text(2, 'graph'),
    ...constants.map((constant) => message(5, tensorFields(constant))),
    ...inputs.map((name) => message(11, valueFields(name, int64, 2))),
    message(12, valueFields(output, float, outputRank)),
  ];
  return join([number(1, 8), message(7, graph), message(8, [number(2, 17)])]);
}

/** @param {Node} node */
function nodeFields({ operator, inputs, outputs, attributes = {} }) {
  return [
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, operator),
    ...Object.entries(attributes).map(([name, value]) => message(5, [text(1, name), ...valueOf(value)])),
  ];
}

/** @param {number | readonly number[]} value */
function valueOf(value) {
  return typeof value === 'number'
    ? [number(3, value), number(20, integerAttribute)]
    : [...value.map((each) => number(8, each)), number(20, integersAttribute)];
}

/** @param {Constant} constant */
function tensorFields({ name, dims, values }) {
  const type = values instanceof Float32Array ? float : values instanceof Int8Array ? int8 : int64;
  return [
    ...dims.map((dim) => number(1, dim)),
    number(2, type),
    text(8, name),
    bytes(9, new Uint8Array(values.buffer)),
  ];
}

/**
 * @param {string} name
 * @param {number} elementType
 * @param {number} rank
 */
function valueFields(name, elementType, rank) {
  const shape = Array.from({ length: rank }, (_, i) =>
    // Every input has as many rows; the dimensions after the first are its own.
    message(1, [text(2, i === 0 ? 'rows' : `${name} ${i}`)]),
  );
  return [text(1, name), message(2, [message(1, [number(1, elementType), message(2, shape)])])];
}

/**
 * @param {number} field
 * @param {readonly Uint8Array[]} fields
 */
function message(field, fields) {
  return bytes(field, join(fields));
}

/**
 * @param {number} field
 * @param {string} value
 */
function text(field, value) {
  return bytes(field, new TextEncoder().encode(value));
}

/**
 * @param {number} field
 * @param {Uint8Array} value
 */
function bytes(field, value) {
  return join([varint(field * 8 + 2), varint(value.length), value]);
}

/**
 * @param {number} field
 * @param {number} value
 */
function number(field, value) {
  return join([varint(field * 8), varint(value)]);
}

/** @param {number} value not negative */
function varint(value) {
  const digits = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.from([...digits, rest]);
    digits.push((rest % 128) + 128);
  }
}

/** @param {readonly Uint8Array[]} parts */
function join(parts) {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
