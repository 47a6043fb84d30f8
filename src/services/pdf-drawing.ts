import { AppError } from '../core/app-error';
import type { PdfDrawingContract } from '../contracts/pdf-drawing';
import { RpcClient } from '../rpc/client';

/** A PDF in a thread of its own: a file that crashes the reader takes no other along. */
export interface PdfDrawing {
  readonly client: RpcClient<PdfDrawingContract>;
  readonly pageCount: number;
  readonly close: () => void;
}

/** Throws `corrupt` for a file that cannot be drawn, `worker-crashed` where there is no thread to draw it in. */
export async function openPdfDrawing(file: Blob): Promise<PdfDrawing> {
  const worker = new Worker(new URL('../../workers/pdf-drawing.worker.ts', import.meta.url), {
    type: 'module',
  });
  const client = new RpcClient<PdfDrawingContract>(worker);
  const end = (message: string) => {
    worker.terminate();
    client.fail(new AppError('worker-crashed', message));
  };
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    end(`the PDF's thread crashed: ${event.message}`);
  });
  const close = () => end('the PDF was closed');
  try {
    return { client, ...(await client.call('open', file)), close };
  } catch (error) {
    close();
    throw error;
  }
}
