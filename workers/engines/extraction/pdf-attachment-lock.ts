import { asLatin1 } from './latin1';

/** The whole file is searched: above this it is not worth the memory. */
const largestBytes = 64 * 1024 * 1024;

/**
 * A PDF can lock its attachments only, and its pages are open to anyone (/StmF and /StrF are both /Identity). The
 * reader asks for the password of such a file too. Returns the file without the mention of its lock, or undefined
 * when its pages are locked as well.
 */
export async function withoutAttachmentLock(file: Blob): Promise<Blob | undefined> {
  if (file.size > largestBytes) return undefined;
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = asLatin1(bytes);
  const mention = /\/Encrypt[ \r\n]+(\d+)[ \r\n]+(\d+)[ \r\n]+R/g;
  const mentions = [...text.matchAll(mention)];
  const [first] = mentions;
  if (!first) return undefined;
  const start = text.search(new RegExp(`(?<!\\d)${first[1]}\\s+${first[2]}\\s+obj\\b`));
  const dictionary = start < 0 ? '' : text.slice(start, text.indexOf('endobj', start));
  const isOpen = ['StmF', 'StrF'].every((key) => new RegExp(`/${key}\\s*/Identity\\b`).test(dictionary));
  if (!isOpen || !/\/EFF\s*\/(?!Identity)/.test(dictionary)) return undefined;
  for (const { index, 0: found } of mentions) bytes.fill(0x20, index, index + found.length);
  return new Blob([bytes]);
}
