import { requestAdapter } from './request-adapter';

/**
 * The graphics adapter, for libraries that wait for it by suspending WebAssembly; undefined where there is none, or where
 * the browser cannot. Whether it computes in software is for the caller to judge.
 */
export async function findSuspendingAdapter(): Promise<GPUAdapter | undefined> {
  const { gpu } = navigator as { gpu?: GPU };
  if (!gpu || !('Suspending' in WebAssembly)) return undefined;
  return requestAdapter(gpu);
}
