import type { PDFPageProxy } from 'pdfjs-dist';
import { unifyHan } from '../../../src/core/unified-han';
import { pageNotes, type PageNote } from './pdf-annotations';
import { dingbatsOf } from './pdf-dingbats';
import type { FontLookup } from './pdf-font-facts';
import type { TextRun } from './pdf-lines';

/** What a page says, in the order in which the file draws it. */
export interface PageContent {
  readonly runs: readonly TextRun[];
  /** What is written into fields and notes that lie over the page. */
  readonly notes: readonly PageNote[];
  /** What is seen of the page, in the frame of the runs. */
  readonly view: PageView;
}

export interface PageView {
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
}

export async function readPageContent(page: PDFPageProxy, lookUpFonts: FontLookup): Promise<PageContent> {
  const [{ items, styles }, annotations] = await Promise.all([
    // Ligatures stay as the file has them: cleaning replaces them and keeps where they stood.
    page.getTextContent({ disableNormalization: true }),
    page.getAnnotations().catch(() => []),
  ]);
  const [left = 0, bottom = 0, right = 0, top = 0] = page.view;
  const fontNames = new Set(
    items.flatMap((item) => ('str' in item && item.str.trim() !== '' ? [item.fontName] : [])),
  );
  const fonts = await lookUpFonts(fontNames);
  const runs = items.flatMap((item): TextRun[] => {
    if (!('str' in item)) return [];
    const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = item.transform.map(Number);
    const isVertical = styles[item.fontName]?.vertical === true;
    const turn = Math.atan2(b, a);
    return [
      {
        text: fonts.dingbats.has(item.fontName) ? dingbatsOf(item.str) : readable(item.str),
        x,
        y,
        width: isVertical ? item.height : item.width,
        fontSize: Math.hypot(c, d) || Math.hypot(a, b),
        angle: isVertical ? turn - Math.PI / 2 : turn,
        endsLine: item.hasEOL,
        ...(item.dir === 'rtl' ? { isRightToLeft: true } : {}),
        ...(fonts.bold.has(item.fontName) ? { isBold: true } : {}),
      },
    ];
  });
  return { runs, notes: pageNotes(annotations), view: { left, bottom, right, top } };
}

/**
 * Where a font does not say what its glyphs mean, the reader gives their numbers. In the usual order of TrueType
 * fonts the glyphs 0 to 2 show nothing and 3 is the space.
 */
function readable(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return unifyHan(text.replace(/[\u0000-\u0002]/g, '').replaceAll('\u0003', ' '));
}
