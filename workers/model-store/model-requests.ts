import { AppError } from '../../src/core/app-error';
import { Connection, type RetryOptions } from './connection';
import { failureOf, FileRequest, type RequestOptions } from './request';
import { RequestFailure } from './retrying';

export interface ModelRequests {
  /** The JSON at an address. */
  readonly json: (url: string) => Promise<unknown>;
  /** The same with the response's headers. */
  readonly page: (url: string) => Promise<{ readonly json: unknown; readonly headers: Headers }>;
  /** Whether there is a file, and how long it is where the host tells; refusals are thrown. */
  readonly probe: (url: string) => Promise<FileProbe>;
}

export type FileProbe = { readonly exists: true; readonly bytes?: number } | { readonly exists: false };

export interface ModelRequestOptions {
  readonly request: Omit<RequestOptions, 'signal'>;
  readonly retry: RetryOptions;
  readonly signal: AbortSignal;
}

/** Larger than any list of files; what is longer is no list. */
const longestJson = 64 * 2 ** 20;

/**
 * Asks hosts for what describes a model, and says in the app's own codes why one does not answer. What may pass is
 * tried again as files are, with the same patience for a host that is silent.
 */
export function modelRequests({ request, retry, signal }: ModelRequestOptions): ModelRequests {
  const connection = new Connection(retry);
  const isOffline = (): boolean => !retry.network.isOnline();

  async function persist<T>(url: string, attempt: (sent: FileRequest) => Promise<T>): Promise<T> {
    if (isOffline()) throw new AppError('offline', `${url} is not asked for without a network`);
    return connection.persist(
      url,
      async () => {
        const sent = new FileRequest({ ...request, signal });
        try {
          return await attempt(sent);
        } finally {
          sent.end();
        }
      },
      { signal, onWait: () => undefined },
    );
  }

  function page(url: string): Promise<{ json: unknown; headers: Headers }> {
    return persist(url, async (sent) => {
      const response = await sent.send(url, { method: 'GET' });
      if (!response.ok) throw refusal(url, response);
      const { headers } = response;
      if (Number(headers.get('Content-Length') ?? 0) > longestJson) throw unfit(url);
      const text = await textOf(url, sent.body(response));
      if (isWebPage(headers, text)) throw unfit(url);
      try {
        return { json: JSON.parse(text) as unknown, headers };
      } catch (error) {
        throw new AppError('model-damaged', `${url} is no JSON`, { cause: error });
      }
    });
  }

  function probe(url: string): Promise<FileProbe> {
    return persist(url, async (sent) => {
      const response = await sent.send(url, { method: 'HEAD' });
      if (response.status === 404 || isWebPage(response.headers, '')) return { exists: false };
      if ([401, 403, 429].includes(response.status)) throw refusal(url, response);
      const bytes = response.ok ? lengthOf(response.headers) : undefined;
      // A host that does not answer such questions may still have the file.
      return { exists: true, ...(bytes === undefined ? {} : { bytes }) };
    });
  }

  return { page, json: async (url) => (await page(url)).json, probe };
}

async function textOf(url: string, body: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of body) {
    text += decoder.decode(bytes, { stream: true });
    // Not every host tells the length.
    if (text.length > longestJson) throw unfit(url);
  }
  return text + decoder.decode();
}

/** A `RequestFailure` where another try may help. */
function refusal(url: string, response: Response): Error {
  const { status, headers } = response;
  const reason = headers.get('X-Error-Code');
  const said = `${url} answered ${status}${reason === null ? '' : ` (${reason})`}`;
  // The hub asks for a sign-in also where there is nothing to sign in for.
  const isMissing = status === 404 || reason === 'RepoNotFound' || reason === 'RevisionNotFound';
  if (isMissing) return new AppError('model-not-found', said);
  if (status === 401 || status === 403) return new AppError('model-gated', said);
  const { message, patience, waitMs, detail } = failureOf(response, url);
  return new RequestFailure(message, {
    // Somebody waits for the answer.
    patience: patience === 'long' ? 'short' : patience,
    waitMs,
    detail,
    ...(status === 429 ? { code: 'too-many-requests' } : {}),
  });
}

function unfit(url: string): AppError {
  return new AppError('not-a-model-host', `${url} answered with something else than a description`);
}

function isWebPage(headers: Headers, text: string): boolean {
  return /^text\/html\b/i.test(headers.get('Content-Type') ?? '') || /^\s*<(?:!doctype|html)/i.test(text);
}

/** A compressed body does not tell its length. */
function lengthOf(headers: Headers): number | undefined {
  const told = headers.get('Content-Length');
  if (told === null || headers.has('Content-Encoding')) return undefined;
  const bytes = Number(told);
  return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined;
}
