import { maskAlpha, type MaskFilter } from './mask-alpha';

interface CanvasAndContext {
  canvas: OffscreenCanvas | null;
  context: OffscreenCanvasRenderingContext2D | null;
}

/** Where pdf.js draws the parts of a page that it puts together; in a thread there is no document to make them. */
export class OffscreenCanvases {
  create(width: number, height: number): CanvasAndContext {
    if (width <= 0 || height <= 0) throw new Error('a canvas has a size');
    const canvas = new OffscreenCanvas(width, height);
    return { canvas, context: withMaskFilters(contextOf(canvas)) };
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
 * Names the filters by which a soft mask becomes transparency (PDF 32000-1, 11.5). They are elements of a document
 * elsewhere; here the canvases above know them by these names. Transfer functions of what is painted are left out.
 */
export class MaskFilters {
  addFilter(): string {
    return 'none';
  }

  addHCMFilter(): string {
    return 'none';
  }

  addHighlightHCMFilter(): string {
    return 'none';
  }

  addAlphaFilter(map: Uint8Array): string {
    return nameOf({ from: 'alpha', map });
  }

  addLuminosityFilter(map: Uint8Array | null | undefined): string {
    return nameOf({ from: 'luminosity', map: map ?? undefined });
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

const filters = new Map<string, MaskFilter>();

function nameOf({ from, map }: MaskFilter): string {
  const name = `mask-${from}(${map?.join(' ') ?? ''})`;
  filters.set(name, { from, map });
  return name;
}

/** Has the next image that is drawn after the name of a mask filter was set drawn through it. */
function withMaskFilters(context: OffscreenCanvasRenderingContext2D): OffscreenCanvasRenderingContext2D {
  let named: MaskFilter | undefined;
  const drawImage = context.drawImage.bind(context);
  Object.defineProperties(context, {
    filter: {
      get: () => 'none',
      set: (name: string) => {
        named = filters.get(name);
      },
    },
    drawImage: {
      value: (image: OffscreenCanvas, ...places: [number, number, number, number]) => {
        const filter = named;
        named = undefined;
        if (!filter) {
          Reflect.apply(drawImage, context, [image, ...places]);
          return;
        }
        const [left, top, width, height, ...target] = places;
        Reflect.apply(drawImage, context, [
          filtered(image, { left, top, width, height }, filter),
          0,
          0,
          width,
          height,
          ...target,
        ]);
      },
    },
  });
  return context;
}

function filtered(
  mask: OffscreenCanvas,
  { left, top, width, height }: { left: number; top: number; width: number; height: number },
  filter: MaskFilter,
): OffscreenCanvas {
  const part = contextOf(mask).getImageData(left, top, width, height);
  maskAlpha(part.data, filter);
  const canvas = new OffscreenCanvas(width, height);
  contextOf(canvas).putImageData(part, 0, 0);
  return canvas;
}
