import type { InlineTextBuilder, MarkStart } from '../../../../src/core/inline-text';
import { safeHref } from '../html-elements';
import { childElements, childOf, textOf, type XmlElement } from '../xml/xml-element';
import type { OdfStyle, OdfStyles } from './styles';

/** What hangs on a place in the text and is read after its block. */
export interface OdfAnchored {
  /** Frames and shapes. */
  readonly shapes: XmlElement[];
  readonly notes: { readonly label: string; readonly content: XmlElement }[];
  readonly annotations: XmlElement[];
}

export function nothingAnchored(): OdfAnchored {
  return { shapes: [], notes: [], annotations: [] };
}

const mostSpaces = 1000;

/** Reads the text of a paragraph: spans, links, fields, notes. */
export class OdfInlineReader {
  #notes = 0;

  constructor(private readonly styles: OdfStyles) {}

  append(parent: XmlElement, inline: InlineTextBuilder, anchored: OdfAnchored): void {
    for (const child of parent.children) {
      if (typeof child === 'string') inline.appendCollapsed(child);
      else this.#appendElement(child, inline, anchored);
    }
  }

  #appendElement(element: XmlElement, inline: InlineTextBuilder, anchored: OdfAnchored): void {
    switch (element.name) {
      case 'text:s': {
        const count = Number(element.attributes['text:c'] ?? 1);
        inline.append(' '.repeat(Math.min(mostSpaces, Math.max(1, count || 1))));
        break;
      }
      case 'text:tab':
        inline.append('\t');
        break;
      case 'text:line-break':
        inline.lineBreak();
        break;
      case 'text:span':
        this.#appendSpan(element, inline, anchored);
        break;
      case 'text:a': {
        const href = safeHref(element.attributes['xlink:href']);
        if (href !== undefined) inline.open({ kind: 'link', href });
        this.append(element, inline, anchored);
        if (href !== undefined) inline.close('link');
        break;
      }
      case 'text:note':
        this.#appendNote(element, inline, anchored);
        break;
      case 'text:ruby': {
        const base = childOf(element, 'text:ruby-base');
        if (base) this.append(base, inline, anchored);
        break;
      }
      case 'office:annotation':
        anchored.annotations.push(element);
        break;
      case 'svg:title':
      case 'svg:desc':
      case 'text:tracked-changes':
        break;
      default:
        if (element.name.startsWith('draw:')) anchored.shapes.push(element);
        else this.append(element, inline, anchored);
    }
  }

  #appendSpan(span: XmlElement, inline: InlineTextBuilder, anchored: OdfAnchored): void {
    const style = this.styles.find('text', span.attributes['text:style-name']);
    if (style.isHidden) return;
    const kinds = markKinds(style);
    for (const kind of kinds) inline.open({ kind });
    this.append(span, inline, anchored);
    for (const kind of kinds.reverse()) inline.close(kind);
  }

  #appendNote(note: XmlElement, inline: InlineTextBuilder, anchored: OdfAnchored): void {
    const content = childOf(note, 'text:note-body');
    if (!content) return;
    const citation = childElements(note).find(({ name }) => name === 'text:note-citation');
    this.#notes += 1;
    const label = `[${(citation && textOf(citation).trim()) || this.#notes}]`;
    inline.append(label);
    anchored.notes.push({ label, content });
  }
}

export function markKinds(style: OdfStyle): Exclude<MarkStart['kind'], 'link'>[] {
  const kinds: Exclude<MarkStart['kind'], 'link'>[] = [];
  if (style.isStrong) kinds.push('strong');
  if (style.isEmphasis) kinds.push('emphasis');
  if (style.isStruck) kinds.push('strikethrough');
  return kinds;
}
