import { isAbortError } from '../../../src/core/app-error';
import { RichTextBuilder } from '../../../src/core/rich-text-builder';
import type { ExtractionWarning } from '../../../src/core/extracted-document';
import type { Extractor } from './extractor';
import { MailWriter } from './mail-message';
import { readMailbox } from './mailbox-messages';
import { createPause } from './pause';

/** Beyond these one document is too long to be read or searched as one. */
const mostMessages = 100_000;
const mostCharacters = 128 * 1024 * 1024;

/** A mailbox, mail by mail, each below a heading with its subject. */
export const extractMbox: Extractor = async (file, { signal, onProgress, encoding: chosen }) => {
  const pause = createPause(signal);
  const builder = new RichTextBuilder();
  const writer = new MailWriter(builder, signal, chosen);
  const warnings: ExtractionWarning[] = [];
  let count = 0;
  for await (const { message, end } of readMailbox(file)) {
    count += 1;
    try {
      await writer.add(message, 2);
    } catch (error) {
      if (isAbortError(error) || signal.aborted) throw error;
      writer.fail(`#${count}`, error);
    }
    onProgress({ loaded: end, total: file.size });
    await pause();
    if (end < file.size && (count >= mostMessages || builder.length > mostCharacters)) {
      warnings.push({ code: 'cut-short', what: 'entries', kept: count });
      break;
    }
  }
  return {
    ...builder.build(),
    format: 'email',
    ...(writer.encoding === undefined ? {} : { encoding: writer.encoding }),
    coverage: 1,
    warnings: [...warnings, ...writer.warnings],
  };
};
