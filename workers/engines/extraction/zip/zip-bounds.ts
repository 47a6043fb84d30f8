import { AppError } from '../../../../src/core/app-error';

const mebibyte = 1024 * 1024;

/** What is read of one archive at most, counted while inflating: headers are believed only where they claim more. */
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

/** What an archive's list says of an entry. */
export interface ClaimedSizes {
  readonly compressedSize: number;
  readonly uncompressedSize: number;
}

/** Counts what comes out of an archive, and of all archives inside it when they share one. */
export class ZipBudget {
  #usedBytes = 0;

  constructor(
    private readonly bounds: ZipBounds,
    private readonly onUsed: (usedBytes: number) => void = () => undefined,
  ) {}

  /** A meter for one entry, called with every piece; both throw `too-large` beyond a bound. */
  meter(name: string, { compressedSize, uncompressedSize }: ClaimedSizes): (pieceBytes: number) => void {
    // A bomb that says so is not inflated at all.
    this.#check(name, { compressedSize, entryBytes: uncompressedSize });
    let entryBytes = 0;
    return (pieceBytes) => {
      entryBytes += pieceBytes;
      this.#usedBytes += pieceBytes;
      if (this.#usedBytes > this.bounds.totalBytes) throw tooLarge('The archive', this.bounds.totalBytes);
      this.#check(name, { compressedSize, entryBytes });
      this.onUsed(this.#usedBytes);
    };
  }

  #check(name: string, { compressedSize, entryBytes }: { compressedSize: number; entryBytes: number }): void {
    if (entryBytes > this.bounds.entryBytes) throw tooLarge(`${name} in the archive`, this.bounds.entryBytes);
    if (entryBytes > ratioCountsFromBytes && entryBytes > compressedSize * highestRatio) {
      throw new AppError('too-large', `${name} is packed more tightly than a document can be.`);
    }
  }
}

function tooLarge(what: string, bytes: number): AppError {
  return new AppError('too-large', `${what} unpacks to more than ${bytes / mebibyte} MB.`);
}
