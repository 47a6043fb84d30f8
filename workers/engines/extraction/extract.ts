import { AppError, isAbortError, toAppError } from '../../../src/core/app-error';
import { cleanCharacters } from '../../../src/core/cleaning/clean-characters';
import { decodedShare, type ExtractedDocument } from '../../../src/core/extracted-document';
import { binaryKindOf } from './binary-kinds';
import { isCompoundFile, refuseCompoundFile } from './compound-file';
import type { ExtractionContext } from './extractor';
import { formatOf, type Format } from './formats';

/** Enough for a signature, and for the names of the first entries in an archive. */
const headBytes = 65_536;

/** Above this a browser tab cannot be trusted to hold the file and what is made of it. */
const largestBytes = 512 * 1024 * 1024;

export interface ExtractionOptions extends Pick<ExtractionContext, 'encoding' | 'password' | 'kept'> {
  readonly signal: AbortSignal;
  /** What `recogniseFormat` said of the file, where it was asked already. */
  readonly recognised?: Format;
  readonly onProgress?: (progress: { readonly loaded: number; readonly total: number }) => void;
}

/** The first bytes of a file, as `isArchive` and `formatOf` want them. */
export async function readHead(file: Blob): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(0, headBytes).arrayBuffer());
}

/** Tells from its size and first bytes how a file will be read; throws AppError for one that cannot be. */
export async function recogniseFormat(
  file: Blob,
  name: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<Format> {
  if (file.size === 0) throw new AppError('empty-file', 'The file is empty.');
  if (file.size > largestBytes) throw new AppError('too-large', 'The file is larger than 512 MB.');
  const head = await readHead(file);
  if (isCompoundFile(head)) throw await refuseCompoundFile(file);
  const isZip = head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;
  const parts = isZip ? await (await import('./zip/zip-parts')).partNames(file, signal) : '';
  const format = formatOf(name, file.type, head, parts);
  // An archive called a document that is none is for its reader to refuse: it may be cut off.
  const isTold = format.signature !== undefined || (isZip && format.parts !== undefined);
  const binaryKind = isTold ? undefined : binaryKindOf(head);
  if (binaryKind)
    throw new AppError('unsupported-format', `The file is a ${binaryKind}; this kind is not read.`);
  return format;
}

/** Reads a file of any known format into text with structure. Throws AppError, or the signal's reason. */
export async function extractDocument(
  file: Blob,
  name: string,
  { onProgress = () => undefined, recognised, ...options }: ExtractionOptions,
): Promise<ExtractedDocument> {
  const { signal } = options;
  signal.throwIfAborted();
  const format = recognised ?? (await recogniseFormat(file, name, signal));
  const extract = await format.load();
  signal.throwIfAborted();
  try {
    const document = withDecodedShare(cleanCharacters(await extract(file, { ...options, name, onProgress })));
    if (document.text === '' && document.unread === undefined)
      throw new AppError('no-text', 'The file holds no text.');
    return document;
  } catch (error) {
    if (isAbortError(error) || signal.aborted) throw error;
    throw toAppError(error, 'corrupt');
  }
}

function withDecodedShare(document: ExtractedDocument): ExtractedDocument {
  const undecodable = document.warnings.find(({ code }) => code === 'undecodable-bytes');
  if (undecodable?.code !== 'undecodable-bytes') return document;
  return { ...document, coverage: document.coverage * decodedShare(document.text.length, undecodable.count) };
}
