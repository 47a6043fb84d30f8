import type { InlineTextBuilder, MarkStart } from '../../../../../src/core/inline-text';
import { safeHref } from '../../html-elements';
import { childElements, childOf, findAll, textOf, type XmlElement } from '../../xml/xml-element';
import { readMath } from './math';
import type { Story } from './story';
import { merged, runMeaning, type StyleMeaning } from './styles';

/** What hangs on a place in the text and is read after its paragraph. */
export interface Anchored {
  readonly textBoxes: XmlElement[];
  readonly charts: string[];
  readonly diagrams: string[];
  readonly notes: { readonly label: string; readonly content: XmlElement }[];
}

interface Field {
  instruction: string;
  isInResult: boolean;
  isLink: boolean;
}

/** Reads runs into text and marks. Fields may go on over several paragraphs, so one reader reads a whole part. */
export class RunReader {
  readonly #fields: Field[] = [];
  readonly #noteLabels = new Map<string, string>();

  constructor(private readonly story: Story) {}

  /** Adds the text of a paragraph's children. `given` is what the paragraph's style says of its runs. */
  append(parent: XmlElement, inline: InlineTextBuilder, given: StyleMeaning, anchored: Anchored): void {
    for (const child of childElements(parent)) {
      switch (child.name) {
        case 'w:r':
          this.#appendRun(child, inline, given, anchored);
          break;
        case 'w:hyperlink':
          this.#appendLink(child, inline, given, anchored);
          break;
        case 'w:fldSimple':
          this.#withLink(linkOf(child.attributes['w:instr'] ?? ''), inline, () =>
            this.append(child, inline, given, anchored),
          );
          break;
        case 'm:oMath':
          inline.append(readMath(child));
          break;
        case 'm:oMathPara':
          for (const formula of findAll(child, 'm:oMath')) inline.append(readMath(formula));
          break;
        case 'w:sdt': {
          const content = childOf(child, 'w:sdtContent');
          if (content) this.append(content, inline, given, anchored);
          break;
        }
        case 'w:ins':
        case 'w:moveTo':
        case 'w:smartTag':
        case 'w:customXml':
        case 'w:dir':
        case 'w:bdo':
          this.append(child, inline, given, anchored);
          break;
      }
    }
  }

  #appendLink(link: XmlElement, inline: InlineTextBuilder, given: StyleMeaning, anchored: Anchored): void {
    const id = link.attributes['r:id'];
    const target = this.story.relationships.find((relationship) => relationship.id === id);
    const href = target?.isExternal ? safeHref(target.target) : undefined;
    this.#withLink(href, inline, () => this.append(link, inline, given, anchored));
  }

  #withLink(href: string | undefined, inline: InlineTextBuilder, read: () => void): void {
    if (href !== undefined) inline.open({ kind: 'link', href });
    read();
    if (href !== undefined) inline.close('link');
  }

  #appendRun(run: XmlElement, inline: InlineTextBuilder, given: StyleMeaning, anchored: Anchored): void {
    const properties = childOf(run, 'w:rPr');
    const style = properties && childOf(properties, 'w:rStyle')?.attributes['w:val'];
    const meaning = merged(given, this.story.styles.meaning(style), runMeaning(properties));
    if (meaning.isHidden) return;
    const kinds: Exclude<MarkStart['kind'], 'link'>[] = [];
    if (meaning.isStrong) kinds.push('strong');
    if (meaning.isEmphasis) kinds.push('emphasis');
    if (meaning.isStruck) kinds.push('strikethrough');
    for (const kind of kinds) inline.open({ kind });
    for (const child of childElements(run)) this.#appendRunPart(child, inline, given, anchored);
    for (const kind of kinds.reverse()) inline.close(kind);
  }

  #appendRunPart(part: XmlElement, inline: InlineTextBuilder, given: StyleMeaning, anchored: Anchored): void {
    switch (part.name) {
      case 'w:fldChar':
        this.#field(part, inline);
        return;
      case 'w:instrText': {
        const field = this.#fields.at(-1);
        if (field && !field.isInResult) field.instruction += textOf(part);
        return;
      }
      case 'w:drawing':
      case 'w:pict':
      case 'w:object':
        this.#anchor(part, anchored);
        return;
    }
    if (this.#fields.some((field) => !field.isInResult)) return;
    switch (part.name) {
      case 'w:t':
        inline.append(textOf(part));
        break;
      case 'w:tab':
      case 'w:ptab':
        inline.append('\t');
        break;
      case 'w:br':
        if (!['page', 'column'].includes(part.attributes['w:type'] ?? '')) inline.lineBreak();
        break;
      case 'w:cr':
        inline.lineBreak();
        break;
      case 'w:noBreakHyphen':
        inline.append('-');
        break;
      case 'w:sym':
        inline.append(symbolOf(part));
        break;
      case 'w:ruby': {
        const base = childOf(part, 'w:rubyBase');
        if (base) this.append(base, inline, given, anchored);
        break;
      }
      case 'w:footnoteReference':
        this.#note('footnote', part, inline, anchored);
        break;
      case 'w:endnoteReference':
        this.#note('endnote', part, inline, anchored);
        break;
    }
  }

  #field(character: XmlElement, inline: InlineTextBuilder): void {
    const field = this.#fields.at(-1);
    switch (character.attributes['w:fldCharType']) {
      case 'begin':
        this.#fields.push({ instruction: '', isInResult: false, isLink: false });
        break;
      case 'separate': {
        if (!field) return;
        field.isInResult = true;
        const href = linkOf(field.instruction);
        if (href === undefined) return;
        field.isLink = true;
        inline.open({ kind: 'link', href });
        break;
      }
      case 'end':
        if (this.#fields.pop()?.isLink) inline.close('link');
        break;
    }
  }

  #anchor(drawing: XmlElement, anchored: Anchored): void {
    for (const box of findAll(drawing, 'w:txbxContent')) anchored.textBoxes.push(box);
    for (const chart of findAll(drawing, 'c:chart')) anchored.charts.push(chart.attributes['r:id'] ?? '');
    for (const diagram of findAll(drawing, 'dgm:relIds'))
      anchored.diagrams.push(diagram.attributes['r:dm'] ?? '');
    for (const name of ['pic:pic', 'v:imagedata'])
      this.story.counts.pictures += [...findAll(drawing, name)].length;
  }

  #note(
    kind: 'footnote' | 'endnote',
    reference: XmlElement,
    inline: InlineTextBuilder,
    anchored: Anchored,
  ): void {
    const id = reference.attributes['w:id'] ?? '';
    const notes = kind === 'footnote' ? this.story.footnotes : this.story.endnotes;
    const content = notes.get(id);
    if (!content || this.#noteLabels.has(`${kind} ${id}`)) return;
    const label = `[${this.#noteLabels.size + 1}]`;
    this.#noteLabels.set(`${kind} ${id}`, label);
    inline.append(label);
    anchored.notes.push({ label, content });
  }
}

