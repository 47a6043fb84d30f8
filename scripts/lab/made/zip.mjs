import { crc32, deflateRawSync } from 'node:zlib';

/**
 * An entry as it lies in the archive. `size` and `checksum` are what the archive says of it, true or not.
 * @typedef {object} ZipEntry
 * @property {string} name
 * @property {Buffer} deflated
 * @property {number} size
 * @property {number} checksum
 */

/**
 * @param {string} name
 * @param {string | Buffer} content
 * @returns {ZipEntry}
 */
export function zipEntry(name, content) {
  const bytes = Buffer.from(content);
  return { name, deflated: deflateRawSync(bytes), size: bytes.length, checksum: crc32(bytes) };
}

/**
 * @param {readonly ZipEntry[]} entries
 * @param {{ isOverlapping?: boolean }} [options] overlapping: every entry's bytes are the first one's, stored once
 */
export function makeZip(entries, { isOverlapping = false } = {}) {
  /** @type {Buffer[]} */
  const parts = [];
  /** @type {Buffer[]} */
  const directory = [];
  let offset = 0;
  for (const entry of entries) {
    const isStored = !isOverlapping || parts.length === 0;
    directory.push(header(entry, isOverlapping ? 0 : offset));
    if (!isStored) continue;
    const local = Buffer.concat([header(entry), entry.deflated]);
    parts.push(local);
    offset += local.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

/**
 * The header before an entry's bytes, or with `offset` the one in the directory.
 * @param {ZipEntry} entry
 * @param {number} [offset]
 */
function header({ name, deflated, size, checksum }, offset) {
  const bytes = Buffer.from(name);
  const isLocal = offset === undefined;
  const fixed = Buffer.alloc(isLocal ? 30 : 46);
  fixed.writeUInt32LE(isLocal ? 0x04034b50 : 0x02014b50, 0);
  const common = isLocal ? 4 : 6;
  if (!isLocal) fixed.writeUInt16LE(20, 4);
  fixed.writeUInt16LE(20, common);
  // Names are UTF-8; the method is deflate.
  fixed.writeUInt16LE(0x0800, common + 2);
  fixed.writeUInt16LE(8, common + 4);
  fixed.writeUInt32LE(checksum, common + 10);
  fixed.writeUInt32LE(deflated.length, common + 14);
  fixed.writeUInt32LE(size, common + 18);
  fixed.writeUInt16LE(bytes.length, common + 22);
  if (!isLocal) fixed.writeUInt32LE(offset, 42);
  return Buffer.concat([fixed, bytes]);
}
