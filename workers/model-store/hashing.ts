import type { FileHash } from '../../src/core/models/model-package';

interface Hasher {
  init(): unknown;
  update(bytes: Uint8Array): unknown;
  digest(): string;
}

export interface HashResult {
  readonly sha256: string;
  /** Absent where no hash was published, or only the length of the whole could have told it. */
  readonly isAsPublished?: boolean;
}

/** Hashes a file as its bytes come: always by SHA-256, and by the hash that it was published with. */
export class FileHasher {
  readonly #sha256: Hasher;
  readonly #published: { readonly hasher: Hasher; readonly hash: FileHash } | undefined;
  readonly #prefix: Uint8Array | undefined;

  private constructor(sha256: Hasher, published: Hasher | undefined, hash?: FileHash, bytes?: number) {
    this.#sha256 = sha256;
    const isGit = hash?.algorithm === 'git-sha1';
    this.#published =
      published && hash && !(isGit && bytes === undefined) ? { hasher: published, hash } : undefined;
    this.#prefix = isGit ? new TextEncoder().encode(`blob ${bytes ?? 0}\0`) : undefined;
    this.start();
  }

  /** `bytes` is the length of the whole file, which git hashes with it. */
  static async create(hash?: FileHash, bytes?: number): Promise<FileHasher> {
    const { createMD5, createSHA1, createSHA256 } = await import('hash-wasm');
    const sha256 = await createSHA256();
    if (!hash) return new FileHasher(sha256, undefined);
    const create = { sha256: () => Promise.resolve(sha256), 'git-sha1': createSHA1, md5: createMD5 };
    return new FileHasher(sha256, await create[hash.algorithm](), hash, bytes);
  }

  start(): void {
    this.#sha256.init();
    const other = this.#other();
    other?.init();
    if (this.#prefix) other?.update(this.#prefix);
  }

  update(bytes: Uint8Array): void {
    this.#sha256.update(bytes);
    this.#other()?.update(bytes);
  }

  /** Nothing can be added after it but from the start. */
  result(): HashResult {
    const sha256 = this.#sha256.digest();
    if (!this.#published) return { sha256 };
    const { hash } = this.#published;
    return { sha256, isAsPublished: (this.#other()?.digest() ?? sha256) === hash.hex };
  }

  #other(): Hasher | undefined {
    return this.#published?.hasher === this.#sha256 ? undefined : this.#published?.hasher;
  }
}

/** What is read at a time. */
export const pieceBytes = 4 * 1024 * 1024;

/** The bytes of a file, piece by piece, so that it is never in memory whole. */
export async function* piecesOf(blob: Blob, signal: AbortSignal): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < blob.size; at += pieceBytes) {
    const bytes = new Uint8Array(await blob.slice(at, at + pieceBytes).arrayBuffer());
    signal.throwIfAborted();
    yield bytes;
  }
}

export async function hashBlob(
  blob: Blob,
  hash: FileHash | undefined,
  signal: AbortSignal,
  onBytes: (bytes: number) => void = () => undefined,
): Promise<HashResult> {
  const hasher = await FileHasher.create(hash, blob.size);
  for await (const bytes of piecesOf(blob, signal)) {
    hasher.update(bytes);
    onBytes(bytes.length);
  }
  return hasher.result();
}
