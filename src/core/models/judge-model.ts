import type { CatalogueEntry, ModelVerdict } from './catalogue-entry';
import { isSoftwareGpu, usableMemoryBytes, type DeviceProfile, type GpuFacts } from './device-profile';
import { needsHalfFloats } from './mlc-model-id';

/** What a model asks of a device. */
export interface ModelNeeds extends Pick<CatalogueEntry, 'id' | 'engine' | 'downloadBytes' | 'memoryBytes'> {
  readonly isStored: boolean;
  /** The latest self-test on this device. */
  readonly selfTest?: { readonly passed: boolean };
  /** Of an MLC model: WebGPU features, its largest buffer, and whether it is meant for small devices. */
  readonly features?: readonly string[];
  readonly bindingBytes?: number;
  readonly isLowResource?: boolean;
  /** Of a GGUF model: its largest file. */
  readonly largestFileBytes?: number;
}

const mebibyte = 2 ** 20;
const gibibyte = 2 ** 30;

/** WebLLM's runtime asks for these and does not start with less. */
const leastBufferBytes = 256 * mebibyte;
const leastBindingBytes = 128 * mebibyte;
const leastWorkgroupStorageBytes = 32 * 1024;
const leastWorkgroupInvocations = 256;
/** WebAssembly addresses 4 GiB, and what runs the model needs some of it. */
const webAssemblyBytes = 3.75 * gibibyte;
/** Browsers hand out larger files in several parts, and some refuse them. */
const easyFileBytes = 2 * gibibyte;
const tightShare = 0.8;
/** On processors: bytes of weights that a thread works through while a reader still waits. */
const easyBytesPerThread = { wllama: 0.4e9, transformers: 0.3e9 } as const;
/** Journal, partial file and what the browser keeps for itself. */
const storageMargin = 1.02;

/** Whether a device can run a model. Video memory no browser tells; it is judged by what is told. */
export function judgeModel(model: ModelNeeds, device: DeviceProfile): ModelVerdict {
  if (model.selfTest?.passed === false) return { runs: false, reason: 'failed-self-test' };
  const verdict = judgeEngine(model, device);
  if (!verdict.runs) return verdict;
  const { freeStorageBytes } = device;
  const isTooLarge = freeStorageBytes !== undefined && model.downloadBytes * storageMargin > freeStorageBytes;
  if (!model.isStored && isTooLarge) return { runs: false, reason: 'needs-storage' };
  return verdict;
}

function judgeEngine(model: ModelNeeds, device: DeviceProfile): ModelVerdict {
  switch (model.engine) {
    case 'webllm':
      return judgeOnGpu(model, device);
    case 'wllama':
    case 'transformers':
      return judgeOnProcessor(model, model.engine, device);
    case 'built-in':
      return device.builtIn ? { runs: true } : { runs: false, reason: 'needs-feature' };
  }
}

function judgeOnGpu(model: ModelNeeds, device: DeviceProfile): ModelVerdict {
  const { gpu } = device;
  if (!gpu) return { runs: false, reason: 'needs-webgpu' };
  if (
    gpu.maxWorkgroupStorageBytes < leastWorkgroupStorageBytes ||
    gpu.maxWorkgroupInvocations < leastWorkgroupInvocations
  ) {
    return { runs: false, reason: 'needs-feature' };
  }
  const needed = [...(model.features ?? []), ...(needsHalfFloats(model.id) ? ['shader-f16'] : [])];
  const missing = needed.filter((feature) => !gpu.features.includes(feature));
  if (missing.includes('shader-f16')) return { runs: false, reason: 'needs-f16' };
  if (missing.length > 0) return { runs: false, reason: 'needs-feature' };
  if (!fitsBuffers(model, gpu)) return { runs: false, reason: 'needs-memory' };
  const verdict = judgeMemory(model.memoryBytes, usableMemoryBytes(device));
  return verdict.runs && isSoftwareGpu(gpu) ? slow(verdict) : verdict;
}

function fitsBuffers({ bindingBytes = 0, isLowResource }: ModelNeeds, gpu: GpuFacts): boolean {
  if (gpu.maxBufferBytes < leastBufferBytes || gpu.maxStorageBindingBytes < leastBindingBytes) return false;
  // The runtime takes 1 GiB where it can be had, and otherwise only the least.
  const granted = gpu.maxStorageBindingBytes >= gibibyte ? gibibyte : leastBindingBytes;
  return bindingBytes <= granted && (granted === gibibyte || isLowResource === true);
}

function judgeOnProcessor(
  model: ModelNeeds,
  engine: 'wllama' | 'transformers',
  device: DeviceProfile,
): ModelVerdict {
  const verdict = judgeMemory(model.memoryBytes, Math.min(webAssemblyBytes, usableMemoryBytes(device)));
  if (!verdict.runs) return verdict;
  const isSlow =
    (engine === 'wllama' && device.threads === 1) ||
    model.downloadBytes > device.threads * easyBytesPerThread[engine];
  const isLargeFile = (model.largestFileBytes ?? 0) > easyFileBytes;
  const told: ModelVerdict = isLargeFile ? { runs: true, caution: 'tight-memory' } : verdict;
  return isSlow ? slow(told) : told;
}

function slow(verdict: ModelVerdict): ModelVerdict {
  const isTight = verdict.runs && verdict.caution === 'tight-memory';
  return { runs: true, caution: isTight ? 'slow-and-tight' : 'slow' };
}

function judgeMemory(neededBytes: number, usableBytes: number): ModelVerdict {
  if (neededBytes > usableBytes) return { runs: false, reason: 'needs-memory' };
  return neededBytes > usableBytes * tightShare ? { runs: true, caution: 'tight-memory' } : { runs: true };
}
