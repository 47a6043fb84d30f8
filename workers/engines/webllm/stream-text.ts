import type { ChatCompletionChunk, ChatCompletionMessageParam } from '@mlc-ai/web-llm';
import { canSkipThinking } from '../../../src/core/models/mlc-model-id';
import type { ChatMessage } from '../../../src/core/prompt/answer-prompt';
import { renderChat, type ChatTemplate } from '../../../src/core/prompt/chat-template';
import { AnswerText, type TextPart } from '../../language-models/answer-text';
import type { EngineSession } from './engine-session';
import { webLlmError } from './errors';

/** After so long without a token the GPU is taken for lost. */
export interface Patience {
  /** The whole prompt is read before the first token. */
  readonly firstTokenMs: number;
  readonly nextTokenMs: number;
}

export interface TextRequest {
  readonly messages: readonly ChatMessage[];
  readonly maxTokens: number;
  readonly temperature: number;
  readonly topP: number;
}

export type TextEvent =
  | { readonly kind: 'token'; readonly text: string }
  | {
      readonly kind: 'end';
      readonly reason: 'complete' | 'length';
      readonly completionTokens: number;
    };

/**
 * A model's words without its thoughts, then how it ended. Aborting or leaving the loop interrupts the engine and
 * sees the generation to its end, which comes within a token, so that the next call finds the engine free.
 */
export async function* streamText(
  session: EngineSession,
  { messages, maxTokens, temperature, topP }: TextRequest,
  { signal, patience }: { signal: AbortSignal; patience: Patience },
): AsyncGenerator<TextEvent, void, undefined> {
  const { model, engine, modelId } = session;
  const skipsThinking = canSkipThinking(modelId);
  const lastPiece = renderChat(model.template, messages, { skipsThinking }).at(-1) ?? '';
  const text = new AnswerText({ isThinking: lastPiece.trimEnd().endsWith('<think>') });
  let iterator: AsyncIterator<ChatCompletionChunk> | undefined;
  let isOver = false;
  let reason: 'complete' | 'length' = 'complete';
  let completionTokens = 0;
  try {
    const chunks = await engine.chat.completions.create({
      messages: messages.map((message) => forEngine(message, model.template)),
      // Interrupting a call that does not stream breaks the calls after it.
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: maxTokens,
      temperature,
      top_p: topP,
      ...(skipsThinking ? { extra_body: { enable_thinking: false } } : {}),
    });
    iterator = chunks[Symbol.asyncIterator]();
    for (let waitMs = patience.firstTokenMs; ; waitMs = patience.nextTokenMs) {
      const next = await answerOf(session, iterator.next(), waitMs, signal);
      if (next.done === true) {
        isOver = true;
        break;
      }
      const [choice] = next.value.choices;
      const piece = answerIn(text.push(choice?.delta.content ?? ''));
      if (piece !== '') yield { kind: 'token', text: piece };
      if (choice?.finish_reason === 'length') reason = 'length';
      // Somebody else has interrupted it: the model is being unloaded.
      if (choice?.finish_reason === 'abort')
        throw new DOMException('The answer was interrupted.', 'AbortError');
      completionTokens = next.value.usage?.completion_tokens ?? completionTokens;
    }
    const rest = answerIn(text.end());
    if (rest !== '') yield { kind: 'token', text: rest };
    yield { kind: 'end', reason, completionTokens };
  } catch (error) {
    signal.throwIfAborted();
    throw webLlmError(error, 'internal', { isOnline: true, loss: session.loss });
  } finally {
    if (iterator && !isOver && !session.loss) await drain(session, iterator, patience);
  }
}

function answerIn(parts: readonly TextPart[]): string {
  return parts.map(({ kind, text }) => (kind === 'token' ? text : '')).join('');
}

/** The next chunk; or a failure on abort, on a lost device, and after a silence that is too long. */
async function answerOf<T>(
  session: EngineSession,
  next: Promise<T>,
  waitMs: number,
  signal?: AbortSignal,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let onAbort: (() => void) | undefined;
  const stalled = new Promise<never>(() => {
    timer = setTimeout(() => {
      session.declareLost({ reason: 'unknown', message: `no sign of life for ${waitMs / 1000} s` });
    }, waitMs);
  });
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(new DOMException('The answer was cancelled.', 'AbortError'));
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) onAbort();
  });
  try {
    return await session.untilLost(Promise.race([next, stalled, aborted]));
  } finally {
    clearTimeout(timer);
    if (onAbort) signal?.removeEventListener('abort', onAbort);
  }
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

/**
 * The engine puts messages into its templates with `String.replace`, where `$&` and its like have a meaning.
 * Doubled, a dollar sign comes out as written.
 */
function forEngine({ role, content }: ChatMessage, template: ChatTemplate): ChatCompletionMessageParam {
  const isReplaced = role === 'system' || template.role_templates?.[role] !== undefined;
  return { role, content: isReplaced ? content.replaceAll('$', '$$$$') : content };
}
