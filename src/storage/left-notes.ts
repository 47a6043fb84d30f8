/** What stands in a note when its page may end with it before the database has it. */
export interface LeftNote {
  /** Of whoever writes it; what cannot become the note's own text becomes a note under it. */
  readonly id: string;
  readonly documentId: string;
  readonly text: string;
  /** The version that it was written on; none where the note is not stored yet. */
  readonly fileId: string;
  /** The draft that it has grown from. */
  readonly draft?: string | undefined;
  /** The text of the version that was being stored when it was left. */
  readonly saving?: string | undefined;
  /** What it becomes where it is not stored yet. */
  readonly unstored?: { readonly libraryId: string | undefined; readonly untitled: string } | undefined;
}

const prefix = 'left-note:';

/** Kept where writing is done before the call returns: a page that ends waits for no transaction. */
export class LeftNotes {
  readonly #storage: () => Storage;

  constructor(storage: () => Storage = () => localStorage) {
    this.#storage = storage;
  }

  /** In no order; none where the browser keeps nothing. */
  all(): readonly LeftNote[] {
    try {
      const storage = this.#storage();
      const keys = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '');
      return keys
        .filter((key) => key.startsWith(prefix))
        .flatMap((key) => readNote(storage.getItem(key) ?? '') ?? []);
    } catch {
      return [];
    }
  }

  put(note: LeftNote): void {
    try {
      this.#storage().setItem(prefix + note.id, JSON.stringify(note));
    } catch {
      // Where the browser keeps nothing, or this is too long for it, the database alone is left to be fast enough.
    }
  }

  drop(id: string): void {
    try {
      this.#storage().removeItem(prefix + id);
    } catch {
      // Where the browser keeps nothing, there is nothing to drop.
    }
  }
}

function readNote(json: string): LeftNote | undefined {
  try {
    return checked(JSON.parse(json));
  } catch {
    // One that cannot be read keeps no other from being taken up.
    return undefined;
  }
}

function checked(value: unknown): LeftNote | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, documentId, text, fileId, draft, saving, unstored } = value as Record<string, unknown>;
  if (![id, documentId, text, fileId].every((one) => typeof one === 'string')) return undefined;
  if (![draft, saving].every((one) => one === undefined || typeof one === 'string')) return undefined;
  if (unstored !== undefined && (typeof unstored !== 'object' || unstored === null)) return undefined;
  return value as LeftNote;
}
