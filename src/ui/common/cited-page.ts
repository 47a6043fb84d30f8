import { pageUnitOfName } from '../../core/extracted-document';
import type { Messages } from '../../i18n/en';

interface OnPage {
  readonly documentName: string;
  readonly page?: number | undefined;
}

/** The page of a citation or a passage as its source names it, such as “page 3” or “Section 9”; undefined for none. */
export function citedPage({ documentName, page }: OnPage, words: Messages): string | undefined {
  if (page === undefined) return undefined;
  const unit = pageUnitOfName(documentName);
  return unit === 'page' ? words.citation.page(page) : words.source.page(page, unit);
}

/** The same where there is little room, such as “p. 3”. */
export function shortCitedPage({ documentName, page }: OnPage, words: Messages): string | undefined {
  if (page === undefined) return undefined;
  const unit = pageUnitOfName(documentName);
  return unit === 'page' ? words.citation.pageShort(page) : words.source.page(page, unit);
}
