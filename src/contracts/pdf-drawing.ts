import type { Call } from '../rpc/protocol';

export interface PdfOutlineEntry {
  readonly title: string;
  /** From 1. */
  readonly level: number;
  /** From 1. */
  readonly page: number;
}

/** What a page's own coordinates are, before it is turned; in points, as all sizes of a page. */
export interface PdfPageBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PdfPageSize {
  /** As it is shown. */
  readonly width: number;
  readonly height: number;
  readonly box: PdfPageBox;
  /** By how many degrees its box is turned clockwise to be shown; a multiple of 90. */
  readonly rotation: number;
}

/** One open PDF; its pages count from 1. A call that fails ends with `corrupt`. */
export type PdfDrawingContract = {
  /** The first call. */
  open: Call<Blob, { pageCount: number }>;
  /** Its own outline, in reading order; empty where it has none. */
  outline: Call<void, readonly PdfOutlineEntry[]>;
  pageSize: Call<number, PdfPageSize>;
  /** The text of a page with its places, as pdf.js lays it over a page. */
  text: Call<number, unknown>;
  /** A page, drawn whole, at so many pixels a point; fewer where that would take too much memory. */
  draw: Call<{ page: number; scale: number; pixelRatio: number }, ImageBitmap>;
};
