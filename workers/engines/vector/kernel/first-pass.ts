import { offer, threshold } from './best-candidates';

/**
 * Offers `count` rows of 8-bit numbers, with consecutive ids from `firstId` on, to the candidates. The score of a row
 * is its dot product with the query times its scale, in the query's own unit. The query has 16-bit numbers of at
 * most 14 bits, so that the sums of 1,024 products stay within 32. A row is `stride` bytes, a multiple of 16.
 */
export function scanRows(
  query: usize,
  rows: usize,
  scales: usize,
  firstId: u32,
  count: u32,
  stride: usize,
): void {
  const quarter = count >> 2;
  const done = quarter << 2;
  if (quarter > 0) scanQuarters(query, rows, scales, firstId, quarter, stride);
  for (let i = done; i < count; i += 1) {
    const sums = dotRow(query, rows + <usize>i * stride, stride);
    const total = addPairs(addPairs(sums, sums), sums);
    const score = <f32>i32x4.extract_lane(total, 0) * load<f32>(scales + ((<usize>i) << 2));
    if (score >= threshold) offer(firstId + i, score);
  }
}

/**
 * The four quarters side by side: a scan waits for memory more than it computes, and the processor fetches four
 * streams ahead where it fetches one.
 */
function scanQuarters(
  query: usize,
  rows: usize,
  scales: usize,
  firstId: u32,
  quarter: u32,
  stride: usize,
): void {
  const rowStep = <usize>quarter * stride;
  const scaleStep = (<usize>quarter) << 2;
  const end = firstId + quarter;
  let row = rows;
  let scale = scales;
  for (let id = firstId; id < end; id += 1) {
    const sums = dotFourRows(query, row, rowStep, stride);
    const scores = f32x4.mul(f32x4.convert_i32x4_s(sums), loadFour(scale, scaleStep));
    if (v128.any_true(f32x4.ge(scores, f32x4.splat(threshold)))) {
      offer(id, f32x4.extract_lane(scores, 0));
      offer(id + quarter, f32x4.extract_lane(scores, 1));
      offer(id + 2 * quarter, f32x4.extract_lane(scores, 2));
      offer(id + 3 * quarter, f32x4.extract_lane(scores, 3));
    }
    row += stride;
    scale += 4;
  }
}

/** The dot products of the query with four rows that are `step` bytes apart. */
function dotFourRows(query: usize, firstRow: usize, step: usize, stride: usize): v128 {
  let a = i32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  const end = firstRow + stride;
  let part = query;
  for (let row = firstRow; row < end; row += 16) {
    const left = v128.load(part);
    const right = v128.load(part, 16);
    const second = row + step;
    const third = second + step;
    const fourth = third + step;
    a = i32x4.add(a, dotSixteen(row, left, right));
    b = i32x4.add(b, dotSixteen(second, left, right));
    c = i32x4.add(c, dotSixteen(third, left, right));
    d = i32x4.add(d, dotSixteen(fourth, left, right));
    part += 32;
  }
  return addPairs(addPairs(a, b), addPairs(c, d));
}

/** The dot product with one row, in four parts. */
function dotRow(query: usize, row: usize, stride: usize): v128 {
  let sums = i32x4.splat(0);
  for (let i: usize = 0; i < stride; i += 16) {
    const part = query + (i << 1);
    sums = i32x4.add(sums, dotSixteen(row + i, v128.load(part), v128.load(part, 16)));
  }
  return sums;
}

/** Sixteen numbers of a row with sixteen of the query, in four sums. */
function dotSixteen(row: usize, left: v128, right: v128): v128 {
  return i32x4.add(
    i32x4.dot_i16x8_s(v128.load_ext<i8>(row), left),
    i32x4.dot_i16x8_s(v128.load_ext<i8>(row, 8), right),
  );
}

/** The sums of neighbours: two of `a`, then two of `b`. */
function addPairs(a: v128, b: v128): v128 {
  return i32x4.add(i32x4.shuffle(a, b, 0, 2, 4, 6), i32x4.shuffle(a, b, 1, 3, 5, 7));
}

/** Four float32 numbers that are `step` bytes apart. */
function loadFour(address: usize, step: usize): v128 {
  const second = address + step;
  const third = second + step;
  const two = v128.load_lane<f32>(second, v128.load32_zero(address), 1);
  return v128.load_lane<f32>(third + step, v128.load_lane<f32>(third, two, 2), 3);
}
