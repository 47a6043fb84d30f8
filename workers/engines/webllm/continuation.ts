import type { ChatCompletionMessageParam } from '@mlc-ai/web-llm';
import type { ChatMessage } from '../../../src/core/prompt/answer-prompt';
import { renderChat } from '../../../src/core/prompt/chat-template';
import type { PromptOptions } from '../../language-models/text-engine';
import type { KeptConversation, LoadedModel } from './library';
import { forEngine } from './prompt-text';

export interface Continuation {
  /** The conversation in the very words that the library compares with those it keeps. */
  readonly messages: readonly ChatCompletionMessageParam[];
  readonly keptTokens: number;
  /** What is read anew. */
  readonly pieces: readonly string[];
}

/**
 * How to go on from the conversation that the engine still holds, where these messages are that conversation and a
 * question more; undefined where everything must be read again.
 */
export function continuationOf(
  model: LoadedModel,
  messages: readonly ChatMessage[],
  { skipsThinking = false }: PromptOptions,
): Continuation | undefined {
  const kept = model.keptConversation();
  const question = messages.at(-1);
  if (!kept || kept.messages.length === 0 || question?.role !== 'user') return undefined;
  const { template } = model;
  if (!isSameStart(kept, messages, model)) return undefined;

  /*
   * The token that ended the reply was never read, and the library does not make up for it. A name stands where the
   * role is written; so the missing end goes in front of the role.
   */
  const missing = template.seps[(kept.messages.length - 1) % template.seps.length] ?? '';
  const [asked = '', head = ''] = renderChat(template, messages, { skipsThinking }).slice(-2);
  return {
    messages: [
      ...(kept.system === undefined ? [] : [{ role: 'system' as const, content: kept.system }]),
      ...kept.messages.map(([role, written, content]): ChatCompletionMessageParam => {
        if (role === 'assistant') return { role, content };
        return { role: 'user', content, ...(written === template.roles.user ? {} : { name: written }) };
      }),
      {
        role: 'user',
        content: forEngine(question, template),
        ...(missing === '' ? {} : { name: missing + template.roles.user }),
      },
    ],
    keptTokens: kept.tokens,
    pieces: [missing + asked, head],
  };
}

function isSameStart(
  kept: KeptConversation,
  messages: readonly ChatMessage[],
  { template }: LoadedModel,
): boolean {
  const [first, ...rest] = messages;
  const system = first?.role === 'system' ? forEngine(first, template) : undefined;
  const earlier = (system === undefined ? messages : rest).slice(0, -1);
  return (
    kept.system === system &&
    kept.messages.length === earlier.length &&
    earlier.every((message, i) => {
      const [role, , content] = kept.messages[i] ?? [];
      if (role !== message.role || content === undefined) return false;
      if (forEngine(message, template) === content) return true;
      // As the model wrote it, where there is no thought in it that the conversation leaves out.
      return role === 'assistant' && message.content.trim() === withoutEmptyThought(content).trim();
    })
  );
}

function withoutEmptyThought(reply: string): string {
  return reply.replace(/^\s*<think>\s*<\/think>/, '');
}
