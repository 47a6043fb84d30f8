import { corrupt, type GgufReader } from './gguf-reader';

/** By the number of a tensor's type: so many values are kept together in so many bytes. */
const blocks = new Map<number, readonly [values: number, bytes: number]>([
  [0, [1, 4]],
  [1, [1, 2]],
  [2, [32, 18]],
  [3, [32, 20]],
  [6, [32, 22]],
  [7, [32, 24]],
  [8, [32, 34]],
  [9, [32, 36]],
  [10, [256, 84]],
  [11, [256, 110]],
  [12, [256, 144]],
  [13, [256, 176]],
  [14, [256, 210]],
  [15, [256, 292]],
  [16, [256, 66]],
  [17, [256, 74]],
  [18, [256, 98]],
  [19, [256, 50]],
  [20, [32, 18]],
  [21, [256, 110]],
  [22, [256, 82]],
  [23, [256, 136]],
  [24, [1, 1]],
  [25, [1, 2]],
  [26, [1, 4]],
  [27, [1, 8]],
  [28, [1, 8]],
  [29, [256, 56]],
  [30, [1, 2]],
  [34, [256, 54]],
  [35, [256, 66]],
  [39, [32, 17]],
]);

const usualAlignment = 32;
const mostDimensions = 8;
const longestName = 1024;

/**
 * Reads where the tensors lie, and how long the file must be at least to hold them all, in bytes. Undefined where a
 * tensor is of a type that is not known, whose size nobody can tell.
 */
export function readTensors(
  reader: GgufReader,
  count: number,
  alignment = usualAlignment,
): number | undefined {
  if (!Number.isSafeInteger(alignment) || alignment < 1) throw corrupt(`its alignment is ${alignment}`);
  const ends = Array.from({ length: count }, () => readTensorEnd(reader));
  const start = Math.ceil(reader.offset / alignment) * alignment;
  const furthest = ends.reduce<number | undefined>(
    (most, end) => (most === undefined || end === undefined ? undefined : Math.max(most, end)),
    0,
  );
  if (furthest === undefined) return undefined;
  return count === 0 ? reader.offset : start + furthest;
}

/** Behind the beginning of all tensors. */
function readTensorEnd(reader: GgufReader): number | undefined {
  reader.string(longestName);
  const dimensions = reader.uint32();
  if (dimensions > mostDimensions) throw corrupt(`a tensor has ${dimensions} dimensions`);
  const values = Array.from({ length: dimensions }, () => reader.count()).reduce(
    (product, length) => product * length,
    1,
  );
  const block = blocks.get(reader.uint32());
  const offset = reader.count();
  if (!block) return undefined;
  const [valuesEach, bytesEach] = block;
  const end = offset + Math.ceil(values / valuesEach) * bytesEach;
  if (!Number.isSafeInteger(end)) throw corrupt('a tensor has an impossible size');
  return end;
}
