import { AppError } from '../../../src/core/app-error';
import type { EmbeddingModel } from '../../../src/core/embedding-model';
import type { EmbeddingBackend } from './backend';
import { onnxFloat, onnxInt8, readOnnxGraph, type OnnxTensor } from './onnx-graph';
import { readTokenizerDescription } from './tokenizer-description';
import { turnMs } from '../../turns';
import { UnigramTokenizer } from './unigram-tokenizer';

/** Passages are counted to be split, and embedded soon after: their tokens are kept that long. */
const mostRemembered = 8192;
const shortestRemembered = 64;

/**
 * A static embedding is the mean of its tokens' rows, so the ONNX graph is only a gather: this looks the rows up
 * itself, without padding and without the [batch, tokens, dimension] output. The mean's length goes away in the
 * normalisation, so rows are summed. The table stays int8; each row has its own scale.
 * Throws `model-incompatible` when graph or tokenizer are not of this kind.
 */
export function createStaticBackend(
  model: EmbeddingModel,
  onnx: Uint8Array<ArrayBuffer>,
  tokenizerJson: unknown,
): EmbeddingBackend {
  const { table, scales } = readTable(onnx, model.dimension);
  const tokenizer = new UnigramTokenizer(readTokenizerDescription(tokenizerJson));
  const { dimension, maxTokens } = model;

  const remembered = new Map<string, readonly number[]>();

  function count(text: string): number {
    const ids = tokenizer.encode(text);
    if (text.length < shortestRemembered) return ids.length;
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(text, ids);
    return ids.length;
  }

  function embedInto(text: string, vector: Float32Array): void {
    const ids = remembered.get(text) ?? tokenizer.encode(text);
    remembered.delete(text);
    const count = Math.min(ids.length, maxTokens);
    for (let i = 0; i < count; i += 1) {
      const id = ids[i] ?? 0;
      const scale = scales[id] ?? 0;
      const row = id * dimension;
      for (let d = 0; d < dimension; d += 1) {
        vector[d] = (vector[d] ?? 0) + (table[row + d] ?? 0) * scale;
      }
    }
    normalize(vector);
  }

  return {
    model,
    countTokens: (texts) => texts.map(count),
    embed: async (texts, pause) => {
      const vectors = new Float32Array(texts.length * dimension);
      let turnStart = performance.now();
      for (const [i, text] of texts.entries()) {
        if (performance.now() - turnStart >= turnMs) {
          await pause?.(i);
          turnStart = performance.now();
        }
        embedInto(text, vectors.subarray(i * dimension, (i + 1) * dimension));
      }
      return vectors;
    },
  };
}

function normalize(vector: Float32Array): void {
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (squares === 0) return;
  const factor = 1 / Math.sqrt(squares);
  for (let d = 0; d < vector.length; d += 1) vector[d] = (vector[d] ?? 0) * factor;
}

/** Rows times their scales times the mask of the padding: any other graph computes something else. */
const tableOperators = ['Gather', 'Cast', 'Gather', 'Cast', 'Mul', 'Unsqueeze', 'Mul'];

function readTable(
  onnx: Uint8Array<ArrayBuffer>,
  dimension: number,
): { table: Int8Array; scales: Float32Array } {
  const { operators, tensors } = readOnnxGraph(onnx);
  const table = tensors.find(({ dataType, dims }) => dataType === onnxInt8 && dims[1] === dimension);
  const rows = table?.dims[0];
  const scales = tensors.find(
    ({ dataType, dims }) => dataType === onnxFloat && dims.length === 1 && dims[0] === rows,
  );
  if (
    operators.join() !== tableOperators.join() ||
    !table ||
    !scales ||
    rows === undefined ||
    !isWhole(table, rows * dimension) ||
    !isWhole(scales, rows * 4)
  ) {
    throw new AppError('model-incompatible', 'the model is not an int8 table with a scale per row');
  }
  const { buffer, byteOffset, byteLength } = table.bytes;
  return {
    table: new Int8Array(buffer, byteOffset, byteLength),
    // Copied, because floats in the file need not be aligned.
    scales: new Float32Array(Uint8Array.from(scales.bytes).buffer),
  };
}

function isWhole(tensor: OnnxTensor, bytes: number): boolean {
  return tensor.bytes.byteLength === bytes;
}
