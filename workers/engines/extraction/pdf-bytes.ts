import { PDFDataRangeTransport } from 'pdfjs-dist';

/** Up to here one array is quicker than asking for parts. */
const wholeBytes = 8 * 1024 * 1024;
const rangeBytes = 512 * 1024;

/** How the reader gets at a file: small ones at once, large ones part by part, as their pages need them. */
export async function pdfBytes(file: Blob) {
  if (file.size <= wholeBytes) return { data: new Uint8Array(await file.arrayBuffer()) };
  return {
    range: new BlobRanges(file, new Uint8Array(await file.slice(0, rangeBytes).arrayBuffer())),
    rangeChunkSize: rangeBytes,
    // Without both of these the reader fetches the whole file in the background.
    disableAutoFetch: true,
    disableStream: true,
  };
}

class BlobRanges extends PDFDataRangeTransport {
  readonly #file: Blob;

  constructor(file: Blob, head: Uint8Array) {
    super(file.size, head);
    this.#file = file;
  }

  override requestDataRange(begin: number, end: number): void {
    void this.#file
      .slice(begin, end)
      .arrayBuffer()
      .then((part) => this.onDataRange(begin, new Uint8Array(part)));
  }
}
