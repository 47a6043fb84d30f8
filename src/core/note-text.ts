import { beginningOf } from './beginning-of';

/** What notes are stored below in their library. */
export const notesFolder = 'Notes';

const longestTitle = 80;

/**
 * What a note is called: its first heading, or else its first line with words, without the signs of Markdown.
 * Undefined where no line has a letter or a number.
 */
export function noteTitle(source: string): string | undefined {
  let firstLine: string | undefined;
  for (const line of linesOf(source)) {
    const heading = /^ {0,3}#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/.exec(line)?.[1];
    const words = plainWords(heading ?? line);
    if (!/[\p{L}\p{N}]/u.test(words)) continue;
    if (heading !== undefined) return shortened(words);
    firstLine ??= words;
  }
  return firstLine === undefined ? undefined : shortened(firstLine);
}

/** Where a note of this title is stored; a title holds signs that a file's name must not. */
export function notePath(title: string): string {
  const name = title
    // eslint-disable-next-line no-control-regex -- they are what is not wanted
    .replace(/[\u0000-\u001f\u007f<>:"/\\|?*]+/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  return `${notesFolder}/${name}.md`;
}

/** The name of a note's file, as a person calls the note. */
export function noteName(fileName: string): string {
  return fileName.replace(/\.md$/i, '');
}

/**
 * What is stored of a note: with plain line ends, and for one without any word its name as a heading, since a document
 * without text could not be found again.
 */
export function storedNote(text: string, name: string): string {
  const plain = plainLines(text);
  return noteTitle(plain) === undefined ? `# ${name}\n${plain.trim() === '' ? '' : `\n${plain}`}` : plain;
}

/** Line ends as a text field has them, without the mark that some programs put before a file's text. */
export function plainLines(text: string): string {
  return text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
}

/** Most notes have their title in the first lines; a line without words costs one look. */
function* linesOf(source: string): Generator<string> {
  let start = 0;
  while (start < source.length) {
    const end = source.indexOf('\n', start);
    yield source.slice(start, Math.min(end < 0 ? source.length : end, start + 1000)).replace(/\r$/, '');
    if (end < 0) return;
    start = end + 1;
  }
}

function plainWords(line: string): string {
  return line
    .replace(/^\[source-\d+\]: \S+$/, '')
    .replace(/!?\[([^\]]*)\](?:\([^)]*\)|\[source-\d+\])/g, '$1')
    .replace(/\[\^[^\]]*\]/g, '')
    .replace(/^\s*(?:>\s*)*(?:[-+*]\s+(?:\[[ xX]\]\s+)?|\d{1,9}[.)]\s+)?/, '')
    .replace(/[`*~]+|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])|^#+\s*/gu, '')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

function shortened(title: string): string {
  if (title.length <= longestTitle) return title;
  const cut = beginningOf(title, longestTitle);
  const space = cut.lastIndexOf(' ');
  return (space > longestTitle / 2 ? cut.slice(0, space) : cut).trim();
}
