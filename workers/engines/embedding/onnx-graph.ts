import { AppError } from '../../../src/core/app-error';

/** A constant of an ONNX graph. `dataType` is the number of onnx.proto's TensorProto.DataType. */
export interface OnnxTensor {
  readonly dataType: number;
  readonly dims: readonly number[];
  /** The tensor's bytes, little-endian, as a view into the file. */
  readonly bytes: Uint8Array;
}

export const onnxFloat = 1;
export const onnxInt8 = 3;

// Field numbers of onnx.proto.
const modelGraph = 7;
const graphNode = 1;
const graphInitializer = 5;
const nodeOperator = 4;
const tensorDims = 1;
const tensorDataType = 2;
const tensorRawData = 9;

export interface OnnxGraph {
  /** The kinds of its nodes, in the order they are run. */
  readonly operators: readonly string[];
  readonly tensors: readonly OnnxTensor[];
}

/** What an ONNX file computes, as far as a table look-up needs it; throws `model-incompatible` when it is not one. */
export function readOnnxGraph(file: Uint8Array): OnnxGraph {
  const operators: string[] = [];
  const tensors: OnnxTensor[] = [];
  try {
    for (const graph of fieldsOf(file)) {
      if (graph.number !== modelGraph || !graph.bytes) continue;
      for (const { number, bytes } of fieldsOf(graph.bytes)) {
        if (!bytes) continue;
        if (number === graphNode) operators.push(readOperator(bytes));
        if (number === graphInitializer) tensors.push(readTensor(bytes));
      }
    }
  } catch (error) {
    throw new AppError('model-incompatible', 'the model file is not a readable ONNX file', { cause: error });
  }
  return { operators, tensors };
}

function readOperator(node: Uint8Array): string {
  for (const { number, bytes } of fieldsOf(node)) {
    if (number === nodeOperator && bytes) return new TextDecoder().decode(bytes);
  }
  return '';
}

function readTensor(bytes: Uint8Array): OnnxTensor {
  const dims: number[] = [];
  let dataType = 0;
  let raw: Uint8Array = new Uint8Array();
  for (const field of fieldsOf(bytes)) {
    if (field.number === tensorDims) dims.push(...(field.bytes ? varintsOf(field.bytes) : [field.value]));
    if (field.number === tensorDataType) dataType = field.value;
    if (field.number === tensorRawData && field.bytes) raw = field.bytes;
  }
  return { dataType, dims, bytes: raw };
}

interface Field {
  readonly number: number;
  /** Of a varint field; 0 otherwise. */
  readonly value: number;
  /** Of a length-delimited field. */
  readonly bytes?: Uint8Array;
}

/** The fields of a protocol buffer message, in order. */
function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  const reader = new VarintReader(bytes);
  while (!reader.isAtEnd) {
    const key = reader.next();
    const number = Math.floor(key / 8);
    const wireType = key % 8;
    if (wireType === 0) yield { number, value: reader.next() };
    else if (wireType === 1) reader.skip(8);
    else if (wireType === 2) yield { number, value: 0, bytes: reader.skip(reader.next()) };
    else if (wireType === 5) reader.skip(4);
    else throw new Error(`wire type ${wireType}`);
  }
}

function* varintsOf(bytes: Uint8Array): Generator<number> {
  const reader = new VarintReader(bytes);
  while (!reader.isAtEnd) yield reader.next();
}

class VarintReader {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#position >= this.#bytes.length;
  }

  next(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#bytes[this.#position++];
      if (byte === undefined) throw new Error('the file ends too early');
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }

  /** Moves on by `length` bytes and returns them. */
  skip(length: number): Uint8Array {
    const end = this.#position + length;
    if (end > this.#bytes.length) throw new Error('the file ends too early');
    const skipped = this.#bytes.subarray(this.#position, end);
    this.#position = end;
    return skipped;
  }
}
