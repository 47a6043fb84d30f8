import type { ChatMessage } from './answer-prompt';

/**
 * How a model's chat format is written, in the fields of MLC's `mlc-chat-config.json` (`conv_template`).
 * The engine renders with the same fields; rendering here as well lets the exact length be known beforehand.
 */
export interface ChatTemplate {
  readonly system_template: string;
  readonly system_message: string;
  readonly roles: Readonly<Record<'user' | 'assistant', string>>;
  readonly role_templates?: Readonly<Partial<Record<'user' | 'assistant', string>>>;
  readonly seps: readonly string[];
  readonly role_content_sep?: string;
  readonly role_empty_sep?: string;
  readonly system_prefix_token_ids?: readonly number[] | null;
  readonly add_role_after_system_message?: boolean;
  readonly render_empty_system_message?: boolean;
}

/** What stands where the reply begins when a model that can think is asked not to. */
export const emptyThought = '<think>\n\n</think>\n\n';
const placeholders = { system: '{system_message}', user: '{user_message}', assistant: '{assistant_message}' };

export interface RenderOptions {
  /** True when the reply is begun with an empty block of thoughts. */
  readonly skipsThinking?: boolean;
}

/** The pieces of text that a conversation becomes; each is tokenised by itself. */
export function renderChat(
  template: ChatTemplate,
  messages: readonly ChatMessage[],
  { skipsThinking = false }: RenderOptions = {},
): string[] {
  const systemMessage = messages[0]?.role === 'system' ? messages[0].content : template.system_message;
  const omitsSystem = systemMessage === '' && template.render_empty_system_message === false;
  const system = omitsSystem
    ? ''
    : template.system_template.replace(placeholders.system, () => systemMessage);
  const turns = messages.flatMap(({ role, content }) => (role === 'system' ? [] : [{ role, content }]));
  const contentSeparator = template.role_content_sep ?? ': ';

  const pieces = turns.map(({ role, content }, i) => {
    const roleTemplate = template.role_templates?.[role];
    const text =
      roleTemplate?.replace(placeholders[role], () => content).replace('{function_string}', '') ?? content;
    const omitsRole = template.add_role_after_system_message === false && system !== '' && i === 0;
    const head = omitsRole ? '' : template.roles[role] + contentSeparator;
    return head + text + (template.seps[i % template.seps.length] ?? '');
  });
  const replyHead = skipsThinking
    ? template.roles.assistant + contentSeparator + emptyThought
    : template.roles.assistant + (template.role_empty_sep ?? ': ');
  return [...(system === '' ? [] : [system]), ...pieces, replyHead];
}

/** Tokens of the whole prompt, the model's own opening tokens included. */
export function countChatTokens(
  template: ChatTemplate,
  messages: readonly ChatMessage[],
  countTokens: (text: string) => number,
  options?: RenderOptions,
): number {
  const opening = template.system_prefix_token_ids?.length ?? 0;
  return renderChat(template, messages, options).reduce(
    (total, piece) => total + countTokens(piece),
    opening,
  );
}
