import { AppError, isAbortError } from '../../src/core/app-error';

export interface ModelRequests {
  /** The JSON at an address. */
  readonly json: (url: string) => Promise<unknown>;
  /** The same with the response's headers. */
  readonly page: (url: string) => Promise<{ readonly json: unknown; readonly headers: Headers }>;
  /** Whether there is a file, and how long it is where the host tells; refusals are thrown. */
  readonly probe: (url: string) => Promise<FileProbe>;
}

export type FileProbe = { readonly exists: true; readonly bytes?: number } | { readonly exists: false };

/** Larger than any list of files; what is longer is no list. */
const longestJson = 64 * 2 ** 20;

/** Asks hosts for what describes a model, and says in the app's own codes why one does not answer. */
export function modelRequests(options: {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly signal: AbortSignal;
}): ModelRequests {
  async function request(url: string, method: 'GET' | 'HEAD'): Promise<Response> {
    try {
      const { signal } = options;
      return await options.fetch(url, { method, signal, credentials: 'omit', referrerPolicy: 'no-referrer' });
    } catch (error) {
      options.signal.throwIfAborted();
      if (isAbortError(error)) throw error;
      throw new AppError('offline', `${url} could not be reached`, { cause: error });
    }
  }

  async function page(url: string): Promise<{ json: unknown; headers: Headers }> {
    const response = await request(url, 'GET');
    if (!response.ok) throw refusal(url, response);
    const { headers } = response;
    if (Number(headers.get('Content-Length') ?? 0) > longestJson) throw unfit(url);
    const text = await bodyOf(url, response);
    if (isWebPage(headers, text)) throw unfit(url);
    try {
      return { json: JSON.parse(text) as unknown, headers };
    } catch (error) {
      throw new AppError('model-damaged', `${url} is no JSON`, { cause: error });
    }
  }

  async function bodyOf(url: string, response: Response): Promise<string> {
    try {
      return await response.text();
    } catch (error) {
      options.signal.throwIfAborted();
      throw new AppError('offline', `${url} broke off`, { cause: error });
    }
  }

  return {
    page,
    json: async (url) => (await page(url)).json,
    probe: async (url) => {
      const response = await request(url, 'HEAD');
      if (response.status === 404) return { exists: false };
      if (isWebPage(response.headers, '')) return { exists: false };
      if ([401, 403, 429].includes(response.status)) throw refusal(url, response);
      const bytes = response.ok ? lengthOf(response.headers) : undefined;
      // A host that does not answer such questions may still have the file.
      return { exists: true, ...(bytes === undefined ? {} : { bytes }) };
    },
  };
}

function refusal(url: string, { status, headers }: Response): AppError {
  const reason = headers.get('X-Error-Code');
  const said = `${url} answered ${status}${reason === null ? '' : ` (${reason})`}`;
  // The hub asks for a sign-in also where there is nothing to sign in for.
  const isMissing = status === 404 || reason === 'RepoNotFound' || reason === 'RevisionNotFound';
  if (isMissing) return new AppError('model-not-found', said);
  if (status === 401 || status === 403) return new AppError('model-gated', said);
  if (status === 429) return new AppError('too-many-requests', said);
  return new AppError('model-download-failed', said);
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
