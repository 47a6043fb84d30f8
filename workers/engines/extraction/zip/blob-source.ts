import { AppError } from '../../../../src/core/app-error';
import { largestDirectoryBytes } from './zip-bounds';

/** Random access to a file for zip.js: reads slices, never the whole file. */
export class BlobSource {
  readonly size: number;

  constructor(private readonly file: Blob) {
    this.size = file.size;
  }

  get readable(): ReadableStream<Uint8Array> {
    return this.createReadable({ offset: 0, size: this.size });
  }

  createReadable({ offset, size }: { readonly offset: number; readonly size: number }) {
    return this.file.slice(offset, offset + size).stream();
  }

  async readUint8Array(offset: number, length: number): Promise<Uint8Array> {
    // Only headers and the list of entries are read this way; a list can claim to be the whole file.
    if (length > largestDirectoryBytes) {
      throw new AppError('too-large', 'The archive lists too many files.');
    }
    return new Uint8Array(await this.file.slice(offset, offset + length).arrayBuffer());
  }
}
