import type { ErrorCode } from '../../core/app-error';
import type { ExtractionWarning } from '../../core/extracted-document';
import type { Messages } from '../../i18n/en';

/** Failures that the same bytes would meet again, so that trying again is not offered. */
const lasting: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'unsupported-format',
  'empty-file',
  'no-text',
  'encrypted',
  'wrong-password',
  'locked',
  'duplicate',
  'too-large',
  'too-complex',
  'not-stored',
]);

export function mayRetry(code: ErrorCode): boolean {
  return !lasting.has(code);
}

/** Failures that a password helps against. */
export function asksForPassword(code: ErrorCode): boolean {
  return code === 'encrypted' || code === 'wrong-password';
}

/** One sentence for each kind of thing that was not read. */
export function warningsIn({ documents }: Messages, warnings: readonly ExtractionWarning[]): string[] {
  const failedPages = warnings.filter(({ code }) => code === 'page-failed').length;
  const sentences = warnings.flatMap((warning) => {
    switch (warning.code) {
      case 'pages-without-text':
        return [documents.pagesWithoutText(warning.pages.length)];
      case 'undecodable-bytes':
        return [documents.undecodable(warning.count)];
      case 'main-content-not-found':
        return [documents.mainContentNotFound];
      case 'images-skipped':
        return [documents.imagesSkipped(warning.count)];
      case 'attachments-skipped':
        return [documents.attachmentsSkipped(warning.names)];
      case 'cut-short':
        return [documents.cutShort(warning.what, warning.kept)];
      case 'page-failed':
      case 'part-failed':
        return [];
    }
  });
  const failedParts = warnings.flatMap((warning) => (warning.code === 'part-failed' ? [warning.name] : []));
  if (failedPages > 0) sentences.push(documents.pagesFailed(failedPages));
  if (failedParts.length > 0) sentences.push(documents.partsFailed(failedParts));
  return sentences;
}
