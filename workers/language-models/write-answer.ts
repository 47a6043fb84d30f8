import type { GenerateEvent, GenerateInput } from '../../src/contracts/language-model';
import { answerMessages, type ChatMessage } from '../../src/core/prompt/answer-prompt';
import { packPrompt } from '../../src/core/prompt/pack-prompt';
import { ReplyInProgress } from './reply-in-progress';
import type { OpenModel } from './text-engine';

/** Close to the sources, yet not so strict that a small model repeats itself. */
const sampling = { temperature: 0.3, topP: 0.9 };
const skipsThinking = true;

export interface WriteOptions {
  readonly signal: AbortSignal;
  /** Given again after the model was lost, the answer goes on where it was, without an event twice. */
  readonly reply?: ReplyInProgress;
}

/** Packs the prompt, then streams the answer. */
export async function* writeAnswer(
  model: OpenModel,
  input: GenerateInput,
  { signal, reply = new ReplyInProgress() }: WriteOptions,
): AsyncGenerator<GenerateEvent, void, undefined> {
  signal.throwIfAborted();
  reply.resume();
  const { messages, answerTokens, promptTokens, passages, turns } = await pack(model, input);
  if (!reply.isPackedFor(model.contextTokens)) {
    reply.pack(model.contextTokens);
    yield { kind: 'packed', messages, promptTokens, passages, turns };
    signal.throwIfAborted();
  }
  const goingOn = reply.raw === '' ? {} : { replySoFar: reply.raw };
  const whole = await model.countTokens(messages, { skipsThinking, ...goingOn });
  const written = Math.max(0, whole - promptTokens);
  const maxTokens = Math.min(answerTokens, model.contextTokens - promptTokens) - written;
  if (maxTokens <= 0) {
    yield { kind: 'finish', reason: 'length', usage: { promptTokens, completionTokens: written } };
    return;
  }
  const request = { messages, maxTokens, skipsThinking, ...sampling, ...goingOn };
  for await (const event of model.stream(request, signal)) {
    yield* event.kind === 'text' ? reply.push(event.text) : reply.end();
    if (event.kind === 'text') continue;
    const { completionTokens, cachedTokens } = event.usage;
    const usage = { promptTokens, completionTokens: written + completionTokens };
    yield {
      kind: 'finish',
      reason: event.reason,
      usage: cachedTokens === undefined ? usage : { ...usage, cachedTokens },
    };
  }
}

/** `packPrompt` asks at once, the model answers later: what it asked for is counted, and it is asked again. */
async function pack(model: OpenModel, input: GenerateInput) {
  const lengths = new Map<string, number>();
  const count = async (messages: readonly ChatMessage[]): Promise<void> => {
    lengths.set(JSON.stringify(messages), await model.countTokens(messages, { skipsThinking }));
  };
  await count(answerMessages({ ...input, passages: [], history: [] }));
  for (;;) {
    const missing: (readonly ChatMessage[])[] = [];
    const packed = packPrompt({
      ...input,
      contextTokens: model.contextTokens,
      countTokens: (messages) => {
        const length = lengths.get(JSON.stringify(messages));
        if (length === undefined) missing.push(messages);
        return length ?? 0;
      },
    });
    if (missing.length === 0) return packed;
    for (const messages of missing) await count(messages);
  }
}
