import { InlineTextBuilder, type InlineText, type MarkStart } from '../../../../src/core/inline-text';
import type { BlockHead, RichTextBuilder } from '../../../../src/core/rich-text-builder';
import { joinInline, prefixed } from '../inline-parts';
import { startsWithHeader } from '../../../../src/core/table-header';
import type { RtfState } from './rtf-state';

/** Text beside the running text: a note, a comment, a header. */
interface Aside {
  readonly kind: 'note' | 'comment' | 'margin';
  readonly inline: InlineTextBuilder;
}

const mostColumns = 128;

/** Lays text into paragraphs, list items and tables as RTF's words tell. */
export class RtfWriter {
  readonly #body = new InlineTextBuilder();
  readonly #asides: Aside[] = [];
  readonly #waiting: { readonly head: BlockHead; readonly content: InlineText }[] = [];
  readonly #margins: InlineText[] = [];
  #cells: InlineText[] = [];
  #rows: InlineText[][] = [];
  #label = '';
  #noteCount = 0;
  #openMarks: MarkStart[] = [];
  author = '';

  constructor(
    private readonly builder: RichTextBuilder,
    private readonly headingOf: (styleId: number | undefined) => number | undefined,
  ) {}

  append(text: string, state: RtfState): void {
    if (state.isHidden || text === '') return;
    if (this.#asides.length > 0) {
      this.#inline.append(text);
      return;
    }
    this.#syncMarks(marksOf(state));
    this.#inline.append(text);
  }

  lineBreak(): void {
    this.#inline.lineBreak();
  }

  /** What stands before an item, as the writing program counted it. */
  addLabel(text: string): void {
    this.#label += text;
  }

  endParagraph(state: RtfState): void {
    if (this.#asides.length > 0 || state.isInTable) {
      this.#inline.lineBreak();
      return;
    }
    const content = this.#body.take();
    const label = this.#label.trim();
    this.#label = '';
    if (content.text.trim() === '') {
      this.#addWaiting();
      return;
    }
    this.#flushTable();
    this.#addLabelled(content, label, state);
    this.#addWaiting();
  }

  endCell(): void {
    if (this.#asides.length > 0) return;
    const label = this.#label.trim();
    this.#label = '';
    if (this.#cells.length < mostColumns) {
      this.#cells.push(prefixed(label === '' || isBullet(label) ? '' : `${label} `, this.#body.take()));
    } else {
      this.#body.take();
    }
  }

  endRow(): void {
    if (this.#cells.length > 0) this.#rows.push(this.#cells);
    this.#cells = [];
  }

  beginAside(kind: Aside['kind']): void {
    if (kind === 'note') {
      this.#noteCount += 1;
      this.#inline.append(`[${this.#noteCount}]`);
    }
    this.#asides.push({ kind, inline: new InlineTextBuilder() });
  }

  endAside(): void {
    const aside = this.#asides.pop();
    if (!aside) return;
    const content = aside.inline.take();
    if (content.text.trim() === '') return;
    const trimmed = { text: content.text.trim(), marks: [] };
    if (aside.kind === 'margin') this.#margins.push(trimmed);
    else if (aside.kind === 'note') {
      this.#waiting.push({
        head: { kind: 'paragraph' },
        content: prefixed(`[${this.#noteCount}] `, trimmed),
      });
    } else {
      const by = this.author === '' ? '' : `${this.author}: `;
      this.#waiting.push({ head: { kind: 'quote' }, content: prefixed(by, trimmed) });
      this.author = '';
    }
  }

  /** Adds what is left; returns headers and footers. */
  finish(state: RtfState): readonly InlineText[] {
    while (this.#asides.length > 0) this.endAside();
    this.endParagraph({ ...state, isInTable: false });
    if (this.#cells.length > 0) this.endRow();
    this.#flushTable();
    this.#addWaiting();
    return this.#margins;
  }

  get #inline(): InlineTextBuilder {
    return this.#asides.at(-1)?.inline ?? this.#body;
  }

  #addLabelled(content: InlineText, label: string, state: RtfState): void {
    const heading = state.outlineLevel ?? this.headingOf(state.styleId);
    const isNumber = /^\d{1,4}[.)、]?$/.test(label);
    if (heading !== undefined) {
      const level = Math.min(6, Math.max(1, heading));
      this.builder.addBlock(
        { kind: 'heading', level },
        prefixed(label === '' || isBullet(label) ? '' : `${label.replace(/\.$/, '')} `, content),
      );
    } else if (label !== '') {
      const level = state.listLevel + 1;
      const number = isNumber ? { number: Number.parseInt(label, 10) } : {};
      const prefix = isNumber || isBullet(label) ? '' : `${label} `;
      this.builder.addBlock({ kind: 'list-item', level, ...number }, prefixed(prefix, content));
    } else {
      this.builder.addBlock({ kind: 'paragraph' }, content);
    }
  }

  #addWaiting(): void {
    if (this.#cells.length > 0) return;
    if (this.#waiting.length > 0) this.#flushTable();
    for (const { head, content } of this.#waiting.splice(0)) this.builder.addBlock(head, content);
  }

  #flushTable(): void {
    if (this.#cells.length > 0) this.endRow();
    const rows = this.#rows;
    this.#rows = [];
    if (rows.length === 0) return;
    const isFrame = rows.every((row) => row.length < 2);
    if (isFrame && rows.length === 1) {
      this.builder.addBlock({ kind: 'paragraph' }, joinInline(rows.flat(), '\n'));
      return;
    }
    const hasHeader = startsWithHeader(rows.map((row) => row.map(({ text }) => text)));
    this.builder.addTable(
      rows.map((row, index) => ({
        cells: row.map((content) => ({ isHeader: hasHeader && index === 0, content })),
      })),
    );
  }

  #syncMarks(wanted: readonly MarkStart[]): void {
    const isSame = (a: MarkStart, b: MarkStart) =>
      a.kind === b.kind && (a.kind !== 'link' || (b.kind === 'link' && a.href === b.href));
    for (const mark of this.#openMarks) {
      if (!wanted.some((one) => isSame(one, mark))) this.#body.close(mark.kind);
    }
    for (const mark of wanted) {
      if (!this.#openMarks.some((one) => isSame(one, mark))) this.#body.open(mark);
    }
    this.#openMarks = [...wanted];
  }
}

function marksOf({ isStrong, isEmphasis, isStruck, link }: RtfState): MarkStart[] {
  return [
    ...(isStrong ? [{ kind: 'strong' } as const] : []),
    ...(isEmphasis ? [{ kind: 'emphasis' } as const] : []),
    ...(isStruck ? [{ kind: 'strikethrough' } as const] : []),
    ...(link === undefined ? [] : [{ kind: 'link', href: link } as const]),
  ];
}

/** A sign alone; symbol fonts keep theirs in private areas. */
function isBullet(label: string): boolean {
  return !/[\p{L}\p{N}]/u.test(label) || /^[o§·]$/.test(label);
}
