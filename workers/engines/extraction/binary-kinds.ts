/* eslint-disable no-control-regex -- signatures are bytes, control characters among them */
import { asLatin1 } from './latin1';

interface BinaryKind {
  readonly name: string;
  /** Matched against the first kilobytes read as Latin-1: one character a byte. */
  readonly signature: RegExp;
}

/** Files that people drop and that are neither read nor kept, so that the message can name them. */
const binaryKinds: readonly BinaryKind[] = [
  { name: 'icon', signature: /^\0\0\x01\0/ },
  { name: 'ZIP archive', signature: /^PK(?:\x03\x04|\x05\x06|\x07\x08)/ },
  { name: 'PostScript file', signature: /^(?:\x04)?%!PS/ },
  { name: '7-Zip archive', signature: /^7z\xBC\xAF\x27\x1C/ },
  { name: 'RAR archive', signature: /^Rar!\x1A\x07/ },
  { name: 'XZ archive', signature: /^\xFD7zXZ\0/ },
  { name: 'bzip2 archive', signature: /^BZh[1-9]1AY/ },
  { name: 'font', signature: /^(?:wOFF|wOF2|OTTO|\0\x01\0\0\0)/ },
  { name: 'SQLite database', signature: /^SQLite format 3\0/ },
  { name: 'program', signature: /^(?:\x7FELF|MZ[^]{58}|\xCF\xFA\xED\xFE|\xCA\xFE\xBA\xBE|\0asm)/ },
];

/** What a binary file is, by its first bytes; undefined for text and for what is not known. */
export function binaryKindOf(head: Uint8Array): string | undefined {
  const start = asLatin1(head.subarray(0, 1024));
  return binaryKinds.find(({ signature }) => signature.test(start))?.name;
}
