import type { Validators } from './journal';
import { parseRetryAfter, RequestFailure } from './retrying';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface RequestOptions {
  readonly fetch: Fetch;
  /** So long without a byte, and the connection counts as dead. */
  readonly stallMs: number;
  readonly signal: AbortSignal;
}

/** A server's answer to the question for a file from some byte on. */
export interface FileResponse {
  /** Of the first byte of the body: what was asked for, or 0 where the server sends the file whole. */
  readonly start: number;
  /** Of the whole file, where the server tells it reliably. */
  readonly total: number | undefined;
  readonly validators: Validators;
  /** Leaving the loop ends the request. Throws `RequestFailure` when the connection is cut or stalls. */
  readonly body: AsyncIterable<Uint8Array>;
  /** For whoever does not want the body. */
  readonly end: () => void;
}

/**
 * Asks for a file from `position` on. `plainly` leaves the range out, for what does not let a page ask for one.
 * Errors: `RequestFailure`.
 *
 * The answer's validators are compared by whoever asks. An `If-Range` header would leave that to the server, but it
 * makes the browser ask leave of another origin first, which few hosts of files grant.
 */
export async function requestFile(
  url: string,
  { position, plainly = false }: { position: number; plainly?: boolean },
  options: RequestOptions,
): Promise<FileResponse> {
  // Also from the start: to a request for a range the body comes as it is, not compressed, and its length is the file's.
  const headers: Record<string, string> = plainly ? {} : { Range: `bytes=${position}-` };
  const request = new FileRequest(options);
  const response = await request.send(url, { headers });
  const refused = (failure: RequestFailure): RequestFailure => {
    request.end();
    return failure;
  };
  const { status } = response;
  if (status === 416) {
    const total = contentRange(response)?.total;
    const isWhole = total === position;
    if (!isWhole)
      throw refused(new RequestFailure('the file is shorter by now', { patience: 'long', isStale: true }));
    request.end();
    return {
      start: position,
      total,
      validators: validatorsOf(response),
      body: nothing(),
      end: () => undefined,
    };
  }
  if (status !== 200 && status !== 206) throw refused(failureOf(response, url));
  if (isPage(response, url)) {
    throw refused(new RequestFailure('the server answers with a web page', { patience: 'short' }));
  }
  const length = contentLength(response);
  const answer = {
    validators: validatorsOf(response),
    body: request.body(response),
    end: () => request.end(),
  };
  // Of a plain request the length may be that of the compressed body.
  if (status === 200) return { ...answer, start: 0, total: plainly ? undefined : length };
  const range = contentRange(response);
  if (range && range.start !== position) {
    throw refused(new RequestFailure('the server sends another part of the file', { patience: 'long' }));
  }
  const total = range ? range.total : length === undefined ? undefined : position + length;
  return { ...answer, start: position, total };
}

/** The length of a file, or undefined where the server does not tell. Errors: `RequestFailure`. */
export async function requestSize(url: string, options: RequestOptions): Promise<number | undefined> {
  const request = new FileRequest(options);
  try {
    const response = await request.send(url, { headers: { Range: 'bytes=0-0' } });
    // An empty file has no first byte.
    if (response.status === 416) return contentRange(response)?.total;
    if (response.status !== 200 && response.status !== 206) throw failureOf(response, url);
    if (isPage(response, url)) {
      throw new RequestFailure('the server answers with a web page', { patience: 'short' });
    }
    return response.status === 200 ? contentLength(response) : contentRange(response)?.total;
  } finally {
    request.end();
  }
}

/** One request, ended when the server says nothing for too long. */
export class FileRequest {
  readonly #options: RequestOptions;
  readonly #controller = new AbortController();
  #url = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: RequestOptions) {
    this.#options = options;
  }

  async send(url: string, init: RequestInit): Promise<Response> {
    const { fetch, signal } = this.#options;
    this.#url = url;
    this.#watch();
    try {
      return await fetch(url, {
        ...init,
        cache: 'no-store',
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        signal: AbortSignal.any([signal, this.#controller.signal]),
      });
    } catch (error) {
      this.end();
      signal.throwIfAborted();
      throw new RequestFailure(`the server cannot be reached (${String(error)})`, {
        patience: 'short',
        detail: { kind: 'unreachable', host: new URL(url).host },
      });
    }
  }

  async *body(response: Response): AsyncGenerator<Uint8Array> {
    const { signal } = this.#options;
    const reader = response.body?.getReader();
    try {
      for (;;) {
        this.#watch();
        const { done, value } = (await reader?.read()) ?? { done: true as const, value: undefined };
        clearTimeout(this.#timer);
        if (done) return;
        signal.throwIfAborted();
        yield value;
      }
    } catch (error) {
      signal.throwIfAborted();
      throw new RequestFailure(`the connection was lost (${String(error)})`, {
        patience: 'long',
        detail: { kind: 'cut-off', host: hostOf(response, this.#url) },
      });
    } finally {
      this.end();
    }
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#controller.abort();
  }

  #watch(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#controller.abort(), this.#options.stallMs);
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  // The file ends where its beginning that is here ends.
}

/** `asked` is the address that was asked for, which may have been sent on. */
export function failureOf(response: Response, asked: string): RequestFailure {
  const { status, headers } = response;
  const mayPass = status === 408 || status === 425 || status === 429 || status >= 500;
  return new RequestFailure(`the server answers ${status}`, {
    patience: mayPass ? 'long' : 'none',
    waitMs: parseRetryAfter(headers.get('Retry-After'), Date.now()),
    detail: { kind: 'refused', host: hostOf(response, asked), status },
  });
}

/** Of whoever answered in the end. */
function hostOf({ url }: Response, asked: string): string {
  return new URL(url === '' ? asked : url).host;
}

function validatorsOf({ headers }: Response): Validators {
  const etag = headers.get('ETag');
  const lastModified = headers.get('Last-Modified');
  return { ...(etag === null ? {} : { etag }), ...(lastModified === null ? {} : { lastModified }) };
}

/** A page where a file should be: an error in disguise, or the sign-in of a network. */
function isPage({ headers }: Response, url: string): boolean {
  return /^text\/html\b/iu.test(headers.get('Content-Type') ?? '') && !/\.html?(?:[?#]|$)/iu.test(url);
}

function contentLength({ headers }: Response): number | undefined {
  const length = headers.get('Content-Length');
  return length !== null && /^\d+$/u.test(length) ? Number(length) : undefined;
}

/** Undefined too where a server of another origin does not let it be read. */
function contentRange({ headers }: Response): { start: number; total: number | undefined } | undefined {
  const match = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/u.exec(headers.get('Content-Range') ?? '');
  if (!match) return undefined;
  const [, start = '0', total = '*'] = match;
  return { start: Number(start), total: total === '*' ? undefined : Number(total) };
}
