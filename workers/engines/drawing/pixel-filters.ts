/** Levels of 0 to 255 by those that they take the place of. */
type Levels = ArrayLike<number>;

/** What PDFs do with pixels that a canvas has no operation for. */
export type PixelFilter =
  /** Makes transparency of a soft mask (PDF 32000-1, 11.5). */
  | { readonly kind: 'alpha' | 'luminosity'; readonly levels: Levels | undefined }
  /** A transfer function of each colour (PDF 32000-1, 10.5). */
  | { readonly kind: 'transfer'; readonly levels: readonly [red: Levels, green: Levels, blue: Levels] };

/** Changes pixels (RGBA, not premultiplied) in place. Of a mask only the alpha counts afterwards. */
export function applyPixelFilter(pixels: Uint8ClampedArray, filter: PixelFilter): void {
  const at = (position: number): number => pixels[position] ?? 0;
  for (let i = 0; i < pixels.length; i += 4) {
    if (filter.kind === 'transfer') {
      filter.levels.forEach((levels, colour) => {
        pixels[i + colour] = levels[at(i + colour)] ?? 0;
      });
    } else {
      const level = filter.kind === 'alpha' ? at(i + 3) : luminosity(at(i), at(i + 1), at(i + 2));
      pixels[i + 3] = filter.levels?.[level] ?? level;
    }
  }
}

/** PDF 32000-1, 11.3.5.3. */
function luminosity(red: number, green: number, blue: number): number {
  return Math.round(0.3 * red + 0.59 * green + 0.11 * blue);
}
