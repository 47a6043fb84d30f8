import type { AddedFile } from '../../services/app-services';

const nameCharacters = 40;

/** Elements that say something of the text they hold; editors copy plain text as nothing but `div` and `span`. */
const structure = 'h1, h2, h3, h4, h5, h6, p, ul, ol, li, table, blockquote, pre, a[href], strong, em, b, i';

/**
 * The text of a paste or drop as a file of its own: a web page where it has structure, else plain text. Undefined where
 * there is no text.
 */
export function fileFromTransfer(transfer: Pick<DataTransfer, 'getData'>, now: Date): AddedFile | undefined {
  const text = transfer.getData('text/plain');
  // A link that was copied is its address.
  if (isAddress(text)) return fileFromText(text, now);
  return fileFromHtml(transfer.getData('text/html'), text, now) ?? fileFromText(text, now);
}

/** A picture from the clipboard is called the same every time: the day tells it from others. */
export function namedByDay(file: File, now: Date): AddedFile {
  const [, stem = 'file', extension = ''] = /^(.*?)(\.[^.]*)?$/s.exec(file.name) ?? [];
  const name = `${stem} ${dayOf(now)}${extension}`;
  return { file: new File([file], name, { type: file.type, lastModified: file.lastModified }), path: name };
}

/** Copied words come with pictures of themselves from office programs: then the words are meant. */
export function hasRichText(transfer: Pick<DataTransfer, 'getData'>): boolean {
  return transfer.getData('text/html') !== '' && transfer.getData('text/plain').trim() !== '';
}

function fileFromText(text: string, now: Date): AddedFile | undefined {
  if (text.trim() === '') return undefined;
  const isMarkdown = /^#{1,6} \S|^[-*] \S.*\n[-*] \S|\]\(https?:|^```/m.test(text);
  const name = `${firstWords(text)} ${dayOf(now)}.${isMarkdown ? 'md' : 'txt'}`.trimStart();
  return fileOf(text, name, isMarkdown ? 'text/markdown' : 'text/plain');
}

/** The parsed page has no window: nothing in it runs, and nothing that it names is loaded. */
function fileFromHtml(html: string, text: string, now: Date): AddedFile | undefined {
  if (html === '') return undefined;
  const page = new DOMParser().parseFromString(html, 'text/html');
  const words = page.body.textContent.trim();
  if (words === '' || !page.body.querySelector(structure)) return undefined;
  const heading = page.body.querySelector('h1, h2, h3')?.textContent.trim();
  const title = firstWords(page.title.trim() || heading || text || words);
  page.title = title;
  for (const active of page.querySelectorAll('script, iframe, object, embed')) active.remove();
  const charset = page.createElement('meta');
  charset.setAttribute('charset', 'utf-8');
  page.head.prepend(charset);
  const name = `${title} ${dayOf(now)}.html`.trimStart();
  return fileOf(`<!doctype html>\n${page.documentElement.outerHTML}`, name, 'text/html');
}

function fileOf(content: string, name: string, type: string): AddedFile {
  return { file: new File([content], name, { type }), path: name };
}

function isAddress(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(text.trim());
}

function dayOf(now: Date): string {
  return now.toLocaleDateString('sv-SE');
}

function firstWords(text: string): string {
  const line = text
    .replace(/[\p{Cc}/\\:*?"<>|#`_[\]]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (line.length <= nameCharacters) return line;
  const cut = line.slice(0, nameCharacters);
  const space = cut.lastIndexOf(' ');
  // Chinese has no spaces to cut at.
  return (space > nameCharacters / 2 ? cut.slice(0, space) : cut).trim();
}
