/** Where a model is computed. */
export type Device = 'wasm' | 'webgpu';

/** Which device turned out the faster for a model, by the model's path and the graphics processor's name. */
export interface DeviceMemory {
  readonly recall: (key: string) => Promise<Device | undefined>;
  readonly remember: (key: string, device: Device) => Promise<void>;
  readonly forget: (key: string) => Promise<void>;
}

const cacheName = 'inkstone-embedding-devices';

/** In a cache of the browser's, which every worker reaches. What cannot be stored is measured again. */
export const storedDevices: DeviceMemory = {
  recall: async (key) => {
    const response = await (await caches.open(cacheName)).match(addressOf(key));
    const device = await response?.text();
    return device === 'wasm' || device === 'webgpu' ? device : undefined;
  },
  remember: async (key, device) => {
    await (await caches.open(cacheName)).put(addressOf(key), new Response(device));
  },
  forget: async (key) => {
    await (await caches.open(cacheName)).delete(addressOf(key));
  },
};

function addressOf(key: string): string {
  return `/embedding-device?${encodeURIComponent(key)}`;
}
