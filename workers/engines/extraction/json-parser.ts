/** Numbers, true, false and null are kept as they are written: a large number would lose digits. */
export type JsonValue = JsonScalar | JsonArray | JsonObject;

export interface JsonScalar {
  readonly kind: 'string' | 'literal';
  readonly text: string;
}

export interface JsonArray {
  readonly kind: 'array';
  readonly items: JsonValue[];
  /** Characters of all scalars and names in it. */
  size: number;
}

export interface JsonObject {
  readonly kind: 'object';
  /** In the file's order; a name may come twice. */
  readonly entries: { readonly name: string; readonly value: JsonValue }[];
  size: number;
}

type Container = JsonArray | JsonObject;

/** Beyond this many values the tree of a file needs more memory than a tab has. */
const mostValues = 4_000_000;

/**
 * Parses JSON, or several values one after another as in JSON Lines, without recursion and without touching numbers.
 * Comments and trailing commas are let pass. Undefined for what is not JSON.
 */
export async function parseJson(
  source: string,
  pause: () => Promise<void>,
): Promise<JsonValue[] | undefined> {
  const parser = new Parser(source);
  while (parser.step()) if (parser.values % 4096 === 0) await pause();
  return parser.result();
}

const gap = /(?:[\s\uFEFF]+|\/\/[^\n]*|\/\*[^]*?\*\/)*/y;
const literal = /-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|true|false|null|-?Infinity|NaN/y;

class Parser {
  values = 0;
  readonly #roots: JsonValue[] = [];
  readonly #open: Container[] = [];
  #at = 0;
  /** The name that waits for its value. */
  #name: string | undefined;
  #hasFailed = false;

  constructor(private readonly source: string) {}

  result(): JsonValue[] | undefined {
    return this.#hasFailed || this.#open.length > 0 || this.#roots.length === 0 ? undefined : this.#roots;
  }

  /** Takes one token; false at the end, or where the text is not JSON. */
  step(): boolean {
    this.#skipGap();
    const sign = this.source[this.#at];
    if (sign === undefined) return false;
    const isTaken = this.values < mostValues && this.#take(sign);
    this.#hasFailed ||= !isTaken;
    return isTaken;
  }

  #take(sign: string): boolean {
    const container = this.#open.at(-1);
    switch (sign) {
      case '{':
      case '[':
        this.#at += 1;
        return this.#openContainer(
          sign === '{' ? { kind: 'object', entries: [], size: 0 } : { kind: 'array', items: [], size: 0 },
        );
      case '}':
      case ']':
        this.#at += 1;
        return this.#closeContainer(sign === '}' ? 'object' : 'array');
      case ',':
        this.#at += 1;
        return container !== undefined;
      case '"':
        return this.#takeString(container);
      default:
        return this.#takeLiteral();
    }
  }

  #takeString(container: Container | undefined): boolean {
    const text = this.#readString();
    if (text === undefined) return false;
    if (container?.kind !== 'object' || this.#name !== undefined) return this.#add({ kind: 'string', text });
    this.#skipGap();
    if (this.source[this.#at] !== ':') return false;
    this.#at += 1;
    this.#name = text;
    return true;
  }

  #readString(): string | undefined {
    const start = this.#at;
    let end = this.source.indexOf('"', start + 1);
    while (end >= 0 && this.#isEscaped(end)) end = this.source.indexOf('"', end + 1);
    if (end < 0) return undefined;
    this.#at = end + 1;
    const raw = this.source.slice(start + 1, end);
    if (!raw.includes('\\')) return raw;
    try {
      return String(JSON.parse(`"${raw.replace(/[\n\t]/g, (sign) => (sign === '\n' ? '\\n' : '\\t'))}"`));
    } catch {
      // An escape that JSON does not know: the letters themselves are the best reading.
      return raw;
    }
  }

  #isEscaped(quote: number): boolean {
    let slashes = 0;
    while (this.source[quote - 1 - slashes] === '\\') slashes += 1;
    return slashes % 2 === 1;
  }

  #takeLiteral(): boolean {
    literal.lastIndex = this.#at;
    const text = literal.exec(this.source)?.[0];
    if (text === undefined) return false;
    this.#at += text.length;
    return this.#add({ kind: 'literal', text });
  }

  #openContainer(container: Container): boolean {
    if (!this.#add(container)) return false;
    this.#open.push(container);
    return true;
  }

  #closeContainer(kind: Container['kind']): boolean {
    const container = this.#open.pop();
    if (container?.kind !== kind || this.#name !== undefined) return false;
    const outer = this.#open.at(-1);
    if (outer) outer.size += container.size;
    return true;
  }

  #add(value: JsonValue): boolean {
    this.values += 1;
    const container = this.#open.at(-1);
    if (!container) {
      this.#roots.push(value);
      return true;
    }
    container.size += (this.#name?.length ?? 0) + ('text' in value ? value.text.length : 0);
    if (container.kind === 'array') {
      container.items.push(value);
      return true;
    }
    if (this.#name === undefined) return false;
    container.entries.push({ name: this.#name, value });
    this.#name = undefined;
    return true;
  }

  #skipGap(): void {
    gap.lastIndex = this.#at;
    gap.exec(this.source);
    this.#at = gap.lastIndex;
  }
}
