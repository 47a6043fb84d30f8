import type { PDFDocumentProxy } from 'pdfjs-dist';
import type { PdfOutlineEntry } from '../../../src/contracts/pdf-drawing';

/** More than anyone reads through. */
const mostEntries = 3000;

/** A PDF's own outline, in reading order, without what leads nowhere. */
export async function readOutline(pdf: PDFDocumentProxy): Promise<PdfOutlineEntry[]> {
  const entries: { title: string; level: number; dest: string | readonly unknown[] | null }[] = [];
  // Its type does not say that there may be none.
  const gather = (items: Awaited<ReturnType<PDFDocumentProxy['getOutline']>> | null, level: number): void => {
    for (const item of items ?? []) {
      if (entries.length >= mostEntries) return;
      entries.push({ title: item.title.replace(/\s+/g, ' ').trim(), level, dest: item.dest });
      gather(item.items, level + 1);
    }
  };
  gather(await pdf.getOutline(), 1);
  const pages = await Promise.all(entries.map(({ dest }) => pageOfDestination(pdf, dest)));
  return entries.flatMap(({ title, level }, i) => {
    const page = pages[i];
    return page === undefined || title === '' ? [] : [{ title, level, page }];
  });
}

async function pageOfDestination(
  pdf: PDFDocumentProxy,
  dest: string | readonly unknown[] | null,
): Promise<number | undefined> {
  try {
    const [page] = (typeof dest === 'string' ? await pdf.getDestination(dest) : dest) ?? [];
    if (typeof page === 'number') return page + 1;
    return isPageReference(page) ? (await pdf.getPageIndex(page)) + 1 : undefined;
  } catch {
    // It leads nowhere, as links of old files may.
    return undefined;
  }
}

function isPageReference(value: unknown): value is { num: number; gen: number } {
  return typeof value === 'object' && value !== null && 'num' in value && 'gen' in value;
}
