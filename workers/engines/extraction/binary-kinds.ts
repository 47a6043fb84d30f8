/* eslint-disable no-control-regex -- signatures are bytes, control characters among them */
import { asLatin1 } from './latin1';

interface BinaryKind {
  readonly name: string;
  /** Matched against the first kilobytes read as Latin-1: one character a byte. */
  readonly signature: RegExp;
}

/** Files that people drop and that are not read, so that the message can name them. */
const binaryKinds: readonly BinaryKind[] = [
  { name: 'PNG image', signature: /^\x89PNG/ },
  { name: 'JPEG image', signature: /^\xFF\xD8\xFF/ },
  { name: 'GIF image', signature: /^GIF8[79]a/ },
  { name: 'WebP image', signature: /^RIFF[^]{4}WEBP/ },
  { name: 'TIFF image', signature: /^(?:II\*\0|MM\0\*)/ },
  { name: 'BMP image', signature: /^BM[^]{4}\0\0\0\0/ },
  { name: 'HEIC or AVIF image', signature: /^[^]{4}ftyp(?:hei|hev|mif1|avif)/ },
  { name: 'icon', signature: /^\0\0\x01\0/ },
  { name: 'EPUB book', signature: /^PK\x03\x04[^]*application\/epub\+zip/ },
  { name: 'ZIP archive', signature: /^PK(?:\x03\x04|\x05\x06|\x07\x08)/ },
  { name: 'PostScript file', signature: /^(?:\x04)?%!PS/ },
  { name: 'gzip archive', signature: /^\x1F\x8B/ },
  { name: '7-Zip archive', signature: /^7z\xBC\xAF\x27\x1C/ },
  { name: 'RAR archive', signature: /^Rar!\x1A\x07/ },
  { name: 'XZ archive', signature: /^\xFD7zXZ\0/ },
  { name: 'bzip2 archive', signature: /^BZh[1-9]1AY/ },
  { name: 'video', signature: /^(?:[^]{4}ftyp|\x1A\x45\xDF\xA3|RIFF[^]{4}AVI )/ },
  { name: 'audio', signature: /^(?:ID3|OggS|fLaC|RIFF[^]{4}WAVE|\xFF[\xFB\xF3\xF2])/ },
  { name: 'font', signature: /^(?:wOFF|wOF2|OTTO|\0\x01\0\0\0)/ },
  { name: 'SQLite database', signature: /^SQLite format 3\0/ },
  { name: 'program', signature: /^(?:\x7FELF|MZ[^]{58}|\xCF\xFA\xED\xFE|\xCA\xFE\xBA\xBE|\0asm)/ },
];

/** What a binary file is, by its first bytes; undefined for text and for what is not known. */
export function binaryKindOf(head: Uint8Array): string | undefined {
  const start = asLatin1(head);
  return binaryKinds.find(({ signature }) => signature.test(start))?.name;
}
