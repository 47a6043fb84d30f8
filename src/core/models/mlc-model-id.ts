/** The parts of an MLC model id such as `Qwen2.5-0.5B-Instruct-q4f16_1-MLC`. */
export interface ParsedModelId {
  /** Family and size as a reader says them: `Qwen2.5 0.5B`. */
  readonly name: string;
  /** The same for all quantisations and windows of a model. */
  readonly base: string;
  /** `q4f16_1`; absent where the id holds none. */
  readonly quantization?: string;
}

export function parseModelId(id: string): ParsedModelId {
  const [, base = id, quantization] = /^(.*?)-(q\df\d{2}(?:_\d)?)(?:-|$)/.exec(id) ?? [];
  const name = base
    .replace(/-(?:instruct|it|chat|hf|BF16|1124|0425|2512)(?=-|$)/gi, '')
    .replace(/^gemma-?(?=\d)/, 'Gemma ')
    .replace(/(\d)b(?=-|$)/g, '$1B')
    .replaceAll('-', ' ');
  return { name, base, ...(quantization === undefined ? {} : { quantization }) };
}

/** Whether the model computes with 16-bit floats, also where its record does not say so. */
export function needsHalfFloats(id: string): boolean {
  return /^q\df16/.test(parseModelId(id).quantization ?? '');
}

/** Parameters in billions where the name does not say, or rounds. */
const knownBillions: readonly (readonly [RegExp, number])[] = [
  [/^Phi-3(?:\.5)?-mini/, 3.82],
  [/^Phi-4-mini/, 3.84],
  [/^gemma-4-E2B/, 5.1],
  [/^gemma-2-2b/, 2.61],
  [/^gemma-2b/, 2.51],
  [/Llama-3\.2-1B/, 1.24],
  [/Llama-3\.2-3B/, 3.21],
  [/^Qwen2(?:\.5)?-7B/, 7.62],
];
/** Tokenizer, configuration and compiled library. */
const companionBytes = 12e6;

/**
 * Bytes to download, as an estimate: the records do not tell. Parameters times the bits that the quantisation
 * stores for each; a group of 32 shares one scale, which is 16 or 32 bits wide.
 */
export function estimateDownloadBytes(id: string, memoryBytes: number): number {
  const { base, quantization } = parseModelId(id);
  const billions = knownBillions.find(([pattern]) => pattern.test(base))?.[1] ?? billionsIn(base);
  const weights =
    billions === undefined ? memoryBytes : (billions * 1e9 * bitsPerParameter(quantization)) / 8;
  // Weights never exceed what the model takes in memory.
  return Math.round(Math.min(weights, memoryBytes) + companionBytes);
}

function billionsIn(base: string): number | undefined {
  const [, count, unit] = /(?:^|-)(\d+(?:[._]\d+)?)([bm])(?=-|$)/i.exec(base) ?? [];
  if (count === undefined || unit === undefined) return undefined;
  return Number(count.replace('_', '.')) / (unit.toLowerCase() === 'm' ? 1000 : 1);
}

function bitsPerParameter(quantization = 'q0f16'): number {
  const [, bits = '0', float = '16'] = /^q(\d)f(\d{2})/.exec(quantization) ?? [];
  return bits === '0' ? Number(float) : Number(bits) + Number(float) / 32;
}

/** Whether a model can be asked to answer without thinking first. */
export function canSkipThinking(id: string): boolean {
  return /(?:^|\/)Qwen3(?:\.5)?-/.test(id);
}
