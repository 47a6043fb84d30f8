import { AppError } from '../../../src/core/app-error';
import type { LoadProgress } from '../../../src/contracts/embedder';

/**
 * Fetches a model's files side by side with one progress over all. A size that the server does not tell counts
 * as what has arrived. Throws `offline` when nothing answers and `model-load-failed` when a file is missing.
 */
export class ModelFiles {
  readonly #modelPath: string;
  readonly #onProgress: (progress: LoadProgress) => void;
  readonly #signal: AbortSignal;
  readonly #loaded = new Map<string, { loaded: number; total: number }>();

  constructor(modelPath: string, onProgress: (progress: LoadProgress) => void, signal: AbortSignal) {
    this.#modelPath = modelPath.replace(/\/$/, '');
    this.#onProgress = onProgress;
    this.#signal = signal;
  }

  async bytes(name: string): Promise<Uint8Array> {
    const response = await this.#fetch(name);
    if (!response.ok) throw this.#missing(name, response.status);
    return this.#read(name, response);
  }

  async json(name: string): Promise<unknown> {
    return this.#parse(name, await this.bytes(name));
  }

  /** Undefined when the model has no such file. */
  async optionalJson(name: string): Promise<unknown> {
    const response = await this.#fetch(name);
    if (response.status === 404) return undefined;
    if (!response.ok) throw this.#missing(name, response.status);
    return this.#parse(name, await this.#read(name, response));
  }

  async #fetch(name: string): Promise<Response> {
    try {
      return await fetch(`${this.#modelPath}/${name}`, { signal: this.#signal });
    } catch (error) {
      this.#signal.throwIfAborted();
      throw new AppError('offline', `${name} of the search model could not be reached`, { cause: error });
    }
  }

  async #read(name: string, response: Response): Promise<Uint8Array> {
    const entry = { loaded: 0, total: contentLength(response) };
    this.#loaded.set(name, entry);
    const parts: Uint8Array[] = [];
    // By a reader, because not every browser iterates over a stream.
    const reader = response.body?.getReader();
    for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
      parts.push(part.value);
      entry.loaded += part.value.byteLength;
      this.#report();
    }
    const bytes = new Uint8Array(entry.loaded);
    let offset = 0;
    for (const part of parts) {
      bytes.set(part, offset);
      offset += part.byteLength;
    }
    return bytes;
  }

  #parse(name: string, bytes: Uint8Array): unknown {
    try {
      return JSON.parse(new TextDecoder().decode(bytes));
    } catch (error) {
      throw new AppError('model-load-failed', `${name} of the search model is damaged`, { cause: error });
    }
  }

  #missing(name: string, status: number): AppError {
    return new AppError('model-load-failed', `${name} of the search model is missing (${status})`);
  }

  #report(): void {
    let loadedBytes = 0;
    let totalBytes = 0;
    for (const { loaded, total } of this.#loaded.values()) {
      loadedBytes += loaded;
      totalBytes += Math.max(loaded, total);
    }
    this.#onProgress({ loadedBytes, totalBytes });
  }
}

/** The length of the body as it is read; a compressed one does not tell. */
function contentLength(response: Response): number {
  return response.headers.has('Content-Encoding') ? 0 : Number(response.headers.get('Content-Length') ?? 0);
}
