import { AppError, isAbortError, type ErrorCode } from '../../../src/core/app-error';
import type { DeviceLoss } from './library';

/** What the library, the browser's fetch and WebGPU call their errors, and what they mean here. */
const codeByName: Readonly<Record<string, ErrorCode>> = {
  WebGPUNotAvailableError: 'webgpu-unavailable',
  WebGPUNotFoundError: 'webgpu-unavailable',
  ShaderF16SupportError: 'model-incompatible',
  FeatureSupportError: 'model-incompatible',
  // The library throws it while it loads only, where a loss means that memory ran out.
  DeviceLostError: 'out-of-memory',
  ContextWindowSizeExceededError: 'context-overflow',
  QuotaExceededError: 'storage-full',
  NetworkError: 'model-download-failed',
  IntegrityError: 'model-download-failed',
  LinkError: 'model-incompatible',
  CompileError: 'model-incompatible',
  UnsupportedTokenizerFilesError: 'model-incompatible',
  MissingModelWasmError: 'model-incompatible',
};

const codeByWords: readonly (readonly [RegExp, ErrorCode])[] = [
  [/unable to find a compatible gpu|cannot initialize runtime because/i, 'webgpu-unavailable'],
  [/out of memory|allocation failed|not enough memory|array buffer allocation/i, 'out-of-memory'],
  [/quota/i, 'storage-full'],
  [/device (?:was|is) lost|lost device|device lost/i, 'device-lost'],
  [
    // Chromium, Firefox and Safari in turn, then the library itself.
    /failed to fetch|cache\.add\(\)|'add' on 'cache'|networkerror|bad status|load failed|cannot fetch|unable to fetch|received status/i,
    'model-download-failed',
  ],
  [/import object|webassembly|not a valid wasm|bad magic/i, 'model-incompatible'],
];

const wording: Partial<Record<ErrorCode, string>> = {
  'webgpu-unavailable': 'This browser offers no graphics processor that a language model can run on',
  'out-of-memory': 'The graphics processor does not have enough memory for this model',
  'storage-full': 'There is not enough space on this device for the model',
  'device-lost': 'The connection to the graphics processor was lost',
  offline: 'The model is not on this device yet and there is no network to fetch it',
  'model-download-failed': 'The files of the model could not be downloaded',
  'model-incompatible': 'The model does not fit this version of the app or this graphics processor',
  'model-load-failed': 'The model could not be started',
  'context-overflow': 'The question is longer than the model can read',
  internal: 'The language model has failed',
};

export interface Circumstances {
  readonly isOnline: boolean;
  readonly loss?: DeviceLoss | undefined;
}

/** Gives an error of the library, or of the browser under it, its code. Cancelling stays an AbortError. */
export function webLlmError(
  error: unknown,
  fallback: ErrorCode,
  { isOnline, loss }: Circumstances,
): AppError | DOMException {
  if (error instanceof AppError) return error;
  if (error instanceof DOMException && isAbortError(error)) return error;
  // The library also throws plain strings.
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  const known = loss
    ? codeOfLoss(loss)
    : (codeByName[name] ?? codeByWords.find(([words]) => words.test(message))?.[1] ?? fallback);
  const code = known === 'model-download-failed' && !isOnline ? 'offline' : known;
  return saying(code, loss?.message ?? message, error);
}

/** An error in plain words, with what was reported behind them. */
export function saying(code: ErrorCode, detail: string, cause?: unknown): AppError {
  const words = wording[code] ?? code;
  return new AppError(code, detail === '' ? `${words}.` : `${words} (${detail}).`, { cause });
}

/** Nobody but the library destroys a device that is in use, and it does so when a buffer cannot be had. */
function codeOfLoss({ reason, message }: DeviceLoss): ErrorCode {
  return reason === 'destroyed' || /memory/i.test(message) ? 'out-of-memory' : 'device-lost';
}
