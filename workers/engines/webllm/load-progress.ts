import type { InitProgressReport } from '@mlc-ai/web-llm';
import type { ModelLoadProgress } from '../../../src/contracts/language-model';

const mebibyte = 2 ** 20;
/** Of starting, reading the weights takes about this share and building the shaders the rest. */
const weightsShare = 0.4;

/**
 * Reads the library's reports. It gives a share that begins anew in every phase, and the phase and the bytes
 * only in an English sentence; what cannot be read is left as it was, and no stage goes backwards.
 */
export class LoadProgressReader {
  #latest: ModelLoadProgress;

  constructor({ isInstalled, downloadBytes }: { isInstalled: boolean; downloadBytes: number }) {
    this.#latest = {
      stage: isInstalled ? 'starting' : 'downloading',
      fraction: 0,
      loadedBytes: isInstalled ? downloadBytes : 0,
      totalBytes: downloadBytes,
    };
  }

  get latest(): ModelLoadProgress {
    return this.#latest;
  }

  read({ progress, text }: InitProgressReport): ModelLoadProgress {
    const share = Number.isFinite(progress) ? Math.min(1, Math.max(0, progress)) : 0;
    const phase = phaseOf(text);
    if (phase === 'downloading') this.#download(share, text);
    if (phase === 'weights') this.#start(share * weightsShare);
    if (phase === 'shaders') this.#start(weightsShare + share * (1 - weightsShare));
    if (phase === 'finished') this.#start(1);
    return this.#latest;
  }

  #download(share: number, text: string): void {
    const { stage, fraction, totalBytes } = this.#latest;
    if (stage === 'starting') return;
    const megabytes = Number(/([\d.]+)\s*MB/i.exec(text)?.[1] ?? Number.NaN);
    // The estimate gives way to what the shares tell, once they tell it well.
    const total =
      share >= 0.02 && Number.isFinite(megabytes) ? Math.round((megabytes * mebibyte) / share) : totalBytes;
    const reached = Math.max(fraction, share);
    this.#latest = { stage, fraction: reached, loadedBytes: Math.round(reached * total), totalBytes: total };
  }

  #start(share: number): void {
    const { stage, fraction, totalBytes } = this.#latest;
    const reached = stage === 'starting' ? Math.max(fraction, share) : share;
    this.#latest = { stage: 'starting', fraction: reached, loadedBytes: totalBytes, totalBytes };
  }
}

function phaseOf(text: string): 'downloading' | 'weights' | 'shaders' | 'finished' | undefined {
  if (/^finish/i.test(text)) return 'finished';
  if (/shader/i.test(text)) return 'shaders';
  if (/^loading/i.test(text)) return 'weights';
  return /fetch/i.test(text) ? 'downloading' : undefined;
}
