import { AppError } from '../../../../src/core/app-error';

const mebibyte = 1024 * 1024;

/** What is read of one archive at most, counted while inflating; what its headers claim is not believed. */
export interface ZipBounds {
  readonly totalBytes: number;
  readonly entryBytes: number;
  readonly entries: number;
}

/** An office document's parts; pictures are not read and do not count. */
export const officeBounds: ZipBounds = {
  totalBytes: 256 * mebibyte,
  entryBytes: 64 * mebibyte,
  entries: 20_000,
};

/** A list of entries longer than this is made to fill memory: 20,000 entries take a few MiB. */
export const largestDirectoryBytes = 32 * mebibyte;

/** Office XML shrinks to a hundredth at times, and data that does much better over this much is no document. */
const ratioCountsFromBytes = 16 * mebibyte;
const highestRatio = 400;

/** Counts what comes out of an archive, and of all archives inside it when they share one. */
export class ZipBudget {
  #usedBytes = 0;

  constructor(private readonly bounds: ZipBounds) {}

  /** A meter for one entry, called with every piece; throws `too-large` beyond a bound. */
  meter(name: string, compressedBytes: number): (pieceBytes: number) => void {
    let entryBytes = 0;
    return (pieceBytes) => {
      entryBytes += pieceBytes;
      this.#usedBytes += pieceBytes;
      const { totalBytes, entryBytes: largestEntry } = this.bounds;
      if (this.#usedBytes > totalBytes) throw tooLarge('The archive', totalBytes);
      if (entryBytes > largestEntry) throw tooLarge(`${name} in the archive`, largestEntry);
      if (entryBytes > ratioCountsFromBytes && entryBytes > compressedBytes * highestRatio) {
        throw new AppError('too-large', `${name} is packed more tightly than a document can be.`);
      }
    };
  }
}

function tooLarge(what: string, bytes: number): AppError {
  return new AppError('too-large', `${what} unpacks to more than ${bytes / mebibyte} MB.`);
}
