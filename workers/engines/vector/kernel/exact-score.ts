/**
 * The dot product of a row with a float32 query, from both planes of the row: `high` and `low` are its addresses in
 * them, `scale` that of its scale. Rows and query are padded with zeros to `stride` numbers, a multiple of 16.
 */
export function scoreRow(query: usize, high: usize, low: usize, scale: usize, stride: usize): f32 {
  let left = f32x4.splat(0);
  let right = left;
  let part = query;
  for (let i: usize = 0; i < stride; i += 8) {
    const numbers = i16x8.add(i16x8.shl(v128.load_ext<i8>(high + i), 8), v128.load_ext<i8>(low + i));
    left = f32x4.add(left, f32x4.mul(lowerFour(numbers), v128.load(part)));
    right = f32x4.add(right, f32x4.mul(upperFour(numbers), v128.load(part, 16)));
    part += 32;
  }
  const sums = f32x4.add(left, right);
  const total =
    f32x4.extract_lane(sums, 0) +
    f32x4.extract_lane(sums, 1) +
    (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3));
  return total * load<f32>(scale);
}

function lowerFour(numbers: v128): v128 {
  return f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(numbers));
}

function upperFour(numbers: v128): v128 {
  return f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(numbers));
}
