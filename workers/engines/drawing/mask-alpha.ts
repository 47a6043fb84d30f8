/** How a soft mask becomes transparency; `map` gives each of the 256 levels another one. */
export interface MaskFilter {
  readonly from: 'alpha' | 'luminosity';
  readonly map: Uint8Array | undefined;
}

/**
 * Sets the alpha of each pixel (RGBA, not premultiplied) in place; only that counts of a mask. The luminosity is that of
 * PDF 32000-1, 11.3.5.3.
 */
export function maskAlpha(pixels: Uint8ClampedArray, { from, map }: MaskFilter): void {
  for (let i = 0; i < pixels.length; i += 4) {
    const at = (channel: number): number => pixels[i + channel] ?? 0;
    const level = from === 'alpha' ? at(3) : Math.round(0.3 * at(0) + 0.59 * at(1) + 0.11 * at(2));
    pixels[i + 3] = map?.[level] ?? level;
  }
}
