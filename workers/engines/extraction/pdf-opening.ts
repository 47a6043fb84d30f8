import { AppError } from '../../../src/core/app-error';
import { withoutAttachmentLock } from './pdf-attachment-lock';
import type { PdfSession } from './pdf-proxy-session';

export interface OpeningOptions {
  readonly password: string | undefined;
  /** Whether forms that are described in XML are read, in place of the page that stands for them. */
  readonly enableXfa: boolean;
}

export type OpenFile = (file: Blob, options: OpeningOptions) => Promise<PdfSession>;

/** Opens a file, and tries again where its fault lies in a part that its pages do not need. */
export async function openByAnyMeans(
  file: Blob,
  password: string | undefined,
  open: OpenFile,
): Promise<PdfSession> {
  try {
    return await open(file, { password, enableXfa: true });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // A damaged form is left aside.
    if (error.code === 'corrupt') return open(file, { password, enableXfa: false });
    const readable = await withoutAttachmentLock(file);
    if (readable) return open(readable, { password: undefined, enableXfa: true });
    const prepared = password === undefined ? undefined : preparedPassword(password);
    if (prepared === password) throw error;
    return open(file, { password: prepared, enableXfa: true });
  }
}

/** The form in which PDF 2.0 takes passwords (SASLprep, RFC 4013): compatible characters are one and the same. */
function preparedPassword(password: string): string {
  return password
    .replace(/\p{Cf}|\p{Variation_Selector}|\u034F|\u1806/gu, '')
    .replace(/[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/g, ' ')
    .normalize('NFKC');
}
