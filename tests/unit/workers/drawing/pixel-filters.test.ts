import { expect, it } from 'vitest';
import { applyPixelFilter, type PixelFilter } from '../../../../workers/engines/drawing/pixel-filters';

const inverted = Uint8Array.from({ length: 256 }, (_, level) => 255 - level);
const same = Uint8Array.from({ length: 256 }, (_, level) => level);

function filtered(pixel: readonly number[], filter: PixelFilter): number[] {
  const pixels = Uint8ClampedArray.from([1, 2, 3, 4, ...pixel]);
  applyPixelFilter(pixels, filter);
  return [...pixels.subarray(4)];
}

it('the luminosity of a mask becomes its alpha, by its levels where it has some', () => {
  expect(filtered([255, 255, 255, 255], { kind: 'luminosity', levels: undefined })[3]).toBe(255);
  expect(filtered([0, 255, 0, 255], { kind: 'luminosity', levels: undefined })[3]).toBe(150);
  expect(filtered([0, 255, 0, 255], { kind: 'luminosity', levels: inverted })[3]).toBe(105);
});

it('where nothing of a mask is painted, nothing shows through', () => {
  expect(filtered([0, 0, 0, 0], { kind: 'luminosity', levels: undefined })[3]).toBe(0);
});

it('the alpha of a mask goes through its levels', () => {
  expect(filtered([9, 9, 9, 200], { kind: 'alpha', levels: inverted })[3]).toBe(55);
});

it('a transfer function changes the colours and leaves the alpha', () => {
  const levels = [inverted, same, inverted] as const;
  expect(filtered([250, 40, 0, 77], { kind: 'transfer', levels })).toEqual([5, 40, 255, 77]);
});
