import { AppError, isAbortError } from '../../../src/core/app-error';
import { extractDocument } from './extract';
import type { Extractor } from './extractor';

const largestBytes = 128 * 1024 * 1024;

/** The one file that gzip packed, read as what it is. */
export const extractGzip: Extractor = async (file, { name, signal }) => {
  const unpacked = await unpack(file, signal);
  const inner = name.replace(/\.t?gz$/i, '');
  // A file can be made that unpacks to itself.
  const [first, second] = new Uint8Array(await unpacked.slice(0, 2).arrayBuffer());
  if (first === 0x1f && second === 0x8b)
    throw new AppError('too-complex', 'The file is packed more than once.');
  const isTar = /ustar/.test(await unpacked.slice(257, 262).text());
  if (isTar) throw new AppError('unsupported-format', 'The file is a tar archive; this kind is not read.');
  return extractDocument(unpacked, inner === name ? `${name}.txt` : inner, { signal });
};

async function unpack(file: Blob, signal: AbortSignal): Promise<Blob> {
  const reader = file.stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      signal.throwIfAborted();
      const part = new Uint8Array(piece.value);
      parts.push(part);
      bytes += part.length;
      if (bytes > largestBytes) throw new AppError('too-large', 'The file unpacks to more than 128 MB.');
    }
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    if (error instanceof AppError || isAbortError(error)) throw error;
    throw new AppError('corrupt', 'The gzip file is damaged.', { cause: error });
  }
  return new Blob(parts);
}
