import { corrupt, GgufReader, OutOfBytes, widthOf } from './gguf-reader';
import { readTensors } from './gguf-tensors';

/** What the metadata at the beginning of a GGUF file tells. */
export interface GgufHeader {
  readonly architecture: string;
  readonly name?: string;
  readonly licence?: string;
  /** `Q4_K_M`; absent where the file names none that is known. */
  readonly quantization?: string;
  readonly contextTokens?: number;
  readonly layers?: number;
  /** Keys and values that one token of the window takes, at 16 bits. */
  readonly cacheBytesPerToken?: number;
  readonly hasTemplate: boolean;
  /** Of how many files the model is one; 1 where it is whole. */
  readonly shards: number;
}

/** Vocabularies stand before the template; the largest known take a quarter of this. */
const mostBytes = 64 * 2 ** 20;
const firstBytes = 2 ** 20;
const mostEntries = 4096;
const mostTensors = 2 ** 16;
const longestKey = 1024;
const longestText = 2 ** 20;
const deepestArray = 2;

/**
 * Reads the metadata of a GGUF file, growing what it reads as far as it must; nothing of the file's own figures makes
 * it read or keep more than its bounds. Throws `corrupt` for what is no such file.
 */
export async function readGgufHeader(blob: Blob): Promise<GgufHeader> {
  return summarise(await readDirectory(blob));
}

/**
 * How long a GGUF file must be at least for its tensors to be in it, in bytes: also of a later shard, which says nothing
 * of the model. Undefined where a tensor is of a type that is not known. Throws `corrupt` for what is no such file.
 */
export async function readGgufLeastBytes(blob: Blob): Promise<number | undefined> {
  return (await readDirectory(blob)).leastBytes;
}

interface Directory {
  readonly entries: ReadonlyMap<string, Value>;
  readonly leastBytes: number | undefined;
}

async function readDirectory(blob: Blob): Promise<Directory> {
  for (let length = firstBytes; ; length *= 4) {
    const end = Math.min(length, blob.size, mostBytes);
    const bytes = await blob.slice(0, end).arrayBuffer();
    try {
      return readAll(new GgufReader(bytes));
    } catch (error) {
      if (!(error instanceof OutOfBytes)) throw error;
      if (end === blob.size || end === mostBytes) throw corrupt('its header has no end');
    }
  }
}

type Value = string | number | boolean | readonly number[];

function readAll(reader: GgufReader): Directory {
  if (reader.text(4) !== 'GGUF') throw corrupt('it does not begin like one');
  const version = reader.uint32();
  if (version !== 2 && version !== 3) throw corrupt(`its version is ${version}`);
  const tensors = reader.count();
  if (tensors > mostTensors) throw corrupt('it has too many tensors');
  const entries = readEntries(reader, reader.count());
  const alignment = entries.get('general.alignment');
  const leastBytes = readTensors(reader, tensors, typeof alignment === 'number' ? alignment : undefined);
  return { entries, leastBytes };
}

function readEntries(reader: GgufReader, count: number): Map<string, Value> {
  if (count > mostEntries) throw corrupt('it has too many entries');
  const entries = new Map<string, Value>();
  for (let i = 0; i < count; i += 1) {
    const key = reader.string(longestKey) ?? '';
    const value = readValue(reader, reader.uint32(), 0);
    if (value !== undefined) entries.set(key, value);
  }
  return entries;
}

const stringType = 8;
const arrayType = 9;

/** Undefined for what the app has no use for: vocabularies above all. */
function readValue(reader: GgufReader, type: number, depth: number): Value | undefined {
  if (type === stringType) return reader.string(longestText);
  if (type !== arrayType) return reader.scalar(type);
  if (depth >= deepestArray) throw corrupt('its lists are nested');
  const elementType = reader.uint32();
  const count = reader.count();
  const width = widthOf(elementType);
  if (width !== undefined) {
    // A figure for each layer at most.
    if (count > 1024) {
      reader.skip(count * width);
      return undefined;
    }
    const values = Array.from({ length: count }, () => reader.scalar(elementType));
    return values.filter((value) => typeof value === 'number');
  }
  for (let i = 0; i < count; i += 1) {
    if (elementType === stringType) reader.skip(reader.count());
    else readValue(reader, elementType, depth + 1);
  }
  return undefined;
}

/** By `general.file_type`. */
const quantizations = new Map([
  [0, 'F32'],
  [1, 'F16'],
  [2, 'Q4_0'],
  [3, 'Q4_1'],
  [7, 'Q8_0'],
  [8, 'Q5_0'],
  [9, 'Q5_1'],
  [10, 'Q2_K'],
  [11, 'Q3_K_S'],
  [12, 'Q3_K_M'],
  [13, 'Q3_K_L'],
  [14, 'Q4_K_S'],
  [15, 'Q4_K_M'],
  [16, 'Q5_K_S'],
  [17, 'Q5_K_M'],
  [18, 'Q6_K'],
  [25, 'IQ4_NL'],
  [30, 'IQ4_XS'],
  [32, 'BF16'],
]);

function summarise({ entries }: Directory): GgufHeader {
  const text = (key: string): string | undefined => {
    const value = entries.get(key);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const count = (key: string): number | undefined => {
    const value = entries.get(key);
    return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
  };
  const architecture = text('general.architecture');
  if (architecture === undefined) throw corrupt('it names no architecture');
  const own = (key: string): string => `${architecture}.${key}`;
  const layers = count(own('block_count'));
  const heads = count(own('attention.head_count'));
  const kvHeads = headsOf(entries.get(own('attention.head_count_kv'))) ?? heads;
  const width = count(own('embedding_length'));
  const keyWidth =
    count(own('attention.key_length')) ?? (width && heads ? Math.floor(width / heads) : undefined);
  const cache = layers && kvHeads && keyWidth ? 2 * 2 * layers * kvHeads * keyWidth : undefined;
  const name = text('general.name');
  const licence = text('general.license');
  const quantization = quantizations.get(
    count('general.file_type') ?? (entries.get('general.file_type') === 0 ? 0 : -1),
  );
  const contextTokens = count(own('context_length'));
  return {
    architecture,
    ...(name === undefined ? {} : { name }),
    ...(licence === undefined ? {} : { licence }),
    ...(quantization === undefined ? {} : { quantization }),
    ...(contextTokens === undefined ? {} : { contextTokens }),
    ...(layers === undefined ? {} : { layers }),
    ...(cache === undefined ? {} : { cacheBytesPerToken: cache }),
    hasTemplate: text('tokenizer.chat_template') !== undefined,
    shards: count('split.count') ?? 1,
  };
}

/** Some models have another number in each layer. */
function headsOf(value: Value | undefined): number | undefined {
  const figures = typeof value === 'object' ? value : [value];
  const numbers = figures.filter((figure) => typeof figure === 'number');
  const most = Math.max(0, ...numbers);
  return most > 0 ? most : undefined;
}
