import type { Device, DeviceMemory } from './device-memory';
import type { GraphicsProcessor } from './graphics-processor';

/** What a trial found: milliseconds for the same texts, and the least cosine between the two vectors of a text. */
export interface TrialResult {
  readonly wasmMs: number;
  readonly webgpuMs: number;
  readonly leastCosine: number;
}

export interface DeviceChoiceDependencies {
  readonly findProcessor: () => Promise<GraphicsProcessor | undefined>;
  readonly memory: DeviceMemory;
  /** Computes with both, apart from this worker: a driver that crashes or hangs takes nothing else along. */
  readonly tryBoth: (modelPath: string) => Promise<TrialResult>;
}

/** Vectors of one library may come from both, so they have to be the same but for rounding. */
const sameVectors = 0.999;
/** The graphics processor is also the screen's: it has to be worth it. */
const worthwhile = 0.8;

/** The device for a model: measured once, and never a reason not to embed. */
export class DeviceChoice {
  readonly #dependencies: DeviceChoiceDependencies;

  constructor(dependencies: DeviceChoiceDependencies) {
    this.#dependencies = dependencies;
  }

  async choose(modelPath: string): Promise<Device> {
    const { findProcessor, memory, tryBoth } = this.#dependencies;
    const processor = await findProcessor().catch(() => undefined);
    if (!processor) return 'wasm';
    const key = keyOf(modelPath, processor);
    const known = await memory.recall(key).catch(() => undefined);
    if (known) return known;
    // A trial that fails is a choice, too: it would fail again at every start.
    const device = await tryBoth(modelPath).then(better, (): Device => 'wasm');
    await memory.remember(key, device).catch(() => undefined);
    return device;
  }

  /** After a failure on the graphics processor: measured again at the next start. */
  async forget(modelPath: string): Promise<void> {
    const { findProcessor, memory } = this.#dependencies;
    const processor = await findProcessor().catch(() => undefined);
    if (processor) await memory.forget(keyOf(modelPath, processor)).catch(() => undefined);
  }
}

function better({ wasmMs, webgpuMs, leastCosine }: TrialResult): Device {
  return leastCosine >= sameVectors && webgpuMs < wasmMs * worthwhile ? 'webgpu' : 'wasm';
}

function keyOf(modelPath: string, { name }: GraphicsProcessor): string {
  return `${modelPath} ${name}`;
}
