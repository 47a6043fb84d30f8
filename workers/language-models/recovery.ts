import type { GenerateEvent } from '../../src/contracts/language-model';
import { AppError, type ErrorCode } from '../../src/core/app-error';
import type { OpenedAs } from '../../src/core/models/computing-device';
import { smallerWindow } from './model-slot';
import type { OpenModel } from './text-engine';

/** A device that is lost so many times without a word in between will be lost again. */
const mostLossesInARow = 3;
/** One that is lost after every few words would keep a person waiting for ever. */
const mostLossesInAnAnswer = 10;
/** A graphics process that has just died takes a moment to come back. */
const pauseMs = 1000;

const lossCodes: readonly ErrorCode[] = ['device-lost', 'out-of-memory'];
/** What opening a model anew may meet while the graphics process is coming back. */
const reopeningCodes: readonly ErrorCode[] = [...lossCodes, 'webgpu-unavailable', 'model-load-failed'];

export interface SteadyWriting {
  /** The model as it is open, or opened for the first time. */
  readonly open: () => Promise<OpenModel>;
  /** Closes what is left of it and opens it anew; with this window, or as it was. */
  readonly reopen: (contextTokens: number | undefined) => Promise<{ model: OpenModel; openedAs: OpenedAs }>;
  /** Called again with the model that was opened anew, it goes on where it was, without an event twice. */
  readonly write: (model: OpenModel) => AsyncIterable<GenerateEvent>;
  readonly pause: (ms: number) => Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * An answer that outlives its device: after a loss the model is opened again, and the answer goes on. After two losses
 * in a row, or where memory ran out, the window is halved. Throws the loss when that does not help either.
 */
export async function* writeThroughLosses({
  open,
  reopen,
  write,
  pause,
  signal,
}: SteadyWriting): AsyncGenerator<GenerateEvent, void, undefined> {
  let model = await open();
  for (let attempts = 0, inARow = 0, losses = 0; ;) {
    let failure: AppError;
    let hasGrown = false;
    try {
      for await (const event of write(model)) {
        hasGrown ||= event.kind === 'token' || event.kind === 'thought';
        yield event;
      }
      return;
    } catch (error) {
      failure = lossIn(error, lossCodes, signal);
    }
    losses += 1;
    yield { kind: 'lost', losses };
    if (hasGrown) inARow = 0;
    for (let openedAs: OpenedAs | undefined; !openedAs;) {
      inARow += 1;
      attempts += 1;
      if (inARow >= mostLossesInARow || attempts > mostLossesInAnAnswer) throw failure;
      try {
        const isMemoryShort = failure.code === 'out-of-memory' || inARow > 1;
        ({ model, openedAs } = await reopen(isMemoryShort ? smallerWindow(model.contextTokens) : undefined));
      } catch (error) {
        failure = lossIn(error, reopeningCodes, signal);
        await pause(pauseMs * inARow);
        signal.throwIfAborted();
        continue;
      }
      yield { kind: 'reopened', ...openedAs };
    }
  }
}

export function isLoss(error: unknown): boolean {
  return error instanceof AppError && lossCodes.includes(error.code);
}

/** The loss that an error is; throws what is none. */
function lossIn(error: unknown, codes: readonly ErrorCode[], signal: AbortSignal): AppError {
  if (signal.aborted || !(error instanceof AppError) || !codes.includes(error.code)) throw error;
  return error;
}
