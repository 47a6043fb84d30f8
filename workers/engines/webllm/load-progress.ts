import type { InitProgressReport } from '@mlc-ai/web-llm';

/** Of starting, reading the weights takes about this share and building the shaders the rest. */
const weightsShare = 0.4;

/**
 * Reads the library's reports. It gives a share that begins anew in every phase, and the phase only in an English
 * sentence; what cannot be read changes nothing, and the fraction never goes backwards.
 */
export class LoadProgressReader {
  #fraction = 0;

  /** 0 to 1. */
  read({ progress, text }: InitProgressReport): number {
    const share = Number.isFinite(progress) ? Math.min(1, Math.max(0, progress)) : 0;
    this.#fraction = Math.max(this.#fraction, fractionOf(text, share));
    return this.#fraction;
  }
}

function fractionOf(text: string, share: number): number {
  if (/^finish/i.test(text)) return 1;
  if (/shader/i.test(text)) return weightsShare + share * (1 - weightsShare);
  return /^loading/i.test(text) ? share * weightsShare : 0;
}
