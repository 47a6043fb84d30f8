import { AppError } from '../../src/core/app-error';
import type { RewriteInput } from '../../src/contracts/language-model';
import type { ChatMessage } from '../../src/core/prompt/answer-prompt';
import { rewriteMessages, rewriteTurns } from '../../src/core/prompt/rewrite-prompt';
import { AnswerText, type TextPart } from './answer-text';
import type { OpenModel, PromptOptions } from './text-engine';

const maxTokens = 64;
/** The likeliest words: what is searched for must not change from one asking to the next. */
const greedy = { temperature: 0, topP: 1 };

/** The question in the model's words, to be understood by itself. Throws `context-overflow` when it cannot fit. */
export async function rewriteQuestion(
  model: OpenModel,
  input: RewriteInput,
  { signal }: { signal: AbortSignal },
): Promise<string> {
  signal.throwIfAborted();
  const options = { skipsThinking: true };
  const messages = await fittingMessages(model, input, options);
  const text = new AnswerText();
  const parts: TextPart[] = [];
  for await (const event of model.stream({ messages, maxTokens, ...greedy, ...options }, signal)) {
    parts.push(...(event.kind === 'text' ? text.push(event.text) : text.end()));
  }
  const question = parts.map(({ kind, text: piece }) => (kind === 'token' ? piece : '')).join('');
  return question.trim();
}

/** With as many of the latest turns as the window holds. */
async function fittingMessages(
  model: OpenModel,
  input: RewriteInput,
  options: PromptOptions,
): Promise<ChatMessage[]> {
  for (let turns = Math.min(rewriteTurns, input.history.length); turns > 0; turns -= 1) {
    const messages = rewriteMessages({ ...input, history: input.history.slice(-turns) });
    if ((await model.countTokens(messages, options)) + maxTokens <= model.contextTokens) return messages;
  }
  throw new AppError('context-overflow', 'the question and the one before it do not fit into the window');
}
