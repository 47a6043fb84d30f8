import { findSuspendingAdapter } from '../suspending-adapter';

/** A graphics processor that the ONNX runtime can compute on. */
export interface GraphicsProcessor {
  /** Tells it apart from others, as far as a browser says which it is. */
  readonly name: string;
}

/**
 * Undefined without WebGPU or where it is computed in software, and in browsers that cannot suspend WebAssembly: the
 * runtime's build that works without (26.9 MB) is above what some hosts take for one file.
 */
export async function findGraphicsProcessor(allowsSoftware = false): Promise<GraphicsProcessor | undefined> {
  const adapter = await findSuspendingAdapter();
  if (!adapter || (adapter.info.isFallbackAdapter && !allowsSoftware)) return undefined;
  const { vendor, architecture, device, description } = adapter.info;
  return { name: [vendor, architecture, device, description].join('/') };
}
