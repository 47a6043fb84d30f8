/** What WebGPU offers here, as the adapter reports it. */
export interface GpuFacts {
  /** As the adapter names itself. */
  readonly description?: string;
  readonly features: readonly string[];
  readonly maxBufferBytes: number;
  readonly maxStorageBindingBytes: number;
  readonly maxWorkgroupStorageBytes: number;
  readonly maxWorkgroupInvocations: number;
}

/** What is known of this device before anything is downloaded. */
export interface DeviceProfile {
  /** Absent without WebGPU or an adapter. */
  readonly gpu?: GpuFacts;
  /** How many threads WebAssembly can use; 1 where the page is not isolated. */
  readonly threads: number;
  /** The machine's memory as the browser rounds it; absent where the browser does not tell. */
  readonly memoryBytes?: number;
  /** What the browser still lets this origin store; absent where it does not tell. */
  readonly freeStorageBytes?: number;
  /** The processor or graphics adapter, as runs on it are filed. */
  readonly name?: string;
  /** The browser's own model: there, or there after a download that the browser makes. */
  readonly builtIn?: 'available' | 'downloadable';
}

/** Whether the adapter is a program on the processor: it can do all that a graphics processor does, many times slower. */
export function isSoftwareGpu({ description = '' }: GpuFacts): boolean {
  return /swiftshader|llvmpipe|lavapipe|softpipe|basic render|\bwarp\b|software/i.test(description);
}

const gibibyte = 2 ** 30;
/** Browsers used to tell no more than this, so it may stand for much more. */
const largestToldBytes = 8 * gibibyte;
const likelyFactorBeyond = 2;
/** The system and the browser keep the rest. */
const usableShare = 0.7;

/** How much memory a model can hope for. */
export function usableMemoryBytes({ memoryBytes = largestToldBytes }: DeviceProfile): number {
  if (memoryBytes === largestToldBytes) return memoryBytes * likelyFactorBeyond;
  return memoryBytes * usableShare;
}
