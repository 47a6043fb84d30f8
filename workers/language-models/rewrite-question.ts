import { AppError } from '../../src/core/app-error';
import type { RewriteInput } from '../../src/contracts/language-model';
import type { ChatMessage } from '../../src/core/prompt/answer-prompt';
import { dialogueMessages } from '../../src/core/prompt/dialogue';
import { rewriteInDialogue, rewriteMessages, rewriteTurns } from '../../src/core/prompt/rewrite-prompt';
import { AnswerText } from './answer-text';
import type { OpenModel } from './text-engine';
import type { Transcripts } from './transcript';

const maxTokens = 64;
/** The likeliest words: what is searched for must not change from one asking to the next. */
const greedy = { temperature: 0, topP: 1 };
const skipsThinking = true;

/**
 * The question in the model's words, to be understood by itself; empty where asking for it would make the model
 * read the whole conversation again. Throws `context-overflow` when it cannot fit.
 */
export async function rewriteQuestion(
  model: OpenModel,
  input: RewriteInput,
  { signal, transcripts }: { readonly signal: AbortSignal; readonly transcripts: Transcripts },
): Promise<string> {
  signal.throwIfAborted();
  const dialogue = transcripts.find(input.conversationId, input.history);
  if (dialogue && model.onlyContinues) return '';
  const asked = dialogue?.language === input.language && [
    ...dialogueMessages(dialogue),
    rewriteInDialogue(input),
  ];
  const messages = asked && (await fits(model, asked)) ? asked : await fittingMessages(model, input);
  const text = new AnswerText();
  const parts = [];
  for await (const event of model.stream({ messages, maxTokens, skipsThinking, ...greedy }, signal)) {
    if (event.kind === 'text') parts.push(...text.push(event.text));
  }
  parts.push(...text.end());
  const question = parts.map(({ kind, text: piece }) => (kind === 'token' ? piece : '')).join('');
  return question.trim();
}

/** With as many of the latest turns as the window holds. */
async function fittingMessages(model: OpenModel, input: RewriteInput): Promise<ChatMessage[]> {
  for (let turns = Math.min(rewriteTurns, input.history.length); turns > 0; turns -= 1) {
    const messages = rewriteMessages({ ...input, history: input.history.slice(-turns) });
    if (await fits(model, messages)) return messages;
  }
  throw new AppError('context-overflow', 'the question and the one before it do not fit into the window');
}

async function fits(model: OpenModel, messages: readonly ChatMessage[]): Promise<boolean> {
  return (await model.countTokens(messages, { skipsThinking })) + maxTokens <= model.contextTokens;
}
