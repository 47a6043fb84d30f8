import { mostTags, readTags } from '../../../src/core/tags';

/** The title that YAML or TOML front matter gives, read by line. */
export function frontMatterTitle(source: string): string | undefined {
  const line = /^title\s*[:=][ \t]*(\S.*)$/im.exec(source)?.[1]?.trim();
  return line === undefined ? undefined : valueOf(line);
}

const tellingNames =
  /^(description|summary|subtitle|abstract|excerpt|authors?|keywords|categories|category|date)\s*[:=][ \t]*(.*)$/i;

/** The fields that tell what a document is about and whose it is, each on one line; lists become one. Tags stand apart. */
export function frontMatterFields(source: string): string[] {
  const lines = source.split('\n');
  return lines.flatMap((line, index) => {
    const [, name = '', rest = ''] = tellingNames.exec(line) ?? [];
    if (name === '') return [];
    const written = rest.trim();
    const isBlock = written === '' || blockSign.test(written);
    const value = isBlock ? below(lines, index).join(written === '' ? ', ' : ' ') : plainValue(written);
    return value === '' ? [] : [`${name}: ${value}`];
  });
}

/**
 * The tags that the front matter names, as Obsidian, Hugo and Jekyll write them: a list, or one line parted by commas
 * or else by spaces, with or without `#`.
 */
export function frontMatterTags(source: string): string[] {
  const lines = source.split('\n');
  const at = lines.findIndex((line) => tagsField.test(line));
  const written = tagsField.exec(lines[at] ?? '')?.[1]?.trim();
  if (written === undefined || /^(?:null|~)$/i.test(written)) return [];
  if (written === '' || blockSign.test(written)) return readTags(below(lines, at)).slice(0, mostTags);
  const isOneByOne = /^["'[]/.test(written);
  // Before a tag, the sign of a comment is the tag's own.
  const plain = isOneByOne ? plainValue(written) : written.replace(/\s#\s.*$/, '');
  const parts = isOneByOne || /[,，]/.test(plain) ? [plain] : plain.split(/\s+/);
  return readTags(parts).slice(0, mostTags);
}

/** Of a text that follows on the next lines. */
const blockSign = /^[>|][+-]?\d?$/;

const tagsField = /^tags?\s*[:=](.*)$/i;

/** The indented lines and list items after a name. */
function below(lines: readonly string[], index: number): string[] {
  const end = lines.findIndex((line, at) => at > index && !/^(?:\s+\S|-\s|\s*$)/.test(line));
  return lines
    .slice(index + 1, end < 0 ? undefined : end)
    .map((line) => valueOf(line.trim().replace(/^-\s+/, '')) ?? '')
    .filter((line) => line !== '');
}

function plainValue(written: string): string {
  const list = /^\[(.*)\]$/.exec(written)?.[1];
  if (list === undefined) return valueOf(written) ?? '';
  return list
    .split(',')
    .flatMap((item) => valueOf(item.trim()) ?? [])
    .join(', ');
}

function valueOf(line: string): string | undefined {
  const quoted = /^(["'])(.*)\1(?:\s*#.*)?$/.exec(line);
  const title = quoted ? unescape(quoted[2] ?? '', quoted[1]) : line.replace(/\s+#.*$/, '');
  // A block scalar puts the title on the next lines; nothing is better than its sign.
  return blockSign.test(title) ? undefined : title.trim() || undefined;
}

function unescape(text: string, quote: string | undefined): string {
  return quote === '"' ? text.replace(/\\(["\\])/g, '$1') : text.replaceAll("''", "'");
}
