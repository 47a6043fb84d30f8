import type { PDFPageProxy } from 'pdfjs-dist';

/** What the names of fonts tell, for fonts named as the page's text names them. */
export interface FontFacts {
  readonly bold: ReadonlySet<string>;
  /** Fonts of symbols whose codes the reader takes for letters. */
  readonly dingbats: ReadonlySet<string>;
}

export type FontLookup = (fontNames: ReadonlySet<string>) => Promise<FontFacts>;

/** Fonts are named only where a page is unpacked as if to be drawn, which is slow: a few pages are enough. */
const mostPages = 12;
const mostMs = 3_000;
const pageMs = 5_000;

const boldName = /bold|black|heavy|demi|medi(?:um)?\b|cmbx|cmssbx|黑体|simhei|heiti|-w[7-9]\b/i;

/** Remembers the fonts of a document, and looks those up that a page is the first to use. */
export function createFontLookup(): (page: PDFPageProxy) => FontLookup {
  const known = new Set<string>();
  const bold = new Set<string>();
  const dingbats = new Set<string>();
  let pages = 0;
  let spentMs = 0;
  return (page) => async (fontNames) => {
    const unknown = [...fontNames].filter((name) => !known.has(name));
    if (unknown.length > 0 && pages < mostPages && spentMs < mostMs) {
      pages += 1;
      const began = performance.now();
      await Promise.race([page.getOperatorList().catch(() => undefined), pause(pageMs)]);
      spentMs += performance.now() - began;
      for (const id of unknown) {
        if (!page.commonObjs.has(id)) continue;
        known.add(id);
        const { name, isBold } = describe(page.commonObjs.get(id));
        if (isBold) bold.add(id);
        if (/zapfdingbats/i.test(name)) dingbats.add(id);
      }
    }
    return { bold, dingbats };
  };
}

function describe(font: unknown): { readonly name: string; readonly isBold: boolean } {
  if (typeof font !== 'object' || font === null) return { name: '', isBold: false };
  const named: unknown = Reflect.get(font, 'name');
  const name = typeof named === 'string' ? named : '';
  const isBold = ['bold', 'black'].some((flag) => Reflect.get(font, flag) === true) || boldName.test(name);
  return { name, isBold };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