/** The address of a HYPERLINK field. */
function linkOf(instruction: string): string | undefined {
  return safeHref(/^\s*HYPERLINK\s+"([^"]*)"/i.exec(instruction)?.[1]);
}

/** A character of a symbol font: the check boxes of Wingdings, and what is not in a private area. */
function symbolOf(symbol: XmlElement): string {
  const code = Number.parseInt(symbol.attributes['w:char'] ?? '', 16) & 0xff;
  const isWingdings = /^wingdings/i.test(symbol.attributes['w:font'] ?? '');
  if (isWingdings && code === 0xfe) return '☑';
  if (isWingdings && (code === 0xfd || code === 0x78)) return '☒';
  if (isWingdings && (code === 0xa8 || code === 0x6f)) return '☐';
  if (isWingdings && code === 0xe0) return '→';
  return /^symbol$/i.test(symbol.attributes['w:font'] ?? '') ? symbolFontCharacter(code) : '';
}

function symbolFontCharacter(code: number): string {
  if (code === 0xb7) return '•';
  if (code === 0xb1) return '±';
  if (code === 0xb3) return '≥';
  if (code === 0xa3) return '≤';
  if (code === 0xb4) return '×';
  if (code === 0xb0) return '°';
  if (code >= 0x61 && code <= 0x7a) return 'αβχδεφγηιϕκλμνοπθρστυϖωξψζ'[code - 0x61] ?? '';
  if (code >= 0x41 && code <= 0x5a) return 'ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ'[code - 0x41] ?? '';
  return code >= 0x20 && code < 0x41 ? String.fromCharCode(code) : '';
}
