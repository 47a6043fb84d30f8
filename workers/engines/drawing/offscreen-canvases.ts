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

  reset({ canvas }: CanvasAndContext, width: number, height: number): void {
    if (canvas) Object.assign(canvas, { width, height });
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

type Places = [left: number, top: number, ...others: number[]];

/** Has the next image that is drawn after the name of a filter was set drawn through it. */
function withNamedFilters(context: OffscreenCanvasRenderingContext2D): OffscreenCanvasRenderingContext2D {
  let named: PixelFilter | undefined;
  const drawImage = context.drawImage.bind(context);
  Object.defineProperties(context, {
    filter: {
      get: () => 'none',
      set: (name: string) => {
        named = filters.get(name);
      },
    },
    drawImage: {
      value: (image: OffscreenCanvas | ImageBitmap, ...places: Places) => {
        const filter = named;
        named = undefined;
        Reflect.apply(drawImage, context, [filter ? filtered(image, filter) : image, ...places]);
      },
    },
  });
  return context;
}

function filtered(image: OffscreenCanvas | ImageBitmap, filter: PixelFilter): OffscreenCanvas {
  const { width, height } = image;
  const canvas = new OffscreenCanvas(width, height);
  const context = contextOf(canvas);
  context.drawImage(image, 0, 0);
  const pixels = context.getImageData(0, 0, width, height);
  applyPixelFilter(pixels.data, filter);
  context.putImageData(pixels, 0, 0);
  return canvas;
}
