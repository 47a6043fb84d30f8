import { AppError } from '../../../src/core/app-error';
import { parseXml, elementsNamed, type XmlElement } from './epub-xml';
import type { ZipFile } from './zip/open-zip';

export interface EpubPackage {
  readonly title: string | undefined;
  readonly author: string | undefined;
  /** The documents of the book in reading order, as names in the archive. */
  readonly spine: readonly string[];
  /** The table of contents, where there is one. */
  readonly contents: string | undefined;
}

/** What a book says of itself. Throws AppError `corrupt`, or `encrypted` where its text is locked. */
export async function readPackage(zip: ZipFile): Promise<EpubPackage> {
  const container = await xmlOf(zip, 'META-INF/container.xml');
  const path = container
    .flatMap((root) => elementsNamed(root, 'rootfile'))
    .map((element) => element.attribs['full-path'])
    .find((name) => name !== undefined);
  const packagePath = path ?? zip.entries.find(({ name }) => name.endsWith('.opf'))?.name;
  if (packagePath === undefined)
    throw new AppError('corrupt', 'The book is damaged: it does not list its parts.');
  const roots = await xmlOf(zip, packagePath);
  const named = (name: string) => roots.flatMap((root) => elementsNamed(root, name));
  const items = new Map(named('item').map((item) => [item.attribs['id'] ?? '', item]));
  const placeOf = (item: XmlElement | undefined) => {
    const href = item?.attribs['href'];
    return href === undefined ? undefined : resolvePath(packagePath, href);
  };
  const spine = named('itemref').flatMap(({ attribs }) => placeOf(items.get(attribs['idref'] ?? '')) ?? []);
  if (spine.length === 0) throw new AppError('corrupt', 'The book is damaged: it has no reading order.');
  await refuseLocked(zip, spine);
  const navigation = [...items.values()].find(({ attribs }) =>
    /(?:^|\s)nav(?:\s|$)/.test(attribs['properties'] ?? ''),
  );
  const outline = items.get(named('spine')[0]?.attribs['toc'] ?? '');
  return {
    title: wordsOf(named('title')[0]),
    author:
      named('creator')
        .flatMap((element) => wordsOf(element) ?? [])
        .join(', ') || undefined,
    spine,
    contents: placeOf(navigation ?? outline),
  };
}

/** Fonts are obfuscated in many books that anyone may read; locked text is not to be read here. */
async function refuseLocked(zip: ZipFile, spine: readonly string[]): Promise<void> {
  if (!zip.has('META-INF/encryption.xml')) return;
  const locked = (await xmlOf(zip, 'META-INF/encryption.xml'))
    .flatMap((root) => elementsNamed(root, 'cipherreference'))
    .map(({ attribs }) => resolvePath('', attribs['uri'] ?? attribs['URI'] ?? ''));
  if (locked.some((name) => spine.includes(name))) {
    throw new AppError(
      'locked',
      'The book is locked by its seller (DRM) and can only be read in their reader.',
    );
  }
}

async function xmlOf(zip: ZipFile, name: string): Promise<XmlElement[]> {
  return parseXml(await zip.text(name));
}

function wordsOf(element: XmlElement | undefined): string | undefined {
  return element?.text.replace(/\s+/g, ' ').trim() || undefined;
}

/** A name in the archive, from an address written in one of its files. */
export function resolvePath(from: string, href: string): string {
  const [path = ''] = href.split(/[#?]/, 1);
  const folder = from.split('/').slice(0, -1);
  const parts: string[] = path.startsWith('/') ? [] : [...folder];
  for (const part of decoded(path).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A stray per cent sign is part of the name.
    return path;
  }
}
