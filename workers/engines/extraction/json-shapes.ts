import type { TableRow } from '../../../src/core/rich-text-builder';
import type { JsonArray, JsonObject, JsonScalar, JsonValue } from './json-parser';

/** Longer ones, and those of several lines, are read as paragraphs of their own. */
const shortCharacters = 120;
const mostColumns = 40;

export function isScalar(value: JsonValue): value is JsonScalar {
  return value.kind === 'string' || value.kind === 'literal';
}

export function isShort(value: JsonValue): value is JsonScalar {
  return isScalar(value) && value.text.length <= shortCharacters && !value.text.includes('\n');
}

/** The rows of an array that plainly is a table: records with the same few names, or rows of one length. */
export function asTable({ items }: JsonArray): TableRow[] | undefined {
  if (items.length < 2) return undefined;
  return recordTable(items) ?? matrixTable(items);
}

function recordTable(items: readonly JsonValue[]): TableRow[] | undefined {
  const columns = new Map<string, number>();
  let filled = 0;
  for (const item of items) {
    if (item.kind !== 'object' || item.entries.length === 0) return undefined;
    const names = new Set<string>();
    for (const { name, value } of item.entries) {
      if (!isShort(value) || names.has(name)) return undefined;
      names.add(name);
      if (!columns.has(name)) columns.set(name, columns.size);
      if (columns.size > mostColumns) return undefined;
    }
    filled += names.size;
  }
  // Records of different kinds would be a table of holes.
  if (columns.size < 2 || filled < (items.length * columns.size) / 2) return undefined;
  const rows = items.map((item): TableRow => {
    const texts = Array.from(columns, () => '');
    for (const { name, value } of item.kind === 'object' ? item.entries : []) {
      texts[columns.get(name) ?? 0] = isScalar(value) ? value.text : '';
    }
    return rowOf(texts, false);
  });
  return [rowOf([...columns.keys()], true), ...rows];
}

function matrixTable(items: readonly JsonValue[]): TableRow[] | undefined {
  const [first] = items;
  const width = first?.kind === 'array' ? first.items.length : 0;
  if (width < 2 || width > mostColumns) return undefined;
  const isMatrix = items.every(
    (row) => row.kind === 'array' && row.items.length === width && row.items.every(isShort),
  );
  if (!isMatrix) return undefined;
  return items.map((row) =>
    rowOf(row.kind === 'array' ? row.items.map((cell) => (isScalar(cell) ? cell.text : '')) : [], false),
  );
}

function rowOf(texts: readonly string[], isHeader: boolean): TableRow {
  return { cells: texts.map((text) => ({ isHeader, content: { text, marks: [] } })) };
}

export interface ChatMessage {
  readonly speaker: string;
  readonly text: string;
  /** Whatever else the record says of it. */
  readonly rest: JsonObject['entries'];
}

const speakerNames = ['role', 'from', 'sender', 'author', 'user', 'speaker', 'sender_name', 'name'];
const textNames = ['content', 'text', 'message', 'body', 'value', 'parts'];

/** The messages of an array that plainly is a conversation. */
export function asConversation(items: readonly JsonValue[]): ChatMessage[] | undefined {
  if (items.length < 2) return undefined;
  const messages = items.map(asMessage);
  const found = messages.filter((message) => message !== undefined);
  return found.length === items.length ? found : undefined;
}

/** A tree of messages by id, as assistants export their conversations: read in the file's order. */
export function asMessageTree(value: JsonValue): ChatMessage[] | undefined {
  if (value.kind !== 'object' || value.entries.length < 2) return undefined;
  const nodes = value.entries.map((entry) => entry.value);
  const messages = nodes.flatMap((node) => {
    const message = node.kind === 'object' ? valueOf(node, 'message') : undefined;
    return message?.kind === 'object' ? [message] : [];
  });
  if (messages.length < nodes.length / 2) return undefined;
  const spoken = messages.flatMap((message) => asMessage(message) ?? []);
  return spoken.length < messages.length / 2
    ? undefined
    : spoken
        .map(({ speaker, text }) => ({ speaker, text, rest: [] }))
        .filter(({ text }) => text.trim() !== '');
}

function asMessage(value: JsonValue): ChatMessage | undefined {
  if (value.kind !== 'object') return undefined;
  const speaker = value.entries.find((entry) => speakerNames.includes(entry.name) && speakerOf(entry.value));
  const text = value.entries.find(
    (entry) => entry !== speaker && textNames.includes(entry.name) && spokenText(entry.value) !== undefined,
  );
  if (!speaker || !text) return undefined;
  return {
    speaker: speakerOf(speaker.value) ?? '',
    text: spokenText(text.value) ?? '',
    rest: value.entries.filter((entry) => entry !== speaker && entry !== text),
  };
}

function speakerOf(value: JsonValue): string | undefined {
  if (value.kind === 'string') return value.text.length <= 80 ? value.text : undefined;
  if (value.kind !== 'object') return undefined;
  const named = value.entries.find(
    ({ name, value: inner }) => speakerNames.includes(name) && inner.kind === 'string',
  );
  return named && isScalar(named.value) ? named.value.text : undefined;
}

/** A string, or the strings of its parts. */
function spokenText(value: JsonValue): string | undefined {
  if (value.kind === 'string') return value.text;
  const parts = value.kind === 'object' ? valueOf(value, 'parts') : value;
  if (parts?.kind !== 'array') return undefined;
  const texts = parts.items.map((part) => {
    if (part.kind === 'string') return part.text;
    const text = part.kind === 'object' ? valueOf(part, 'text') : undefined;
    return text?.kind === 'string' ? text.text : undefined;
  });
  return texts.every((text) => text !== undefined) ? texts.join('') : undefined;
}

export function valueOf(object: JsonObject, name: string): JsonValue | undefined {
  return object.entries.find((entry) => entry.name === name)?.value;
}
