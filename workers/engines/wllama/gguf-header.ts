import { AppError } from '../../../src/core/app-error';
import { ByteReader, OutOfBytes } from './byte-reader';

/** What the head of a GGUF file says of its model, as far as the engine needs it before it opens the file. */
export interface GgufHeader {
  readonly architecture: string;
  /** The window that the model was trained for. */
  readonly contextTokens: number | undefined;
  readonly chatTemplate: string | undefined;
  readonly tokenCount: number;
  readonly beginning: SpecialToken | undefined;
  readonly end: SpecialToken | undefined;
  /** Every entry of the tokenizer as it stands in the file, key and all. */
  readonly tokenizerEntries: readonly Uint8Array<ArrayBuffer>[];
}

export interface SpecialToken {
  readonly id: number;
  readonly text: string;
}

type Value = string | number | boolean | readonly string[] | undefined;

/** `GGUF` as a number. */
const magic = 0x4655_4747;
const firstBytes = 4 * 1024 * 1024;
/** The vocabularies of today's models take up to about 20 MB. */
const mostBytes = 256 * 1024 * 1024;

/** Reads no more of the file than its head. Errors: `model-incompatible` for anything that is no GGUF file. */
export async function readGgufHeader(file: Blob): Promise<GgufHeader> {
  for (let bytes = firstBytes; ; bytes *= 4) {
    const reader = new ByteReader(await file.slice(0, bytes).arrayBuffer());
    try {
      return readHeader(reader);
    } catch (error) {
      if (!(error instanceof OutOfBytes)) throw error;
      if (bytes >= file.size || bytes >= mostBytes) throw incompatible('it ends within its head');
    }
  }
}

function readHeader(reader: ByteReader): GgufHeader {
  if (reader.uint32() !== magic) throw incompatible('it is no GGUF file');
  const version = reader.uint32();
  if (version !== 2 && version !== 3) throw incompatible(`it is of GGUF's version ${version}`);
  // The tensors' number; their table follows the entries.
  reader.uint64();
  const entryCount = reader.uint64();
  const values = new Map<string, Value>();
  const tokenizerEntries: Uint8Array<ArrayBuffer>[] = [];
  for (let i = 0; i < entryCount; i += 1) {
    const start = reader.at;
    const key = reader.string();
    values.set(key, readValue(reader, reader.uint32()));
    if (key.startsWith('tokenizer.') && !key.startsWith('tokenizer.chat_template')) {
      tokenizerEntries.push(reader.bytes(start, reader.at));
    }
  }
  const architecture = textOf(values.get('general.architecture')) ?? '';
  const listed = values.get('tokenizer.ggml.tokens');
  const tokens = typeof listed === 'object' ? listed : [];
  const token = (name: string): SpecialToken | undefined => {
    const id = numberOf(values.get(`tokenizer.ggml.${name}_token_id`));
    const text = id === undefined ? undefined : tokens[id];
    return id === undefined || text === undefined ? undefined : { id, text };
  };
  return {
    architecture,
    contextTokens: numberOf(values.get(`${architecture}.context_length`)),
    chatTemplate: textOf(values.get('tokenizer.chat_template')),
    tokenCount: tokens.length,
    beginning: token('bos'),
    end: token('eos'),
    tokenizerEntries,
  };
}

const stringType = 8;
const listType = 9;
const deepestList = 2;

/** Bytes of the types of a fixed length, by the number that the format gives them. */
const lengths = [1, 1, 2, 2, 4, 4, 4, 1, undefined, undefined, 8, 8, 8];

/** Undefined for what nobody asks for: its bytes are passed over. */
function readValue(reader: ByteReader, type: number): Value {
  switch (type) {
    case 4:
      return reader.uint32();
    case 5:
      return reader.int32();
    case 7:
      return reader.uint8() !== 0;
    case stringType:
      return reader.string();
    case 10:
      return reader.uint64();
    case listType:
      return readList(reader);
  }
  reader.skip(lengthOf(type));
  return undefined;
}

function readList(reader: ByteReader, depth = 0): Value {
  if (depth > deepestList) throw incompatible('its lists are nested');
  const type = reader.uint32();
  const count = reader.uint64();
  if (type === stringType) {
    // One after the other: the number is the file's own word, and its bytes may end long before.
    const texts: string[] = [];
    while (texts.length < count) texts.push(reader.string());
    return texts;
  }
  if (type === listType) {
    for (let i = 0; i < count; i += 1) readList(reader, depth + 1);
  } else reader.skip(count * lengthOf(type));
  return undefined;
}

function lengthOf(type: number): number {
  const length = lengths[type];
  if (length === undefined) throw incompatible(`it has a value of the unknown type ${type}`);
  return length;
}

function textOf(value: Value): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function numberOf(value: Value): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function incompatible(detail: string): AppError {
  return new AppError('model-incompatible', `The model's file cannot be read (${detail}).`);
}
