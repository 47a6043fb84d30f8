import type { GenerateEvent } from '../../src/contracts/language-model';
import { AppError, type ErrorCode } from '../../src/core/app-error';
import { smallerWindow } from './model-slot';
import type { OpenModel, TextEvent } from './text-engine';

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
  readonly reopen: (contextTokens: number | undefined) => Promise<OpenModel>;
  readonly write: (model: OpenModel) => AsyncIterable<GenerateEvent>;
  readonly pause: (ms: number) => Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * An answer that outlives its device: after a loss the model is opened again and goes on from the text that it had
 * written, so that no word is lost and none comes twice. After two losses in a row, or where memory ran out, the window
 * is halved and the prompt packed anew. Throws the loss when that does not help either.
 */
export async function* writeThroughLosses({
  open,
  reopen,
  write,
  pause,
  signal,
}: SteadyWriting): AsyncGenerator<GenerateEvent, void, undefined> {
  const reply = new ReplySoFar();
  const shown = new ShownText();
  let model = await open();
  for (let attempt = 0, inARow = 0; ;) {
    let failure: AppError;
    try {
      for await (const event of write(goingOn(model, reply))) {
        const fresh = shown.fresh(event, model.contextTokens);
        if (fresh) yield fresh;
      }
      return;
    } catch (error) {
      failure = lossIn(error, lossCodes, signal);
    }
    inARow = reply.hasGrown ? 0 : inARow;
    for (let isOpen = false; !isOpen;) {
      inARow += 1;
      attempt += 1;
      if (inARow >= mostLossesInARow || attempt > mostLossesInAnAnswer) throw failure;
      yield { kind: 'recovered', attempt };
      try {
        const isMemoryShort = failure.code === 'out-of-memory' || inARow > 1;
        model = await reopen(isMemoryShort ? smallerWindow(model.contextTokens) : undefined);
        isOpen = true;
      } catch (error) {
        failure = lossIn(error, reopeningCodes, signal);
        await pause(pauseMs * inARow);
        signal.throwIfAborted();
      }
    }
    reply.begin();
    shown.begin();
  }
}

/** The loss that an error is; throws what is none. */
function lossIn(error: unknown, codes: readonly ErrorCode[], signal: AbortSignal): AppError {
  if (signal.aborted || !(error instanceof AppError) || !codes.includes(error.code)) throw error;
  return error;
}

/** What the model has written, over all openings. */
class ReplySoFar {
  #text = '';
  #lengthAtOpening = 0;

  get text(): string {
    return this.#text;
  }

  get hasGrown(): boolean {
    return this.#text.length > this.#lengthAtOpening;
  }

  add(text: string): void {
    this.#text += text;
  }

  begin(): void {
    this.#lengthAtOpening = this.#text.length;
  }
}

/** The model, as if it wrote the reply in one go: first what it had written before it was lost, then what follows. */
function goingOn(model: OpenModel, reply: ReplySoFar): OpenModel {
  async function* stream(
    request: Parameters<OpenModel['stream']>[0],
    signal: AbortSignal,
  ): AsyncGenerator<TextEvent, void, undefined> {
    const replySoFar = reply.text;
    let written = 0;
    let going = request;
    if (replySoFar !== '') {
      yield { kind: 'text', text: replySoFar };
      const prompt = await model.countTokens(request.messages, request);
      const whole = await model.countTokens(request.messages, { ...request, replySoFar });
      written = Math.max(0, whole - prompt);
      const room = Math.min(request.maxTokens - written, model.contextTokens - whole);
      if (room <= 0) {
        const usage = { promptTokens: prompt, completionTokens: written };
        yield { kind: 'end', reason: 'length', usage };
        return;
      }
      going = { ...request, replySoFar, maxTokens: room };
    }
    for await (const event of model.stream(going, signal)) {
      if (event.kind === 'text') {
        reply.add(event.text);
        yield event;
      } else yield written === 0 ? event : { ...event, usage: wholeUsage(event.usage, written) };
    }
  }
  return {
    contextTokens: model.contextTokens,
    lost: model.lost,
    countTokens: (messages, options) => model.countTokens(messages, options),
    stream,
    close: () => model.close(),
  };
}

type Usage = Extract<TextEvent, { kind: 'end' }>['usage'];

/** What was written before the loss was read as a prompt, and yet is a part of the reply. */
function wholeUsage({ promptTokens, completionTokens, ...rest }: Usage, written: number): Usage {
  return {
    ...rest,
    promptTokens: Math.max(0, promptTokens - written),
    completionTokens: completionTokens + written,
  };
}

/** Lets through what has not been shown before: after a loss the answer is told from its beginning again. */
class ShownText {
  readonly #shown = { token: 0, thought: 0 };
  readonly #told = { token: 0, thought: 0 };
  #packedFor: number | undefined;

  begin(): void {
    this.#told.token = 0;
    this.#told.thought = 0;
  }

  fresh(event: GenerateEvent, contextTokens: number): GenerateEvent | undefined {
    if (event.kind === 'packed') {
      const isNew = this.#packedFor !== contextTokens;
      this.#packedFor = contextTokens;
      return isNew ? event : undefined;
    }
    if (event.kind !== 'token' && event.kind !== 'thought') return event;
    const before = this.#told[event.kind];
    this.#told[event.kind] += event.text.length;
    const text = event.text.slice(Math.max(0, this.#shown[event.kind] - before));
    this.#shown[event.kind] = Math.max(this.#shown[event.kind], this.#told[event.kind]);
    return text === '' ? undefined : { ...event, text };
  }
}
