export interface GpuFacts {
  readonly features: readonly string[];
  readonly maxBufferBytes: number;
  readonly maxStorageBindingBytes: number;
  readonly maxWorkgroupStorageBytes: number;
  readonly maxWorkgroupInvocations: number;
}

export interface DeviceProfile {
  /** Absent: no WebGPU. */
  readonly gpu?: GpuFacts;
  /** One where the page is not isolated. */
  readonly threads: number;
  readonly memoryBytes?: number;
  readonly freeStorageBytes?: number;
  readonly name?: string;
  readonly builtIn?: 'available' | 'downloadable';
}
