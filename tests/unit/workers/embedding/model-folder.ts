import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';

const publicFolder = join(import.meta.dirname, '../../../../public');
export const modelPath = '/models/inkstone-embed-zh-en-256';

export function readModelFile(name: string): Buffer<ArrayBuffer> {
  return readFileSync(join(publicFolder, modelPath, name));
}

export function readModelJson(name: string): unknown {
  return JSON.parse(readModelFile(name).toString('utf8'));
}

type Answer = Response | Error | Promise<Response>;

/** Serves the public folder as the page's origin does; `answers` come first, once each. Returns what was asked for. */
export function servePublicFolder(answers: Record<string, Answer[]> = {}): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (address: string): Promise<Response> => {
    asked.push(address);
    const answer = answers[address]?.shift();
    if (answer instanceof Error) return Promise.reject(answer);
    if (answer) return Promise.resolve(answer);
    try {
      const bytes = readFileSync(join(publicFolder, address));
      const headers = { 'Content-Length': String(bytes.byteLength) };
      return Promise.resolve(new Response(inParts(bytes), { headers }));
    } catch {
      return Promise.resolve(new Response('', { status: 404 }));
    }
  });
  return asked;
}

/** As a network delivers it. */
function inParts(bytes: Buffer<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const partBytes = 1 << 18;
  let start = 0;
  return new ReadableStream({
    pull: (controller) => {
      controller.enqueue(new Uint8Array(bytes.subarray(start, start + partBytes)));
      start += partBytes;
      if (start >= bytes.byteLength) controller.close();
    },
  });
}
