import { childElements, descend, textOf } from '../xml/xml-element';
import { readXml, streamXml, type XmlHandlers } from '../xml/read-xml';
import type { XmlElement } from '../xml/xml-element';
import { openZip, type ZipFile, type ZipOptions } from '../zip/open-zip';

export interface Relationship {
  readonly id: string;
  /** The last word of its address, such as `slide` or `image`; transitional and strict files agree on it. */
  readonly kind: string;
  /** The name of a part, or an address outside the file. */
  readonly target: string;
  readonly isExternal: boolean;
}

/** A file of Office Open XML: parts in an archive that point to one another. */
export class OfficePackage {
  readonly #relationships = new Map<string, Promise<readonly Relationship[]>>();

  private constructor(readonly zip: ZipFile) {}

  static async open(file: Blob, options: ZipOptions): Promise<OfficePackage> {
    return new OfficePackage(await openZip(file, options));
  }

  /** The part that the file begins at, or `usual` where it does not say. */
  async mainPart(usual: string): Promise<string> {
    const main = (await this.relationships('')).find(({ kind }) => kind === 'officeDocument');
    return main && this.zip.has(main.target) ? main.target : usual;
  }

  relationships(part: string): Promise<readonly Relationship[]> {
    const known = this.#relationships.get(part) ?? this.#readRelationships(part);
    this.#relationships.set(part, known);
    return known;
  }

  /** The parts of a kind that a part points to, in the order they are listed. */
  async related(part: string, kind: string): Promise<string[]> {
    const relationships = await this.relationships(part);
    return relationships
      .filter((relationship) => relationship.kind === kind && !relationship.isExternal)
      .map(({ target }) => target)
      .filter((target) => this.zip.has(target));
  }

  read(part: string): Promise<XmlElement> {
    return readXml(this.zip.stream(part));
  }

  /** The part as a tree, or undefined where there is none. */
  async readIfThere(part: string | undefined): Promise<XmlElement | undefined> {
    return part !== undefined && this.zip.has(part) ? this.read(part) : undefined;
  }

  stream(part: string, handlers: XmlHandlers): Promise<void> {
    return streamXml(this.zip.stream(part), handlers);
  }

  /** The title among the document's properties. */
  async title(): Promise<string | undefined> {
    const [properties = 'docProps/core.xml'] = await this.related('', 'core-properties');
    const title = descend(await this.readIfThere(properties), 'dc:title');
    return title ? textOf(title).replace(/\s+/g, ' ').trim() || undefined : undefined;
  }

  /** The names of files inside the file that are not read. */
  attachments(): string[] {
    return this.zip.entries
      .filter(({ name }) => /(?:^|\/)(?:embeddings|activeX)\/[^/]+\.(?!xml$|rels$)[^/]+$/i.test(name))
      .map(({ name }) => name.slice(name.lastIndexOf('/') + 1));
  }

  async #readRelationships(part: string): Promise<readonly Relationship[]> {
    const slash = part.lastIndexOf('/');
    const folder = part.slice(0, slash + 1);
    const root = await this.readIfThere(`${folder}_rels/${part.slice(slash + 1)}.rels`);
    return (root ? childElements(root) : []).map(({ attributes }) => {
      const isExternal = attributes['TargetMode'] === 'External';
      const target = attributes['Target'] ?? '';
      return {
        id: attributes['Id'] ?? '',
        kind: (attributes['Type'] ?? '').replace(/^.*\//, ''),
        target: isExternal ? target : resolvePart(folder, target),
        isExternal,
      };
    });
  }
}

function resolvePart(folder: string, target: string): string {
  const parts = target.startsWith('/') ? [] : folder.split('/').filter((part) => part !== '');
  for (const step of target.replace(/#.*$/, '').split('/')) {
    if (step === '..') parts.pop();
    else if (step !== '' && step !== '.') parts.push(step);
  }
  return parts.join('/');
}
