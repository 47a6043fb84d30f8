import PostalMime from 'postal-mime';
import { AppError } from '../../../src/core/app-error';
import type { Extractor } from './extractor';
import { readPage } from './html';
import { withCharsets } from './mail-charsets';

/** Above this its parser, which holds a file several times over, needs more memory than a tab has. */
const largestBytes = 128 * 1024 * 1024;

/** A web page saved as one file: a mail without an addressee, whose first part is the page. */
export const extractMhtml: Extractor = async (file, context) => {
  if (file.size > largestBytes) throw new AppError('too-large', 'The saved web page is larger than 128 MB.');
  const { message, encoding } = withCharsets(new Uint8Array(await file.arrayBuffer()), context.encoding);
  const { html } = await PostalMime.parse(message).catch((error: unknown) => {
    throw new AppError('corrupt', 'The saved web page is damaged.', { cause: error });
  });
  if (!html) throw new AppError('no-text', 'The saved web page holds no page.');
  return { ...(await readPage(html, context)), ...(encoding === undefined ? {} : { encoding }) };
};
