import type { Language } from './language';

/** What is known of a model before it is downloaded. */
export interface ModelFacts {
  readonly id: string;
  readonly contextTokens: number;
  /** GPU memory that the model takes with its whole window in use. */
  readonly memoryBytes: number;
  /** False where the model is meant for full-size devices only. */
  readonly suitsSmallDevices: boolean;
  /** The largest single buffer that it binds, where known. */
  readonly bindingBytes?: number;
  /** WebGPU features that its maker names. */
  readonly features: readonly string[];
}

/** What a device offers. */
export interface DeviceFacts {
  readonly features: readonly string[];
  readonly maxBufferBytes: number;
  readonly maxStorageBindingBytes: number;
  readonly maxWorkgroupStorageBytes: number;
  readonly maxWorkgroupInvocations: number;
  /** The machine's memory as the browser rounds it; absent where the browser does not tell. */
  readonly machineBytes?: number;
}

export type Verdict =
  | { readonly runs: true }
  | { readonly runs: false; readonly reason: 'needs-f16' | 'needs-memory' | 'needs-feature' };

interface Entry {
  readonly id: string;
  readonly memoryBytes: number;
  readonly isInstalled: boolean;
  readonly verdict: Verdict;
}

const mebibyte = 2 ** 20;
const gibibyte = 2 ** 30;

/** The runtime asks for these and does not start with less. */
const leastBufferBytes = 256 * mebibyte;
const leastBindingBytes = 128 * mebibyte;
const leastWorkgroupStorageBytes = 32 * 1024;
const leastWorkgroupInvocations = 256;
/** A GPU that shares the machine's memory leaves the system and the browser this much of it. */
const usableShare = 0.7;
/** Browsers tell no more than this, so it may stand for much more. */
const largestToldBytes = 8 * gibibyte;
const likelyFactorBeyond = 2;

/** Whether a device can run a model. Video memory no browser tells; it is judged by what is told. */
export function judgeModel(model: ModelFacts, device: DeviceFacts | undefined): Verdict {
  if (
    device === undefined ||
    device.maxWorkgroupStorageBytes < leastWorkgroupStorageBytes ||
    device.maxWorkgroupInvocations < leastWorkgroupInvocations
  ) {
    return { runs: false, reason: 'needs-feature' };
  }
  const missing = neededFeatures(model).filter((feature) => !device.features.includes(feature));
  if (missing.includes('shader-f16')) return { runs: false, reason: 'needs-f16' };
  if (missing.length > 0) return { runs: false, reason: 'needs-feature' };
  return holds(device, model) ? { runs: true } : { runs: false, reason: 'needs-memory' };
}

/** A model with 16-bit floats needs them in shaders, also where its record does not say so. */
function neededFeatures({ id, features }: ModelFacts): readonly string[] {
  const isHalf = /^q\df16/.test(parseModelId(id).quantization ?? '');
  return isHalf ? [...features, 'shader-f16'] : features;
}

function holds(device: DeviceFacts, model: ModelFacts): boolean {
  if (device.maxBufferBytes < leastBufferBytes || device.maxStorageBindingBytes < leastBindingBytes) {
    return false;
  }
  // The runtime takes 1 GiB where it can be had, and otherwise only the least.
  const granted = device.maxStorageBindingBytes >= gibibyte ? gibibyte : leastBindingBytes;
  if ((model.bindingBytes ?? 0) > granted) return false;
  if (granted < gibibyte && !model.suitsSmallDevices) return false;
  const told = device.machineBytes ?? largestToldBytes;
  return model.memoryBytes <= told * (told >= largestToldBytes ? likelyFactorBeyond : usableShare);
}

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
export function estimateDownloadBytes({ id, memoryBytes }: Pick<ModelFacts, 'id' | 'memoryBytes'>): number {
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

/** Families whose makers name Chinese among their languages. */
const chineseFamilies = /qwen|gemma|phi-3\.5|phi-4|ministral|deepseek/i;

export function languagesOf(id: string): readonly Language[] {
  return chineseFamilies.test(id) ? ['en', 'zh'] : ['en'];
}

/** Too small a window for a question with its sources. */
const leastContextTokens = 2048;
const otherPurpose = /coder|math|-base-|-jpn-|vision|embed|redpajama|stablelm|phi-1|phi-2|v0\.4|llama-2-/i;
/** Their thoughts alone fill the window that these models have in a browser. */
const thinksAtLength = /deepseek-r1|reasoning/i;

/** Whether a chat model is of use here: it follows instructions, and sources fit into its window. */
export function isAnswerModel({ id, contextTokens }: Pick<ModelFacts, 'id' | 'contextTokens'>): boolean {
  return contextTokens >= leastContextTokens && !otherPurpose.test(id) && !thinksAtLength.test(id);
}

/** Whether a model can be asked to answer without thinking first. */
export function canSkipThinking(id: string): boolean {
  return /^Qwen3(?:\.5)?-/.test(id);
}

const quantizationOrder = ['q4f16', 'q4f32', 'q3f16', 'q0f16', 'q0f32'];

/**
 * One entry for each model: of its quantisations the one to take on this device, besides any that is installed.
 * Four bits before more, since at a quarter of the size they answer nearly as well; 16-bit floats where they run.
 */
export function preferredVariants<T extends Entry>(entries: readonly T[]): T[] {
  const rank = ({ id, verdict }: T): number => {
    const { quantization = '' } = parseModelId(id);
    const order = quantizationOrder.findIndex((prefix) => quantization.startsWith(prefix));
    return (verdict.runs ? 0 : 100) + (order < 0 ? quantizationOrder.length : order);
  };
  const seen = new Set<string>();
  return [...entries]
    .sort((a, b) => rank(a) - rank(b))
    .filter((entry) => {
      const { base } = parseModelId(entry.id);
      const isFirst = !seen.has(base);
      seen.add(base);
      return isFirst || entry.isInstalled;
    });
}

/** Families that follow instructions well for their size, best first. */
const familyOrder: readonly RegExp[] = [
  /^Qwen3-/,
  /^Qwen2\.5-/,
  /^Qwen3\.5-/,
  /^Llama-3\.2-/,
  /^gemma3-/,
  /^gemma-2-/,
  /^Phi-/,
  /^gemma-4-/,
  /^SmolLM2-/,
];
/** Answers well, and runs on an ordinary machine. */
const idealMemoryBytes = 2 * gibibyte;
const largeMemoryBytes = 5 * gibibyte;

/** Sorts by what to try first: what runs, nothing large, good families, the size nearest to the ideal. */
export function byRecommendation<T extends Entry>(entries: readonly T[]): T[] {
  const family = ({ id }: T): number => {
    const order = familyOrder.findIndex((pattern) => pattern.test(id));
    return order < 0 ? familyOrder.length : order;
  };
  const distance = ({ memoryBytes }: T): number => Math.abs(Math.log2(memoryBytes / idealMemoryBytes));
  return [...entries].sort(
    (a, b) =>
      Number(b.verdict.runs) - Number(a.verdict.runs) ||
      Number(a.memoryBytes > largeMemoryBytes) - Number(b.memoryBytes > largeMemoryBytes) ||
      family(a) - family(b) ||
      distance(a) - distance(b) ||
      a.id.localeCompare(b.id),
  );
}
