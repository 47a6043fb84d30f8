import { Parser } from 'htmlparser2';
import { AppError } from '../../../../src/core/app-error';
import { NamespaceScopes } from './namespaces';
import type { XmlElement, XmlNode } from './xml-element';

/** Deeper than any program nests; the readers of the tree call themselves at each level. */
const deepestLevel = 400;

/** A tree of this size takes about 200 MB. */
const mostNodes = 1_000_000;

interface OpenElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlNode[];
}

export interface XmlHandlers {
  /** Whether an element is to be handed over whole; asked outside of those that are. */
  readonly isWanted: (name: string, parents: readonly string[]) => boolean;
  /** Called when a wanted element ends; it is forgotten afterwards. Returning `stop` ends the reading. */
  readonly onElement: (element: XmlElement, parents: readonly string[]) => 'stop' | undefined;
  /** Called when an element begins that is not wanted, nor inside one. */
  readonly onOpen?: (name: string, attributes: Readonly<Record<string, string>>) => void;
}

/**
 * Reads XML piece by piece. No document type is read, so that entities other than XML's own five stand for
 * themselves; what is not well-formed is read as far as it can be. Throws AppError `too-complex`.
 */
export async function streamXml(
  source: ReadableStream<Uint8Array<ArrayBuffer>>,
  { isWanted, onElement, onOpen }: XmlHandlers,
): Promise<void> {
  const scopes = new NamespaceScopes();
  const path: string[] = [];
  const open: OpenElement[] = [];
  let nodes = 0;
  const state = { isStopped: false };
  const parser = new Parser(
    {
      onopentag: (rawName, rawAttributes) => {
        scopes.enter(rawAttributes, path.length + 1);
        const name = scopes.element(rawName);
        if (path.length >= deepestLevel) {
          throw new AppError('too-complex', `The file nests more than ${deepestLevel} levels deep.`);
        }
        if (!state.isStopped && (open.length > 0 || isWanted(name, path))) {
          nodes += 1;
          if (nodes > mostNodes)
            throw new AppError('too-complex', `One part holds over ${mostNodes} elements.`);
          open.push({ name, attributes: canonical(rawAttributes, scopes), children: [] });
        } else if (onOpen && !state.isStopped) {
          onOpen(name, canonical(rawAttributes, scopes));
        }
        path.push(name);
      },
      ontext: (text) => {
        const children = open.at(-1)?.children;
        if (!children) return;
        const last = children.at(-1);
        // Entities and pieces part a text that is one.
        if (typeof last === 'string') children[children.length - 1] = last + text;
        else children.push(text);
      },
      onclosetag: () => {
        path.pop();
        scopes.leave(path.length + 1);
        const element = open.pop();
        if (!element || state.isStopped) return;
        const parent = open.at(-1);
        if (parent) {
          parent.children.push(element);
          return;
        }
        nodes = 0;
        state.isStopped = onElement(element, path) === 'stop';
      },
    },
    { xmlMode: true },
  );
  for await (const text of decoded(source)) {
    parser.write(text);
    if (state.isStopped) return;
  }
  parser.end();
}

/** Reads a whole document. Throws AppError `corrupt` where there is no element, and `too-complex`. */
export async function readXml(source: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<XmlElement> {
  let root: XmlElement | undefined;
  await streamXml(source, {
    isWanted: (_, parents) => parents.length === 0,
    onElement: (element) => {
      root ??= element;
      return 'stop';
    },
  });
  if (!root) throw new AppError('corrupt', 'A part of the file that should be XML is not.');
  return root;
}

function canonical(
  attributes: Readonly<Record<string, string>>,
  scopes: NamespaceScopes,
): Readonly<Record<string, string>> {
  const named: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (!name.startsWith('xmlns')) named[scopes.attribute(name)] = value;
  }
  return named;
}

async function* decoded(source: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  const reader = source.getReader();
  let decoder: TextDecoder | undefined;
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      decoder ??= new TextDecoder(encodingOf(piece.value));
      yield decoder.decode(piece.value, { stream: true });
    }
    if (decoder) yield decoder.decode();
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** XML without a mark is UTF-8, but for UTF-16 that shows by the zero beside its first `<`. */
function encodingOf([first, second]: Uint8Array): string {
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be';
  return 'utf-8';
}
