import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RecordedResponse {
  readonly url: string;
  readonly status: number;
  /** As the reader sees the body: the recorder asks for no compression. */
  readonly bytes: number;
  /** How many requests were begun before this one. */
  readonly request: number;
}

/**
 * A proxy that a browser context sends everything through, whichever page, worker or service worker asks.
 * Requests to the app's own origin are passed on and counted; all others are refused and kept.
 */
export class NetworkRecorder {
  readonly responses: RecordedResponse[] = [];
  readonly foreignRequests: string[] = [];
  readonly #server = createServer((request, response) => this.#forward(request, response));
  #requests = 0;
  readonly #ownOrigin: string;

  private constructor(ownUrl: string) {
    this.#ownOrigin = new URL(ownUrl).origin;
    this.#server.on('connect', ({ url }, socket) => {
      this.foreignRequests.push(`CONNECT ${url ?? ''}`);
      // A browser that leaves first is no failure.
      socket.on('error', () => undefined);
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
  }

  static async start(ownUrl: string): Promise<NetworkRecorder> {
    const recorder = new NetworkRecorder(ownUrl);
    await new Promise<void>((resolve) => recorder.#server.listen(0, '127.0.0.1', resolve));
    return recorder;
  }

  get proxyUrl(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  get totalBytes(): number {
    return this.responses.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** How many requests were begun so far. */
  get requests(): number {
    return this.#requests;
  }

  /** The addresses of answered requests that were begun later: an answer may end long after it was asked for. */
  since(requests: number): string[] {
    return this.responses.filter(({ request }) => request >= requests).map(({ url }) => url);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #forward(request: IncomingMessage, response: ServerResponse): void {
    const url = request.url ?? '';
    if (!URL.canParse(url) || new URL(url).origin !== this.#ownOrigin) {
      this.foreignRequests.push(`${request.method ?? ''} ${url}`);
      response.writeHead(502).end();
      return;
    }
    const headers = { ...request.headers, 'accept-encoding': 'identity' };
    const begunBefore = this.#requests;
    this.#requests += 1;
    const upstream = httpRequest(url, { method: request.method, headers }, (answer) => {
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      answer.on('end', () => {
        const status = answer.statusCode ?? 0;
        if (!isUpdateCheck(url, status)) {
          this.responses.push({ url, status, bytes, request: begunBefore });
        }
      });
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    upstream.on('error', () => response.destroy());
    request.pipe(upstream);
  }
}

/** After a navigation the browser asks by itself, sooner or later, whether the service worker has changed. */
function isUpdateCheck(url: string, status: number): boolean {
  return new URL(url).pathname.endsWith('/service.worker.js') && status === 304;
}
