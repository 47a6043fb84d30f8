import { findSuspendingAdapter } from '../suspending-adapter';

/**
 * Whether llama.cpp can compute on WebGPU here: it waits for the graphics processor by suspending WebAssembly, and
 * halves its numbers. An adapter that computes in software is slower than the processor itself.
 */
export async function hasUsableGpu(): Promise<boolean> {
  const adapter = await findSuspendingAdapter();
  return adapter?.info.isFallbackAdapter === false && adapter.features.has('shader-f16');
}
