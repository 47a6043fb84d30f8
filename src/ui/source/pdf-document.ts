import type { TextLayer } from 'pdfjs-dist';
import type { PdfOutlineEntry, PdfPageSize } from '../../contracts/pdf-drawing';
import { openPdfDrawing, type PdfDrawing } from '../../services/pdf-drawing';

/** A PDF that is open for drawing, which a thread of its own does. */
export interface PdfDocument {
  readonly pageCount: number;
  readonly openPage: (number: number) => Promise<PdfPage>;
  /** Its own outline, in reading order; empty where it has none. */
  readonly outline: () => Promise<readonly PdfOutlineEntry[]>;
  /** Settles when its thread has crashed: then it has to be opened anew. */
  readonly crashed: Promise<void>;
  readonly close: () => void;
}

/** Sizes are CSS pixels at a scale of 1. */
export interface PdfPage {
  readonly width: number;
  readonly height: number;
  /** The page, drawn whole; throws an `AbortError` once the signal is aborted. */
  readonly draw: (scale: number, signal: AbortSignal) => Promise<HTMLCanvasElement>;
  /**
   * Lays invisible text over the page, to be selected and found. Its size follows the style property
   * `--total-scale-factor`. Returns each piece's element with its text, in the order of the file.
   */
  readonly layText: (container: HTMLElement, signal: AbortSignal) => Promise<readonly TextPiece[]>;
}

export interface TextPiece {
  readonly element: HTMLElement;
  readonly text: string;
}

export async function openPdf(file: Blob): Promise<PdfDocument> {
  const drawing = await openPdfDrawing(file);
  const { client, pageCount, crashed, close } = drawing;
  return {
    pageCount,
    openPage: async (number) => pageOf(drawing, number, await client.call('pageSize', number)),
    outline: () => client.call('outline', undefined),
    crashed,
    close,
  };
}

function pageOf({ client }: PdfDrawing, number: number, size: PdfPageSize): PdfPage {
  return {
    width: size.width,
    height: size.height,
    draw: async (scale, signal) => {
      const pixelRatio = window.devicePixelRatio;
      const input = { page: number, scale: scale * pixelRatio, pixelRatio };
      return canvasOf(await client.call('draw', input, { signal }));
    },
    layText: async (container, signal) => {
      const [{ TextLayer }, text] = await Promise.all([
        import('pdfjs-dist'),
        client.call('text', number, { signal }),
      ]);
      signal.throwIfAborted();
      return lay(TextLayer, text, size, container);
    },
  };
}

/** The picture is moved into the canvas, not copied. */
function canvasOf(picture: ImageBitmap): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = picture.width;
  canvas.height = picture.height;
  canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(picture);
  return canvas;
}

async function lay(
  Layer: typeof TextLayer,
  text: unknown,
  { box, rotation }: PdfPageSize,
  container: HTMLElement,
): Promise<readonly TextPiece[]> {
  const layer = new Layer({
    textContentSource: new ReadableStream({
      start: (controller) => {
        controller.enqueue(text);
        controller.close();
      },
    }),
    container,
    // A viewport is made by an open page only, which is in the thread; the layer reads no more of one than this.
    viewport: {
      scale: 1,
      rotation,
      rawDims: { pageX: box.x, pageY: box.y, pageWidth: box.width, pageHeight: box.height },
    } as unknown as ConstructorParameters<typeof TextLayer>[0]['viewport'],
  });
  await layer.render();
  const { textDivs, textContentItemsStr } = layer;
  return textDivs.map((element, position) => ({ element, text: textContentItemsStr[position] ?? '' }));
}
