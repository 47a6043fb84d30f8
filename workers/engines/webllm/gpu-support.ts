import type { GpuSupport } from '../../../src/contracts/language-model';
import { requestAdapter } from '../request-adapter';

/** What this device's WebGPU can do, read anew each time: a driver may come and go. */
export async function readGpuSupport(): Promise<GpuSupport> {
  const { gpu } = navigator as { gpu?: GPU };
  if (!gpu) return { status: 'absent', reason: 'no-webgpu' };
  // The library asks for the same one.
  const adapter = await requestAdapter(gpu);
  if (!adapter) return { status: 'absent', reason: 'no-adapter' };
  const { limits, features, info } = adapter;
  const names = [info.vendor, info.architecture, info.device, info.description];
  return {
    status: 'present',
    description: [...new Set(names)].filter((name) => name !== '').join(' '),
    features: [...features],
    maxBufferBytes: limits.maxBufferSize,
    maxStorageBindingBytes: limits.maxStorageBufferBindingSize,
    maxWorkgroupStorageBytes: limits.maxComputeWorkgroupStorageSize,
    maxWorkgroupInvocations: limits.maxComputeInvocationsPerWorkgroup,
  };
}
