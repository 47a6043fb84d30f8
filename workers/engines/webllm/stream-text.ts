import type { ChatCompletionChunk, Completion } from '@mlc-ai/web-llm';
import { emptyThought } from '../../../src/core/prompt/chat-template';
import { watchSilence, type Patience } from '../../language-models/silence';
import type { TextEvent, TextRequest } from '../../language-models/text-engine';
import { continuationOf, type Continuation } from './continuation';
import type { EngineSession } from './engine-session';
import { webLlmError } from './errors';
import { forEngine, promptText, replyOpening } from './prompt-text';

type Chunk = ChatCompletionChunk | Completion;

/**
 * A reply's raw text, then how it ended. Aborting or leaving the loop interrupts the engine and returns at once. The
 * engine stops only between tokens, and after it has read the whole prompt: what comes next waits for that.
 */
export async function* streamText(
  session: EngineSession,
  request: TextRequest,
  { signal, patience }: { signal: AbortSignal; patience: Patience },
): AsyncGenerator<TextEvent, void, undefined> {
  const { template } = session.model;
  const isContinued = request.replySoFar !== undefined;
  let iterator: AsyncIterator<Chunk> | undefined;
  let isOver = false;
  let reason: 'complete' | 'length' = 'complete';
  let usage = { promptTokens: 0, cachedTokens: 0, completionTokens: 0 };
  // The library repeats the empty thought that it has begun the reply with.
  let unwanted = request.skipsThinking && !isContinued ? emptyThought : '';
  try {
    signal.throwIfAborted();
    if (session.ending) await unlessAborted(session.ending, signal);
    const continuation = isContinued ? undefined : continuationOf(session.model, request.messages, request);
    const keptTokens = continuation?.keptTokens ?? 0;
    const opening = isContinued ? '' : replyOpening(template, request);
    if (opening !== '') yield { kind: 'text', text: opening };
    const chunks = isContinued ? await goOn(session, request) : await begin(session, request, continuation);
    iterator = chunks[Symbol.asyncIterator]();
    for (let waitMs = patience.firstTokenMs; ; waitMs = patience.nextTokenMs) {
      const next = await answerOf(session, iterator.next(), waitMs, signal);
      if (next.done === true) {
        isOver = true;
        break;
      }
      const [choice] = next.value.choices;
      let text = choice === undefined ? '' : textOf(choice);
      if (text !== '' && unwanted !== '') {
        if (text.startsWith(unwanted)) text = text.slice(unwanted.length);
        unwanted = '';
      }
      if (text !== '') yield { kind: 'text', text };
      if (choice?.finish_reason === 'length') reason = 'length';
      // Somebody else has interrupted it: the model is being unloaded.
      if (choice?.finish_reason === 'abort')
        throw new DOMException('The answer was interrupted.', 'AbortError');
      const told = next.value.usage;
      if (told) {
        usage = {
          promptTokens: keptTokens + told.prompt_tokens,
          cachedTokens: keptTokens,
          completionTokens: told.completion_tokens,
        };
      }
    }
    yield { kind: 'end', reason, usage };
  } catch (error) {
    signal.throwIfAborted();
    throw webLlmError(error, 'internal', session.loss);
  } finally {
    if (iterator && !isOver && !session.loss) session.waitFor(drain(session, iterator, patience));
  }
}

function begin(
  { engine, model }: EngineSession,
  { messages, skipsThinking = false, maxTokens, temperature, topP }: TextRequest,
  continuation: Continuation | undefined,
): Promise<AsyncIterable<Chunk>> {
  // What the library has begun the reply with it counts against these.
  const head = skipsThinking ? model.countTokens(emptyThought) : 0;
  return engine.chat.completions.create({
    messages: [
      ...(continuation?.messages ??
        messages.map((message) => ({ role: message.role, content: forEngine(message, model.template) }))),
    ],
    ...sampling(maxTokens + head, temperature, topP),
    ...(skipsThinking ? { extra_body: { enable_thinking: false } } : {}),
  });
}

/** The library stops such a text at the same words and tokens as a reply in a conversation. */
function goOn({ engine, model }: EngineSession, request: TextRequest): Promise<AsyncIterable<Chunk>> {
  const { messages, maxTokens, temperature, topP } = request;
  return engine.completions.create({
    prompt: promptText(model, messages, request),
    ...sampling(maxTokens, temperature, topP),
  });
}

function sampling(maxTokens: number, temperature: number, topP: number) {
  return {
    // Interrupting a call that does not stream breaks the calls after it.
    stream: true as const,
    stream_options: { include_usage: true },
    max_tokens: maxTokens,
    temperature,
    top_p: topP,
  };
}

function textOf(choice: Chunk['choices'][number]): string {
  return 'delta' in choice ? (choice.delta.content ?? '') : choice.text;
}

/** The next chunk; or a failure on abort, on a lost device, and after a silence that is too long. */
async function answerOf<T>(
  session: EngineSession,
  next: Promise<T>,
  waitMs: number,
  signal?: AbortSignal,
): Promise<T> {
  const endWatch = watchSilence(waitMs, () => {
    session.declareLost({ reason: 'unknown', message: `no sign of life for ${waitMs / 1000} s` });
  });
  try {
    return await session.untilLost(signal ? unlessAborted(next, signal) : next);
  } finally {
    endWatch();
  }
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(new DOMException('The answer was cancelled.', 'AbortError'));
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** Interrupts a generation and takes what is still coming; the engine is busy until its stream has ended. */
async function drain(
  session: EngineSession,
  iterator: AsyncIterator<unknown>,
  { firstTokenMs }: Patience,
): Promise<void> {
  try {
    for (;;) {
      // Again each time: a generation that has only just begun forgets an earlier interruption.
      await session.engine.interruptGenerate();
      const { done } = await answerOf(session, iterator.next(), firstTokenMs);
      if (done === true) return;
    }
  } catch (error) {
    // It ended by failing: the engine's state is unknown, so the next call gets a new one.
    session.declareLost({ reason: 'unknown', message: String(error) });
  }
}
