/**
 * A text as phrases are compared in it: compatibility forms, case and white space do not count. Chinese text is often
 * broken into lines anywhere, so white space is left out altogether.
 */
export function foldForPhrases(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
}

/** The same, but white space counts as one space. */
export function foldWithSpaces(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}
