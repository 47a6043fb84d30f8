/**
 * Vectors at 16 bits a number, in two planes of 8: a search reads the high plane alone, and looks at the low one only
 * for the best. Number d of row r is (256 · high + low) · scale[r]; planes are row-major [count, dimension].
 */
export interface QuantizedVectors {
  readonly count: number;
  readonly dimension: number;
  readonly high: Int8Array<ArrayBuffer>;
  readonly low: Int8Array<ArrayBuffer>;
  /** One for each row; 0 for a row of zeros. */
  readonly scales: Float32Array<ArrayBuffer>;
}

/** The largest number a row is scaled to: its high part is 127, and a low part cannot carry it further. */
const largest = 127 * 256;

/** `vectors` is row-major [count, dimension]. */
export function quantizeVectors(vectors: Float32Array, dimension: number): QuantizedVectors {
  const count = vectors.length / dimension;
  const high = new Int8Array(vectors.length);
  const low = new Int8Array(vectors.length);
  const scales = new Float32Array(count);
  for (let row = 0; row < count; row += 1) {
    const start = row * dimension;
    let greatest = 0;
    for (let i = start; i < start + dimension; i += 1) {
      greatest = Math.max(greatest, Math.abs(vectors[i] ?? 0));
    }
    if (greatest === 0) continue;
    scales[row] = greatest / largest;
    const factor = largest / greatest;
    for (let i = start; i < start + dimension; i += 1) {
      const value = Math.round((vectors[i] ?? 0) * factor);
      const highPart = (value + 128) >> 8;
      high[i] = highPart;
      low[i] = value - (highPart << 8);
    }
  }
  return { count, dimension, high, low, scales };
}

/** The numbers of one row, each within half a step of `scale` of what was quantized. */
export function dequantizeRow({ dimension, high, low, scales }: QuantizedVectors, row: number): Float32Array {
  const scale = scales[row] ?? 0;
  const start = row * dimension;
  return Float32Array.from(
    { length: dimension },
    (_, d) => (256 * (high[start + d] ?? 0) + (low[start + d] ?? 0)) * scale,
  );
}

/** Some rows, in memory of their own: a view would drag the whole of it into whatever stores it. */
export function sliceVectors(vectors: QuantizedVectors, start: number, end: number): QuantizedVectors {
  const { dimension } = vectors;
  return {
    count: end - start,
    dimension,
    high: vectors.high.slice(start * dimension, end * dimension),
    low: vectors.low.slice(start * dimension, end * dimension),
    scales: vectors.scales.slice(start, end),
  };
}

/** Vectors of one dimension, one after another. */
export function joinVectors(parts: readonly QuantizedVectors[], dimension: number): QuantizedVectors {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const joined = {
    count,
    dimension,
    high: new Int8Array(count * dimension),
    low: new Int8Array(count * dimension),
    scales: new Float32Array(count),
  };
  let row = 0;
  for (const part of parts) {
    joined.high.set(part.high, row * dimension);
    joined.low.set(part.low, row * dimension);
    joined.scales.set(part.scales, row);
    row += part.count;
  }
  return joined;
}
