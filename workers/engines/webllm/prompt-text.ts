import type { ChatMessage } from '../../../src/core/prompt/answer-prompt';
import { renderChat, type ChatTemplate } from '../../../src/core/prompt/chat-template';
import type { PromptOptions } from '../../language-models/text-engine';
import type { LoadedModel } from './library';

/**
 * What the head of a reply already holds of the reply's own text: a model may be made to begin with a thought, whose
 * mark it then does not write.
 */
export function replyOpening(template: ChatTemplate, { skipsThinking = false }: PromptOptions): string {
  if (skipsThinking) return '';
  const head = renderChat(template, []).at(-1) ?? '';
  return /<think>\s*$/.exec(head)?.[0] ?? '';
}

/** The whole prompt as one text, with the reply as far as it goes. */
export function promptText(
  { template, openingText }: LoadedModel,
  messages: readonly ChatMessage[],
  options: PromptOptions,
): string {
  const { skipsThinking = false, replySoFar = '' } = options;
  const opening = replyOpening(template, options);
  const reply = replySoFar.startsWith(opening) ? replySoFar.slice(opening.length) : replySoFar;
  return openingText + renderChat(template, messages, { skipsThinking }).join('') + reply;
}

/**
 * The engine puts messages into its templates with `String.replace`, where `$&` and its like have a meaning.
 * Doubled, a dollar sign comes out as written.
 */
export function forEngine({ role, content }: ChatMessage, template: ChatTemplate): string {
  const isReplaced = role === 'system' || template.role_templates?.[role] !== undefined;
  return isReplaced ? content.replaceAll('$', '$$$$') : content;
}
