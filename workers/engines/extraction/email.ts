import { AppError } from '../../../src/core/app-error';
import { RichTextBuilder } from '../../../src/core/rich-text-builder';
import type { Extractor } from './extractor';
import { MailWriter } from './mail-message';
import { unwrapped } from './mailbox-messages';

/** Above this its parser, which holds a mail several times over, needs more memory than a tab has. */
const largestMailBytes = 128 * 1024 * 1024;

/** A mail: its subject, who wrote it to whom and when, its text, and the attachments that can be read. */
export const extractEmail: Extractor = async (file, { signal, onProgress, encoding: chosen }) => {
  if (file.size > largestMailBytes) throw new AppError('too-large', 'The mail is larger than 128 MB.');
  const builder = new RichTextBuilder();
  const writer = new MailWriter(builder, signal, chosen);
  const { subject } = await writer.add(unwrapped(new Uint8Array(await file.arrayBuffer())), 1);
  signal.throwIfAborted();
  onProgress({ loaded: file.size, total: file.size });
  const { encoding, warnings } = writer;
  return {
    ...builder.build(),
    format: 'email',
    ...(subject === undefined ? {} : { title: subject }),
    ...(encoding === undefined ? {} : { encoding }),
    coverage: 1,
    warnings,
  };
};
