import { applyPixelFilter, type PixelFilter } from './pixel-filters';

interface CanvasAndContext {
  canvas: OffscreenCanvas | null;
  context: OffscreenCanvasRenderingContext2D | null;
}

/** Where pdf.js draws the parts of a page that it puts together; in a thread there is no document to make them. */
export class OffscreenCanvases {
  create(width: number, height: number): CanvasAndContext {
    if (width <= 0 || height <= 0) throw new Error('a canvas has a size');
    const canvas = new OffscreenCanvas(width, height);
    return { canvas, context: withNamedFilters(contextOf(canvas)) };
  }

  reset({ canvas, context }: CanvasAndContext, width: number, height: number): void {
    if (canvas) Object.assign(canvas, { width, height });
    // A canvas that gets a size forgets its filter; the name of one is kept by us.
    if (context) context.filter = 'none';
  }

  destroy(made: CanvasAndContext): void {
    if (made.canvas) Object.assign(made.canvas, { width: 0, height: 0 });
    Object.assign(made, { canvas: null, context: null });
  }
}

/**
 * Names the filters that pdf.js asks for. They are elements of a document elsewhere; here the canvases above know them by
 * these names. The page's own canvas does not: what is no image is painted without its transfer function.
 */
export class NamedFilters {
  addFilter(maps: readonly Uint8Array[] | null): string {
    const [red, green = red, blue = red] = maps ?? [];
    return red && green && blue ? nameOf({ kind: 'transfer', levels: [red, green, blue] }) : 'none';
  }

  addAlphaFilter(map: Uint8Array): string {
    return nameOf({ kind: 'alpha', levels: map });
  }

  addLuminosityFilter(map: Uint8Array | null | undefined): string {
    return nameOf({ kind: 'luminosity', levels: map ?? undefined });
  }

  addHCMFilter(): string {
    return 'none';
  }

  addHighlightHCMFilter(): string {
    return 'none';
  }

  destroy(): void {
    // Names hold nothing.
  }
}

export function contextOf(
  canvas: OffscreenCanvas,
  settings: CanvasRenderingContext2DSettings = {},
): OffscreenCanvasRenderingContext2D {
  // Drawn and read back by the processor: what is drawn leaves this thread as pixels.
  const context = canvas.getContext('2d', { ...settings, willReadFrequently: true });
  if (!context) throw new Error('there is no canvas to draw on');
  return context;
}

/** By a name that no two filters share, for as long as the thread is there. */
const filters = new Map<string, PixelFilter>();

function nameOf(filter: PixelFilter): string {
  const name = `${filter.kind}(${JSON.stringify(filter.levels ?? null)})`;
  filters.set(name, filter);
  return name;
}

/** Has images that are drawn while the name of a filter is set drawn through it; the name is saved and restored. */
function withNamedFilters(context: OffscreenCanvasRenderingContext2D): OffscreenCanvasRenderingContext2D {
  let named = 'none';
  const saved: string[] = [];
  const save = context.save.bind(context);
  const restore = context.restore.bind(context);
  const drawImage = context.drawImage.bind(context);
  // The library puts methods of its own in the place of these, and these back.
  const method = (value: unknown) => ({ value, writable: true, configurable: true });
  Object.defineProperties(context, {
    filter: {
      get: () => named,
      set: (name: string) => {
        named = filters.has(name) ? name : 'none';
      },
    },
    save: method(() => {
      saved.push(named);
      save();
    }),
    restore: method(() => {
      named = saved.pop() ?? named;
      restore();
    }),
    drawImage: method((image: Picture, ...places: number[]) => {
      const filter = filters.get(named);
      const { part, onto } = placesOf(image, places);
      Reflect.apply(
        drawImage,
        context,
        filter ? [filtered(image, part, filter), 0, 0, part.width, part.height, ...onto] : [image, ...places],
      );
    }),
  });
  return context;
}

type Picture = OffscreenCanvas | ImageBitmap;

interface Part {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Which part of an image is drawn onto what rectangle, by the places that `drawImage` takes: two, four or eight. */
function placesOf({ width, height }: Picture, places: readonly number[]): { part: Part; onto: number[] } {
  const [left = 0, top = 0, partWidth = width, partHeight = height] = places.length === 8 ? places : [];
  const part = { left, top, width: partWidth, height: partHeight };
  return { part, onto: places.length === 2 ? [...places, width, height] : places.slice(-4) };
}

function filtered(image: Picture, { left, top, width, height }: Part, filter: PixelFilter): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  const context = contextOf(canvas);
  context.drawImage(image, -left, -top);
  const pixels = context.getImageData(0, 0, width, height);
  applyPixelFilter(pixels.data, filter);
  context.putImageData(pixels, 0, 0);
  return canvas;
}
