import { openDeviceFindings } from './device-findings';

/** Where a model is computed. */
export type Device = 'wasm' | 'webgpu';

/** Which device turned out the faster for a model, by the model's path and the graphics processor's name. */
export interface DeviceMemory {
  readonly recall: (key: string) => Promise<Device | undefined>;
  readonly remember: (key: string, device: Device) => Promise<void>;
  readonly forget: (key: string) => Promise<void>;
}

/** What cannot be stored is measured again. */
export const storedDevices: DeviceMemory = {
  recall: async (key) => {
    const response = await (await openDeviceFindings()).match(addressOf(key));
    const device = await response?.text();
    return device === 'wasm' || device === 'webgpu' ? device : undefined;
  },
  remember: async (key, device) => {
    await (await openDeviceFindings()).put(addressOf(key), new Response(device));
  },
  forget: async (key) => {
    await (await openDeviceFindings()).delete(addressOf(key));
  },
};

function addressOf(key: string): string {
  return `/embedding-device?${encodeURIComponent(key)}`;
}
