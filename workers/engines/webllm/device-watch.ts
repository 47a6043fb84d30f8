import type { LibraryDeviceLoss } from './library';

type Gpu = Pick<GPU, 'requestAdapter'>;

/** The devices of one engine. */
export interface OwnedDevices {
  destroy(): void;
}

/**
 * Sees every GPU device that the library opens. The library hands none out and notices a loss only while it
 * loads; a device lost later would leave its calls waiting for ever. So the one door to devices is watched:
 * what is opened belongs to the owner that came last.
 */
export class DeviceWatch {
  #owner:
    { readonly devices: Set<GPUDevice>; readonly onLost: (loss: LibraryDeviceLoss) => void } | undefined;

  constructor(gpu: Gpu | undefined = (navigator as { gpu?: GPU }).gpu) {
    if (gpu) this.#watch(gpu);
  }

  open(onLost: (loss: LibraryDeviceLoss) => void): OwnedDevices {
    const devices = new Set<GPUDevice>();
    this.#owner = { devices, onLost };
    return {
      destroy: () => {
        for (const device of devices) device.destroy();
      },
    };
  }

  #watch(gpu: Gpu): void {
    const requestAdapter = gpu.requestAdapter.bind(gpu);
    gpu.requestAdapter = async (options) => {
      const adapter = await requestAdapter(options);
      if (adapter) this.#watchAdapter(adapter);
      return adapter;
    };
  }

  #watchAdapter(adapter: Pick<GPUAdapter, 'requestDevice'>): void {
    const requestDevice = adapter.requestDevice.bind(adapter);
    adapter.requestDevice = async (descriptor) => {
      const device = await requestDevice(descriptor);
      const owner = this.#owner;
      owner?.devices.add(device);
      void device.lost.then(({ reason, message }) => {
        owner?.devices.delete(device);
        owner?.onLost({ reason: reason === 'destroyed' ? 'destroyed' : 'unknown', message });
      });
      return device;
    };
  }
}
