import { AppError } from '../../../src/core/app-error';
import kernelBytes from './kernel/kernel.ts?assemblyscript';

/** The functions of `kernel/`, which says what they do. Addresses are in bytes. */
export interface ScanKernel {
  readonly startCandidates: (address: number, limit: number) => void;
  readonly candidateCount: () => number;
  readonly scanRows: (
    query: number,
    rows: number,
    scales: number,
    firstId: number,
    count: number,
    stride: number,
  ) => void;
  readonly scoreRow: (query: number, high: number, low: number, scale: number, stride: number) => number;
}

const functionNames = ['startCandidates', 'candidateCount', 'scanRows', 'scoreRow'] as const;

let compiling: Promise<WebAssembly.Module> | undefined;

/** Compiled once for all indexes; throws `index-unsupported` in a browser without WebAssembly SIMD. */
export function compileKernel(): Promise<WebAssembly.Module> {
  compiling ??= WebAssembly.compile(kernelBytes).catch((error: unknown) => {
    compiling = undefined;
    throw new AppError('index-unsupported', 'this browser has no WebAssembly SIMD', { cause: error });
  });
  return compiling;
}

/** A kernel that works on the given memory. */
export function startKernel(module: WebAssembly.Module, memory: WebAssembly.Memory): ScanKernel {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  if (!isScanKernel(exports)) throw new AppError('internal', 'the scan kernel lacks a function');
  return exports;
}

function isScanKernel(exports: WebAssembly.Exports): exports is WebAssembly.Exports & ScanKernel {
  return functionNames.every((name) => typeof exports[name] === 'function');
}
