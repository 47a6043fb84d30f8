import { AppError, isAbortError, type ErrorCode } from '../../../src/core/app-error';
import type { LibraryDeviceLoss } from './library';

/** What the library, the browser and WebGPU call their errors, and what they mean here. */
const codeByName: Readonly<Record<string, ErrorCode>> = {
  WebGPUNotAvailableError: 'webgpu-unavailable',
  WebGPUNotFoundError: 'webgpu-unavailable',
  ShaderF16SupportError: 'model-incompatible',
  FeatureSupportError: 'model-incompatible',
  // The library throws it while it loads only, where a loss means that memory ran out.
  DeviceLostError: 'out-of-memory',
  ContextWindowSizeExceededError: 'context-overflow',
  LinkError: 'model-incompatible',
  CompileError: 'model-incompatible',
  UnsupportedTokenizerFilesError: 'model-incompatible',
  MissingModelWasmError: 'model-incompatible',
  // A file that was there when the model was opened.
  NotReadableError: 'model-damaged',
  NotFoundError: 'model-damaged',
};

const codeByWords: readonly (readonly [RegExp, ErrorCode])[] = [
  [/unable to find a compatible gpu|cannot initialize runtime because/i, 'webgpu-unavailable'],
  [/out of memory|allocation failed|not enough memory|array buffer allocation/i, 'out-of-memory'],
  [/device (?:was|is) lost|lost device|device lost/i, 'device-lost'],
  [/import object|webassembly|not a valid wasm|bad magic/i, 'model-incompatible'],
];

const wording: Partial<Record<ErrorCode, string>> = {
  'webgpu-unavailable': 'This browser offers no graphics processor that a language model can run on',
  'out-of-memory': 'The graphics processor does not have enough memory for this model',
  'device-lost': 'The connection to the graphics processor was lost',
  'model-damaged': 'Files of the model are missing or cannot be read',
  'model-incompatible': 'The model does not fit this version of the app or this graphics processor',
  'model-load-failed': 'The model could not be started',
  'context-overflow': 'The question is longer than the model can read',
  internal: 'The language model has failed',
};

/** Gives an error of the library, or of the browser under it, its code. Cancelling stays an AbortError. */
export function webLlmError(
  error: unknown,
  fallback: ErrorCode,
  loss?: LibraryDeviceLoss,
): AppError | DOMException {
  if (error instanceof AppError) return error;
  if (error instanceof DOMException && isAbortError(error)) return error;
  // The library also throws plain strings.
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  const code = loss
    ? codeOfLoss(loss)
    : (codeByName[name] ?? codeByWords.find(([words]) => words.test(message))?.[1] ?? fallback);
  return saying(code, loss?.message ?? message, error);
}

/** An error in plain words, with what was reported behind them. */
export function saying(code: ErrorCode, detail: string, cause?: unknown): AppError {
  const words = wording[code] ?? code;
  return new AppError(code, detail === '' ? `${words}.` : `${words} (${detail}).`, { cause });
}

/** Nobody but the library destroys a device that is in use, and it does so when a buffer cannot be had. */
export function codeOfLoss({ reason, message }: LibraryDeviceLoss): 'out-of-memory' | 'device-lost' {
  return reason === 'destroyed' || /memory/i.test(message) ? 'out-of-memory' : 'device-lost';
}
