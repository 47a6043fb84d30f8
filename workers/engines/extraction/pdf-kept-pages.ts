import type { KeptWork } from './extractor';
import type { PageLines } from './pdf-running-lines';

/** Changes whenever pages are read otherwise: what an older app kept is then read anew. */
const form = 1;
const appendEveryMs = 1_000;

interface KeptPage extends PageLines {
  readonly kind: 'pdf-page';
  readonly form: number;
  readonly pageCount: number;
}

export interface PageKeeper {
  /** What an earlier try has read: the first pages, without a gap. */
  readonly pages: readonly PageLines[];
  readonly add: (page: PageLines) => Promise<void>;
}

/** Keeps the pages that were read, about every second, so that a reading that was cut off goes on where it was. */
export async function createPageKeeper(kept: KeptWork | undefined, pageCount: number): Promise<PageKeeper> {
  if (!kept) return { pages: [], add: () => Promise.resolve() };
  const pages: PageLines[] = [];
  for (const item of await kept.read()) {
    if (isKeptPage(item) && item.pageCount === pageCount && item.number === pages.length + 1) {
      pages.push({ number: item.number, lines: item.lines, view: item.view });
    }
  }
  let waiting: KeptPage[] = [];
  let appended = performance.now();
  return {
    pages,
    add: async (page) => {
      waiting.push({ kind: 'pdf-page', form, pageCount, ...page });
      if (performance.now() - appended < appendEveryMs) return;
      const items = waiting;
      waiting = [];
      await kept.append(items);
      appended = performance.now();
    },
  };
}

function isKeptPage(item: unknown): item is KeptPage {
  return (
    typeof item === 'object' &&
    item !== null &&
    'kind' in item &&
    item.kind === 'pdf-page' &&
    'form' in item &&
    item.form === form
  );
}
