import { AppError } from '../../../src/core/app-error';
import type { RewriteInput } from '../../../src/contracts/language-model';
import { canSkipThinking } from '../../../src/core/models/mlc-model-id';
import type { ChatMessage } from '../../../src/core/prompt/answer-prompt';
import { countChatTokens } from '../../../src/core/prompt/chat-template';
import { rewriteMessages, rewriteTurns } from '../../../src/core/prompt/rewrite-prompt';
import type { EngineSession } from './engine-session';
import { streamText, type Patience } from './stream-text';

const maxTokens = 64;
/** The likeliest words: what is searched for must not change from one asking to the next. */
const greedy = { temperature: 0, topP: 1 };

/** The question in the model's words, to be understood by itself. Throws `context-overflow` when it cannot fit. */
export async function rewriteQuestion(
  session: EngineSession,
  input: RewriteInput,
  options: { signal: AbortSignal; patience: Patience },
): Promise<string> {
  options.signal.throwIfAborted();
  const request = { messages: fittingMessages(session, input), maxTokens, ...greedy };
  let question = '';
  for await (const event of streamText(session, request, options)) {
    if (event.kind === 'token') question += event.text;
  }
  return question.trim();
}

/** With as many of the latest turns as the window holds. */
function fittingMessages({ model, modelId }: EngineSession, input: RewriteInput): ChatMessage[] {
  const rendering = { skipsThinking: canSkipThinking(modelId) };
  const count = (text: string): number => model.countTokens(text);
  for (let turns = Math.min(rewriteTurns, input.history.length); turns > 0; turns -= 1) {
    const messages = rewriteMessages({ ...input, history: input.history.slice(-turns) });
    const promptTokens = countChatTokens(model.template, messages, count, rendering);
    if (promptTokens + maxTokens <= model.contextTokens) return messages;
  }
  throw new AppError('context-overflow', 'the question and the one before it do not fit into the window');
}
