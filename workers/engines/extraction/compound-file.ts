import { AppError } from '../../../src/core/app-error';

const signature = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

export function isCompoundFile(head: Uint8Array): boolean {
  return signature.every((byte, index) => head[index] === byte);
}

/** Enough for the streams that tell the kind: they are among the first. */
const directorySectors = 8;

const kinds: readonly { readonly stream: string; readonly name: string; readonly advice: string }[] = [
  { stream: 'WordDocument', name: 'Word document in the old form (DOC)', advice: 'save it as DOCX' },
  { stream: 'Workbook', name: 'Excel workbook in the old form (XLS)', advice: 'save it as XLSX' },
  { stream: 'Book', name: 'Excel workbook in the old form (XLS)', advice: 'save it as XLSX' },
  {
    stream: 'PowerPoint Document',
    name: 'PowerPoint presentation in the old form (PPT)',
    advice: 'save it as PPTX',
  },
  { stream: '__properties_version1.0', name: 'mail of Outlook (MSG)', advice: 'save it as EML' },
];

/** Why a compound file, the container of old Office documents and of encrypted new ones, is not read. */
export async function refuseCompoundFile(file: Blob): Promise<AppError> {
  const streams = (await firstStreamNames(file)).map((name) => name.toLowerCase());
  if (streams.includes('encryptedpackage') || streams.includes('encryptioninfo')) {
    return new AppError('locked', 'The document is locked with a password.');
  }
  const kind = kinds.find(({ stream }) => streams.includes(stream.toLowerCase()));
  return new AppError(
    'unsupported-format',
    kind
      ? `The file is a ${kind.name}, which is not read; ${kind.advice}.`
      : 'The file is an Office document in an older form (DOC, XLS, PPT or MSG), which is not read.',
  );
}

const entryBytes = 128;

async function firstStreamNames(file: Blob): Promise<string[]> {
  const header = new DataView(await file.slice(0, 512).arrayBuffer());
  if (header.byteLength < 512) return [];
  const sectorBytes = 1 << Math.min(16, header.getUint16(30, true));
  const start = (header.getUint32(48, true) + 1) * sectorBytes;
  const directory = await file.slice(start, start + directorySectors * sectorBytes).arrayBuffer();
  const names: string[] = [];
  for (let offset = 0; offset + entryBytes <= directory.byteLength; offset += entryBytes) {
    const entry = new DataView(directory, offset, entryBytes);
    const nameBytes = Math.min(64, entry.getUint16(64, true));
    if (nameBytes < 4) continue;
    names.push(new TextDecoder('utf-16le').decode(new Uint8Array(directory, offset, nameBytes - 2)));
  }
  return names;
}
