import type { RichTextBuilder } from '../../../src/core/rich-text-builder';
import type { JsonObject, JsonValue } from './json-parser';
import {
  asConversation,
  asMessageTree,
  asTable,
  isScalar,
  isShort,
  valueOf,
  type ChatMessage,
} from './json-shapes';
import { appendPlainText } from './plain-text';

/** A container with more than this gets a heading; a smaller one is a list. */
const sectionCharacters = 600;
const deepestHeading = 6;
const deepestItem = 8;

/** Where a value stands: in a section below a heading, or as an item of a list. */
type Place =
  | { readonly kind: 'section'; readonly level: number }
  | { readonly kind: 'list'; readonly level: number; readonly number?: number };

interface Task {
  readonly value: JsonValue;
  /** The names that lead to it from the last heading or item; empty at the root. */
  readonly path: readonly string[];
  readonly place: Place;
}

/** Lays a tree of JSON out for reading: names and values as items, large parts below headings, records as tables. */
export class JsonWriter {
  /** What is still to be written, last first: files nest a hundred thousand deep. */
  readonly #tasks: Task[] = [];

  constructor(private readonly builder: RichTextBuilder) {}

  async write(root: JsonValue, pause: () => Promise<void>): Promise<void> {
    this.#tasks.push({ value: root, path: [], place: { kind: 'section', level: 0 } });
    for (let task = this.#tasks.pop(); task; task = this.#tasks.pop()) {
      this.#writeValue(task);
      await pause();
    }
  }

  #writeValue(task: Task): void {
    const { value } = task;
    if (isScalar(value)) this.#writeScalar(task, value.text);
    else if (isEmpty(value)) this.#writeScalar(task, value.kind === 'array' ? '[]' : '{}');
    else if (value.kind === 'array') this.#writeArray(task, value.items);
    else this.#writeObject(task, value);
  }

  #writeScalar({ value, path, place }: Task, text: string): void {
    const label = path.length === 0 ? '' : `${labelOf(path)}: `;
    if (place.kind === 'list' && (!isScalar(value) || isShort(value))) this.#addItem(place, label + text);
    else if (place.kind === 'section' && (!isScalar(value) || isShort(value))) {
      this.#addItem({ kind: 'list', level: 1 }, label + text);
    } else appendPlainText(label + text, this.builder);
  }

  #writeArray(task: Task, items: readonly JsonValue[]): void {
    const { value, path } = task;
    const [only] = items;
    if (items.length === 1 && only && !isScalar(only) && !isEmpty(only)) {
      // A chain of containers with one thing in each says no more than its path.
      this.#tasks.push({ ...task, value: only, path: longer(path, '[0]') });
      return;
    }
    const table = value.kind === 'array' ? asTable(value) : undefined;
    if (table) {
      this.#open(task);
      this.builder.addTable(table);
      return;
    }
    const conversation = asConversation(items);
    if (conversation) {
      this.#open(task);
      this.#pushConversation(conversation, task.place);
      return;
    }
    const joined = items.every(isShort) ? items.map((item) => item.text).join(', ') : undefined;
    if (joined !== undefined && joined.length <= 200) {
      this.#writeScalar({ ...task, value: { kind: 'string', text: '' } }, joined);
      return;
    }
    const inner = this.#open(task);
    this.#push(
      items.map((item, index) => {
        if (isScalar(item)) return { value: item, path: [], place: itemPlace(inner) };
        if (item.size > sectionCharacters) return { value: item, path: [nameOf(item, index)], place: inner };
        return { value: item, path: [], place: { ...itemPlace(inner), number: index + 1 } };
      }),
    );
  }

  #writeObject(task: Task, object: JsonObject): void {
    const [only] = object.entries;
    if (object.entries.length === 1 && only && !isScalar(only.value) && !isEmpty(only.value)) {
      this.#tasks.push({ ...task, value: only.value, path: longer(task.path, only.name) });
      return;
    }
    const tree = asMessageTree(object);
    const inner = this.#open(task);
    if (tree) {
      this.#pushConversation(tree, inner);
      return;
    }
    const { place, path } = task;
    const isNumbered = place.kind === 'list' && place.number !== undefined && path.length === 0;
    this.#push(
      object.entries.map(({ name, value }, index) => ({
        value,
        path: [name],
        // Without a name of its own, a record's number goes to the first thing that it says.
        place: isNumbered && index === 0 && isScalar(value) ? place : inner,
      })),
    );
  }

  /** Writes the heading or item above a container; returns where what it holds is to stand. */
  #open({ value, path, place }: Task): Place {
    const isLarge = !isScalar(value) && value.size > sectionCharacters;
    if (place.kind === 'section') {
      if (path.length === 0) return { kind: 'section', level: place.level };
      if (!isLarge) {
        this.#addItem({ kind: 'list', level: 1 }, `${labelOf(path)}:`);
        return { kind: 'list', level: 2 };
      }
      const level = Math.min(place.level + 1, deepestHeading);
      this.builder.addBlock({ kind: 'heading', level }, { text: labelOf(path), marks: [] });
      return { kind: 'section', level: place.level + 1 };
    }
    if (path.length > 0) this.#addItem(place, `${labelOf(path)}:`);
    return { kind: 'list', level: place.level + 1 };
  }

  #pushConversation(messages: readonly ChatMessage[], place: Place): void {
    this.#push(
      messages.flatMap(({ speaker, text, rest }) => [
        {
          value: { kind: 'string', text: `${text}\n` },
          path: [speaker],
          place: { kind: 'section', level: 1 },
        } as const,
        ...rest.map(({ name, value }) => ({ value, path: [name], place: itemPlace(place) })),
      ]),
    );
  }

  #push(tasks: readonly Task[]): void {
    for (let index = tasks.length - 1; index >= 0; index -= 1) {
      const task = tasks[index];
      if (task) this.#tasks.push(task);
    }
  }

  #addItem({ level, number }: Extract<Place, { kind: 'list' }>, text: string): void {
    this.builder.addBlock(
      { kind: 'list-item', level: Math.min(level, deepestItem), ...(number === undefined ? {} : { number }) },
      { text, marks: [] },
    );
  }
}

function itemPlace(place: Place): Extract<Place, { kind: 'list' }> {
  return place.kind === 'list' ? { kind: 'list', level: place.level } : { kind: 'list', level: 1 };
}

function isEmpty(value: JsonValue): boolean {
  return value.kind === 'array'
    ? value.items.length === 0
    : value.kind === 'object' && value.entries.length === 0;
}

/** What a record is called, else its place. */
function nameOf(value: JsonValue, index: number): string {
  if (value.kind !== 'object') return `[${index}]`;
  for (const name of ['title', 'name', 'label', 'subject', 'question', 'id']) {
    const found = valueOf(value, name);
    if (found && isShort(found) && found.text.trim() !== '') return found.text;
  }
  return `[${index}]`;
}

/** Of a long chain only the last names are kept. */
function longer(path: readonly string[], name: string): readonly string[] {
  return [...path.slice(-3), name];
}

function labelOf(path: readonly string[]): string {
  return path.join(' › ');
}
