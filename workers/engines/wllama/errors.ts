import { AppError, isAbortError, type ErrorCode } from '../../../src/core/app-error';

/** What llama.cpp, the library around it and the browser call their errors, and what they mean here. */
const codeByWords: readonly (readonly [RegExp, ErrorCode])[] = [
  [/available context size|context size has been exceeded|larger than the max context/i, 'context-overflow'],
  [/memory|bad_alloc|\bOOM\b|allocation failed|failed to allocate|invalid array length/i, 'out-of-memory'],
  [/unknown (?:model )?architecture|unknown (?:pre-tokenizer|tokenizer)|unsupported/i, 'model-incompatible'],
  [/exception handling|does not support SIMD|CompileError|LinkError/i, 'model-incompatible'],
];

const wording: Partial<Record<ErrorCode, string>> = {
  'context-overflow': 'The question is longer than the model can read',
  'out-of-memory': 'There is not enough memory for this model',
  'model-incompatible': 'The model does not fit this version of the app or this browser',
  'model-load-failed': 'The model could not be started',
  'device-lost': 'The language model has crashed',
  internal: 'The language model has failed',
};

/** Gives an error its code. Cancelling stays an AbortError. */
export function wllamaError(error: unknown, fallback: ErrorCode, report = ''): AppError | DOMException {
  if (error instanceof AppError) return error;
  if (error instanceof DOMException && isAbortError(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  const said = [message, report].filter((part) => part !== '').join('; ');
  const code = codeByWords.find(([words]) => words.test(said))?.[1] ?? fallback;
  return new AppError(code, `${wording[code] ?? code} (${said}).`, { cause: error });
}
