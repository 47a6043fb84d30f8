import { AppError } from '../../../../src/core/app-error';
import { RichTextBuilder } from '../../../../src/core/rich-text-builder';
import { safeHref } from '../html-elements';
import { charsetEncoding, codePageEncoding } from './code-pages';
import {
  characterWords,
  firstState,
  readDestinations,
  skippedDestinations,
  type RtfState,
} from './rtf-state';
import { RtfWriter } from './rtf-writer';
import type { RtfToken } from './tokens';

/** Deeper than any program nests groups. */
const deepestGroup = 4096;

interface Group {
  readonly state: RtfState;
  /** Ends the note, comment or header that the group is. */
  readonly isAside: boolean;
  /** What a field of this group does, and whether the group's first part is read instead of by its twin. */
  instruction: string;
}

/** Reads the tokens of a file into a rich text. */
export class RtfReader {
  readonly builder = new RichTextBuilder();
  pictures = 0;
  objects = 0;
  title = '';
  #state = firstState();
  #isAside = false;
  #instruction = '';
  readonly #groups: Group[] = [];
  readonly #writer: RtfWriter;
  readonly #fonts = new Map<number, string | undefined>();
  readonly #headings = new Map<number, number>();
  #documentEncoding = 'windows-1252';
  #fontId = 0;
  #styleId = 0;
  #styleName = '';
  #isIgnorable = false;
  #toSkip = 0;
  #bytes: number[] = [];

  constructor() {
    this.#writer = new RtfWriter(this.builder, (id) => this.#headings.get(id ?? -1));
  }

  read(token: RtfToken): void {
    switch (token.kind) {
      case 'bytes':
        this.#addBytes(token.bytes);
        return;
      case 'open':
        this.#flushBytes();
        this.#open();
        return;
      case 'close':
        this.#flushBytes();
        this.#close();
        return;
      case 'word':
        if (this.#toSkip > 0 && token.name !== 'u') {
          this.#toSkip -= 1;
          return;
        }
        this.#flushBytes();
        this.#word(token.name, token.value);
        this.#isIgnorable = false;
        return;
      case 'symbol':
        if (this.#toSkip > 0) {
          this.#toSkip -= 1;
          return;
        }
        this.#flushBytes();
        this.#symbol(token.sign);
    }
  }

  /** Ends the text; returns what headers and footers say. */
  finish(): readonly { readonly text: string }[] {
    this.#flushBytes();
    return this.#writer.finish(this.#state);
  }

