import { resolvePath } from './epub-package';
import { elementsNamed, parseXml, type XmlElement } from './epub-xml';
import type { ZipFile } from './zip/open-zip';

/** What the table of contents calls each document, by its name in the archive; the first entry of a document counts. */
export async function chapterTitles(
  zip: ZipFile,
  contents: string | undefined,
): Promise<ReadonlyMap<string, string>> {
  const titles = new Map<string, string>();
  if (contents === undefined || !zip.has(contents)) return titles;
  const roots = parseXml(await zip.text(contents));
  const add = (address: string | undefined, label: string | undefined) => {
    const title = label?.replace(/\s+/g, ' ').trim();
    if (address === undefined || !title) return;
    const name = resolvePath(contents, address);
    if (!titles.has(name)) titles.set(name, title);
  };
  for (const point of named(roots, 'navpoint')) {
    add(named(point.children, 'content')[0]?.attribs['src'], named(point.children, 'navlabel')[0]?.text);
  }
  const navigation = named(roots, 'nav').find(({ attribs }) => attribs['epub:type'] === 'toc');
  for (const link of navigation ? elementsNamed(navigation, 'a') : []) add(link.attribs['href'], link.text);
  return titles;
}

function named(roots: readonly XmlElement[], name: string): XmlElement[] {
  return roots.flatMap((root) => elementsNamed(root, name));
}
