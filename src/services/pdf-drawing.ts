import { AppError } from '../core/app-error';
import type { PdfDrawingContract } from '../contracts/pdf-drawing';
import { RpcClient } from '../rpc/client';

/** A PDF in a thread of its own: a file that crashes the reader takes no other along. */
export interface PdfDrawing {
  readonly client: RpcClient<PdfDrawingContract>;
  readonly pageCount: number;
  /** Settles when its thread has crashed: then it has to be opened anew. */
  readonly crashed: Promise<void>;
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
  const crashed = new Promise<void>((resolve) => {
    const onCrash = (message: string) => {
      end(message);
      resolve();
    };
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      onCrash(event.message || 'the thread that draws PDFs could not be loaded');
    });
    // A picture that cannot be read, for want of memory, would leave its call open.
    worker.addEventListener('messageerror', () => onCrash('a message of the thread could not be read'));
  });
  const close = () => end('the PDF was closed');
  try {
    return { client, ...(await client.call('open', file)), crashed, close };
  } catch (error) {
    close();
    throw error;
  }
}