  #open(): void {
    if (this.#groups.length >= deepestGroup) {
      throw new AppError('too-complex', `The file nests more than ${deepestGroup} groups.`);
    }
    this.#toSkip = 0;
    this.#groups.push({ state: this.#state, isAside: this.#isAside, instruction: this.#instruction });
    this.#state = { ...this.#state };
    this.#isAside = false;
  }

  #close(): void {
    this.#toSkip = 0;
    this.#isIgnorable = false;
    if (this.#isAside) this.#writer.endAside();
    if (this.#state.destination === 'styles') this.#endStyle();
    const outer = this.#groups.pop();
    if (!outer) return;
    // A field's instruction is in a group before the one with its result.
    const instruction = this.#state.destination === 'instruction' ? this.#instruction : outer.instruction;
    this.#state = outer.state;
    this.#isAside = outer.isAside;
    this.#instruction = instruction;
  }

  #addBytes(bytes: Uint8Array): void {
    if (this.#state.destination === 'skip') return;
    this.#isIgnorable = false;
    const skipped = Math.min(this.#toSkip, bytes.length);
    this.#toSkip -= skipped;
    for (let index = skipped; index < bytes.length; index += 1) this.#bytes.push(bytes[index] ?? 0);
  }

  #flushBytes(): void {
    if (this.#bytes.length === 0) return;
    const encoding = this.#state.encoding ?? this.#documentEncoding;
    const text = new TextDecoder(encoding).decode(Uint8Array.from(this.#bytes));
    this.#bytes = [];
    this.#addText(text);
  }

  #addText(text: string): void {
    switch (this.#state.destination) {
      case 'text':
        this.#writer.append(text, this.#state);
        break;
      case 'label':
        this.#writer.addLabel(text);
        break;
      case 'title':
        this.title += text;
        break;
      case 'instruction':
        this.#instruction += text;
        break;
      case 'styles':
        this.#styleName += text;
        break;
      case 'author':
        this.#writer.author += text.trim();
        break;
    }
  }

  #symbol(sign: string): void {
    if (sign === '*') {
      this.#isIgnorable = true;
      return;
    }
    if (sign === '\n' || sign === '\r') {
      this.#word('par', undefined);
      return;
    }
    if (sign === '~') this.#addText('\u00A0');
    else if (sign === '_') this.#addText('-');
    else if (sign === '{' || sign === '}' || sign === '\\') this.#addText(sign);
    else if (sign === '\t') this.#addText('\t');
  }

  #word(name: string, value: number | undefined): void {
    if (this.#isIgnorable && !readDestinations.has(name)) {
      this.#state.destination = 'skip';
      return;
    }
    if (this.#state.destination === 'skip') return;
    if (this.#enterDestination(name)) return;
    const character = characterWords[name];
    if (character !== undefined) this.#addText(character);
    else if (!this.#characterWord(name, value)) this.#paragraphWord(name, value);
  }

  /** Words that say what a group is for; true where one was. */
  #enterDestination(name: string): boolean {
    const state = this.#state;
    switch (name) {
      case 'fonttbl':
        state.destination = 'fonts';
        return true;
      case 'stylesheet':
        state.destination = 'styles';
        return true;
      case 'info':
        state.destination = 'info';
        return true;
      case 'title':
        if (state.destination === 'info') state.destination = 'title';
        return true;
      case 'fldinst':
        state.destination = 'instruction';
        this.#instruction = '';
        return true;
      case 'fldrslt':
        state.destination = this.#groups.at(-1)?.state.destination ?? 'text';
        state.link =
          safeHref(/HYPERLINK\s+"([^"]*)"/i.exec(this.#groups.at(-1)?.instruction ?? '')?.[1]) ?? state.link;
        return true;
      case 'listtext':
      case 'pntext':
        state.destination = 'label';
        return true;
      case 'pn':
        // Describes the label that `pntext` writes out.
        state.destination = 'skip';
        return true;
      case 'atnauthor':
        state.destination = 'author';
        return true;
      case 'footnote':
        return this.#enterAside('note');
      case 'annotation':
        return this.#enterAside('comment');
      case 'header':
      case 'headerl':
      case 'headerr':
      case 'headerf':
      case 'footer':
      case 'footerl':
      case 'footerr':
      case 'footerf':
        return this.#enterAside('margin');
      case 'upr':
        // Holds the same text twice; the second, in Unicode, says where it is.
        state.destination = 'skip';
        return true;
    }
    if (name === 'pict') this.pictures += 1;
    if (name === 'object') this.objects += 1;
    if (!skippedDestinations.has(name)) return false;
    state.destination = 'skip';
    return true;
  }

  #enterAside(kind: 'note' | 'comment' | 'margin'): boolean {
    this.#writer.beginAside(kind);
    this.#isAside = true;
    this.#state.destination = 'text';
    return true;
  }

  /** Words about characters; true where one was. */
  #characterWord(name: string, value: number | undefined): boolean {
    const state = this.#state;
    const isOn = value !== 0;
    switch (name) {
      case 'u':
        if (value !== undefined) this.#addText(String.fromCharCode(value < 0 ? value + 0x1_0000 : value));
        this.#toSkip = state.unicodeSkip;
        return true;
      case 'uc':
        state.unicodeSkip = Math.min(16, Math.max(0, value ?? 1));
        return true;
      case 'f':
        if (state.destination === 'fonts') this.#fontId = value ?? 0;
        else state.encoding = this.#fonts.get(value ?? 0);
        return true;
      case 'fcharset':
        this.#fonts.set(this.#fontId, charsetEncoding(value ?? 0));
        return true;
      case 'cpg':
        this.#fonts.set(this.#fontId, codePageEncoding(value ?? 1252));
        return true;
      case 'ansicpg':
        this.#documentEncoding = codePageEncoding(value ?? 1252);
        return true;
      case 'mac':
        this.#documentEncoding = 'macintosh';
        return true;
      case 'b':
        state.isStrong = isOn;
        return true;
      case 'i':
        state.isEmphasis = isOn;
        return true;
      case 'strike':
      case 'striked':
        state.isStruck = isOn;
        return true;
      case 'v':
      case 'deleted':
        state.isHidden = isOn;
        return true;
      case 'plain':
        Object.assign(state, { isStrong: false, isEmphasis: false, isStruck: false, isHidden: false });
        state.encoding = undefined;
        return true;
      default:
        return false;
    }
  }

  #paragraphWord(name: string, value: number | undefined): void {
    const state = this.#state;
    switch (name) {
      case 's':
        if (state.destination === 'styles') this.#styleId = value ?? 0;
        else state.styleId = value;
        break;
      case 'outlinelevel':
        if (state.destination === 'styles') this.#headings.set(this.#styleId, (value ?? 0) + 1);
        else if ((value ?? 9) < 9) state.outlineLevel = (value ?? 0) + 1;
        break;
      case 'pard':
        Object.assign(state, {
          styleId: undefined,
          outlineLevel: undefined,
          listLevel: 0,
          isInTable: false,
        });
        break;
      case 'ilvl':
        state.listLevel = Math.min(8, Math.max(0, value ?? 0));
        break;
      case 'intbl':
        state.isInTable = true;
        break;
    }
    if (state.destination !== 'text') return;
    switch (name) {
      case 'par':
      case 'sect':
      case 'page':
        this.#writer.endParagraph(state);
        break;
      case 'line':
        this.#writer.lineBreak();
        break;
      case 'cell':
        this.#writer.endCell();
        break;
      case 'row':
        this.#writer.endRow();
        break;
      case 'nestcell':
        this.#writer.append(' ', state);
        break;
      case 'nestrow':
        this.#writer.lineBreak();
        break;
    }
  }

  /** A style is a group of its own in the sheet; its name ends it. */
  #endStyle(): void {
    const name = this.#styleName.replace(/;\s*$/, '').trim();
    this.#styleName = '';
    const heading = /^heading ([1-9])$/i.exec(name)?.[1] ?? (/^title$/i.test(name) ? '1' : undefined);
    if (heading !== undefined) this.#headings.set(this.#styleId, Number(heading));
    this.#styleId = 0;
  }
}
