export interface StoredZipFile {
  /** With slashes between folders. */
  readonly path: string;
  readonly bytes: number;
  readonly crc32: number;
}

const most32 = 0xffff_ffff;
const most16 = 0xffff;
const utf8Names = 0x0800;
const plainVersion = 20;
const zip64Version = 45;

/**
 * What stands around files that a ZIP holds as they are: `headers[i]` before file `i`, and `end` after the last. What is
 * larger than 4 GB is written by the ZIP64 extension (APPNOTE 4.3 to 4.5).
 */
export function storedZip(
  files: readonly StoredZipFile[],
  at: Date,
): { readonly headers: readonly Uint8Array<ArrayBuffer>[]; readonly end: Uint8Array<ArrayBuffer> } {
  const headers: Uint8Array<ArrayBuffer>[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const file of files) {
    const header = localHeader(file, at);
    headers.push(header);
    directory.push(directoryEntry(file, offset, at));
    offset += header.length + file.bytes;
  }
  const directoryBytes = directory.reduce((sum, { length }) => sum + length, 0);
  const end = joined([...directory, endOf(files.length, directoryBytes, offset)]);
  return { headers, end };
}

function localHeader(file: StoredZipFile, at: Date): Uint8Array<ArrayBuffer> {
  const name = new TextEncoder().encode(file.path);
  const isLarge = file.bytes >= most32;
  const extra = isLarge ? zip64Extra([file.bytes, file.bytes]) : new Uint8Array();
  const fields = new Fields(30)
    .u32(0x04034b50)
    .u16(isLarge ? zip64Version : plainVersion)
    .common(file, at, isLarge)
    .u16(name.length)
    .u16(extra.length);
  return joined([fields.bytes, name, extra]);
}

function directoryEntry(file: StoredZipFile, offset: number, at: Date): Uint8Array<ArrayBuffer> {
  const name = new TextEncoder().encode(file.path);
  const isLarge = file.bytes >= most32;
  const isFar = offset >= most32;
  const beyond = [...(isLarge ? [file.bytes, file.bytes] : []), ...(isFar ? [offset] : [])];
  const extra = beyond.length > 0 ? zip64Extra(beyond) : new Uint8Array();
  const version = beyond.length > 0 ? zip64Version : plainVersion;
  const fields = new Fields(46)
    .u32(0x02014b50)
    .u16(version)
    .u16(version)
    .common(file, at, isLarge)
    .u16(name.length)
    .u16(extra.length)
    // Comment, disk and attributes: none.
    .u16(0)
    .u16(0)
    .u16(0)
    .u32(0)
    .u32(isFar ? most32 : offset);
  return joined([fields.bytes, name, extra]);
}

function endOf(count: number, directoryBytes: number, offset: number): Uint8Array<ArrayBuffer> {
  const isLarge = count >= most16 || directoryBytes >= most32 || offset >= most32;
  const plain = new Fields(22)
    .u32(0x06054b50)
    .u16(0)
    .u16(0)
    .u16(Math.min(count, most16))
    .u16(Math.min(count, most16))
    .u32(Math.min(directoryBytes, most32))
    .u32(Math.min(offset, most32))
    .u16(0);
  if (!isLarge) return plain.bytes;
  const large = new Fields(56)
    .u32(0x06064b50)
    .u64(44)
    .u16(zip64Version)
    .u16(zip64Version)
    .u32(0)
    .u32(0)
    .u64(count)
    .u64(count)
    .u64(directoryBytes)
    .u64(offset);
  const locator = new Fields(20)
    .u32(0x07064b50)
    .u32(0)
    .u64(offset + directoryBytes)
    .u32(1);
  return joined([large.bytes, locator.bytes, plain.bytes]);
}

function zip64Extra(values: readonly number[]): Uint8Array<ArrayBuffer> {
  const fields = new Fields(4 + 8 * values.length).u16(1).u16(8 * values.length);
  for (const value of values) fields.u64(value);
  return fields.bytes;
}

/** Little-endian, one after another. */
class Fields {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;
  #at = 0;

  constructor(length: number) {
    this.bytes = new Uint8Array(length);
    this.#view = new DataView(this.bytes.buffer);
  }

  u16(value: number): this {
    this.#view.setUint16(this.#at, value, true);
    this.#at += 2;
    return this;
  }

  u32(value: number): this {
    this.#view.setUint32(this.#at, value, true);
    this.#at += 4;
    return this;
  }

  u64(value: number): this {
    this.#view.setBigUint64(this.#at, BigInt(value), true);
    this.#at += 8;
    return this;
  }

  /** Flags, the method (stored), time, checksum and both sizes, which every header holds in a row. */
  common({ bytes, crc32 }: StoredZipFile, at: Date, isLarge: boolean): this {
    const size = isLarge ? most32 : bytes;
    return this.u16(utf8Names)
      .u16(0)
      .u16((at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1))
      .u16((Math.max(0, at.getFullYear() - 1980) << 9) | ((at.getMonth() + 1) << 5) | at.getDate())
      .u32(crc32)
      .u32(size)
      .u32(size);
  }
}

function joined(parts: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
