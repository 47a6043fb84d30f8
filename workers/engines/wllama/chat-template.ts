import { Template } from '@huggingface/jinja';
import { AppError } from '../../../src/core/app-error';
import type { ChatMessage } from '../../../src/core/prompt/answer-prompt';
import type { PromptOptions } from '../../language-models/text-engine';
import type { GgufHeader } from './gguf-header';

export interface RenderedPrompt {
  /** Everything up to where the model goes on; without the beginning token, which the tokenizer adds. */
  readonly text: string;
  /** What the template has written of the reply already: the mark that opens the thoughts. Empty for most. */
  readonly opening: string;
}

export type RenderPrompt = (messages: readonly ChatMessage[], options: PromptOptions) => RenderedPrompt;

/** The commonest of the formats, for a model that says nothing of its own. */
const chatMl = `{% for message in messages %}{{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}`;

const thoughtMark = /<think>\s*$/;

/** The model's own template, read once. Errors: `model-incompatible` where it cannot be read. */
export function readChatTemplate(header: GgufHeader): RenderPrompt {
  const template = parse(header.chatTemplate ?? chatMl);
  const begins = header.beginning?.text ?? '';
  const render = (messages: readonly object[], variables: object): string => {
    const text = template.render({
      messages,
      add_generation_prompt: true,
      bos_token: begins,
      eos_token: header.end?.text ?? '',
      ...variables,
    });
    return begins !== '' && text.startsWith(begins) ? text.slice(begins.length) : text;
  };
  return (messages, { skipsThinking = false, replySoFar = '' }) => {
    // Each family has its own name for it, and passes over the others.
    const variables = skipsThinking ? { enable_thinking: false, thinking: false } : {};
    const prompt = firstThatHolds(messages, (form) => render(form, variables));
    const mark = thoughtMark.exec(prompt)?.[0] ?? '';
    if (mark !== '' && skipsThinking) return { text: `${prompt}\n</think>\n\n${replySoFar}`, opening: '' };
    const begun = replySoFar.startsWith(mark) ? replySoFar.slice(mark.length) : replySoFar;
    return { text: prompt + begun, opening: mark };
  };
}

/** Whether the template writes another beginning of the reply for a model that is not to think. */
export function canSkipThinking(render: RenderPrompt): boolean {
  const messages = [{ role: 'user', content: 'Ink?' }] as const;
  return render(messages, { skipsThinking: true }).text !== render(messages, {}).text;
}

function parse(source: string): Template {
  try {
    return new Template(source);
  } catch (error) {
    throw new AppError('model-incompatible', "The model's chat template cannot be read.", { cause: error });
  }
}

/**
 * Some templates refuse a system message, some take content in parts only and lose plain text without a word: the
 * messages are given in the first form in which all of their text arrives.
 */
function firstThatHolds(
  messages: readonly ChatMessage[],
  render: (messages: readonly object[]) => string,
): string {
  const merged = withoutSystem(messages);
  const forms = [messages, inParts(messages), merged, inParts(merged)];
  let failure: unknown;
  for (const form of forms) {
    try {
      const prompt = render(form);
      if (messages.every(({ content }) => prompt.includes(content.trim()))) return prompt;
    } catch (error) {
      failure ??= error;
    }
  }
  // A template may leave out what was said in between, thoughts of earlier turns for one.
  if (failure === undefined) return render(messages);
  throw new AppError('model-incompatible', "The model's chat template cannot take this conversation.", {
    cause: failure,
  });
}

function inParts(messages: readonly ChatMessage[]): readonly object[] {
  return messages.map(({ role, content }) => ({ role, content: [{ type: 'text', text: content }] }));
}

/** The system message at the head of the first question. */
function withoutSystem(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  const rules = messages.filter(({ role }) => role === 'system').map(({ content }) => content);
  const rest = messages.filter(({ role }) => role !== 'system');
  const [first, ...others] = rest;
  if (first === undefined || rules.length === 0) return messages;
  return [{ ...first, content: [...rules, first.content].join('\n\n') }, ...others];
}
