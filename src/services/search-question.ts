import type { AnswerEngine, Turn } from '../core/answer-engine';
import { askedPart } from '../core/asked-part';
import { acceptRewrite } from '../core/follow-up/check-rewrite';
import { leansOnHistory, standaloneQuestion } from '../core/standalone-question';

/** The rules are nearly as good, so that nobody should wait longer for better words. */
const rewriteLimitMs = 8000;

/**
 * What to search for. A question that leans on the conversation is completed by the engine where it can, and by
 * rules where it cannot, is late, or writes anything but that question. A long one is searched by what it asks.
 * Aborting throws an `AbortError`.
 */
export async function searchQuestion(
  engine: Pick<AnswerEngine, 'standalone'>,
  text: string,
  { history: turns, conversationId, signal, limitMs = rewriteLimitMs }: SearchQuestionOptions,
): Promise<string> {
  const question = askedPart(text);
  const history = turns.map((turn) => ({ ...turn, question: askedPart(turn.question) }));
  const byRules = standaloneQuestion(question, history);
  if (!engine.standalone || !leansOnHistory(question, history)) return byRules;
  const late = new AbortController();
  // A signal of a timeout may be collected before its time where only a combined one refers to it.
  const timer = setTimeout(() => late.abort(), limitMs);
  const either = AbortSignal.any([signal, late.signal]);
  try {
    const place = conversationId === undefined ? {} : { conversationId };
    const written = await engine.standalone({ question, history, ...place }, { signal: either });
    return acceptRewrite(written, question, history) ?? byRules;
  } catch {
    signal.throwIfAborted();
    return byRules;
  } finally {
    clearTimeout(timer);
  }
}

interface SearchQuestionOptions {
  /** Oldest first; a question without an answer has an empty one. */
  readonly history: readonly Turn[];
  readonly conversationId?: string;
  readonly signal: AbortSignal;
  readonly limitMs?: number;
}
