import { MLCEngine, type ChatCompletionRequestStreaming } from '@mlc-ai/web-llm';
import { expect, it } from 'vitest';
import type { ChatMessage } from '../../../../src/core/prompt/answer-prompt';
import { renderChat, type ChatTemplate } from '../../../../src/core/prompt/chat-template';
import { streamAnswer } from '../../../../workers/engines/webllm/stream-answer';
import { EngineSession } from '../../../../workers/engines/webllm/engine-session';

/*
 * The real library puts a request into a model's own format; only the model itself is replaced here. If a release
 * renders otherwise than we count, prompts would overrun the window: these tests would fail.
 */

const chatMl: ChatTemplate = {
  system_template: '<|im_start|>system\n{system_message}<|im_end|>\n',
  system_message: 'You are a helpful assistant.',
  roles: { user: '<|im_start|>user', assistant: '<|im_start|>assistant' },
  role_templates: { user: '{user_message}', assistant: '{assistant_message}' },
  role_content_sep: '\n',
  role_empty_sep: '\n',
  seps: ['<|im_end|>\n'],
};

const templates: Record<string, ChatTemplate> = {
  'ChatML (Qwen, SmolLM)': chatMl,
  'Llama 3': {
    system_template: '<|start_header_id|>system<|end_header_id|>\n\n{system_message}<|eot_id|>',
    system_message: 'You are a helpful assistant.',
    roles: {
      user: '<|start_header_id|>user',
      assistant: '<|start_header_id|>assistant',
    },
    role_templates: { user: '{user_message}', assistant: '{assistant_message}' },
    role_content_sep: '<|end_header_id|>\n\n',
    role_empty_sep: '<|end_header_id|>\n\n',
    seps: ['<|eot_id|>'],
    system_prefix_token_ids: [128000],
  },
  'Gemma, which has no place for rules': {
    system_template: '{system_message}',
    system_message: '',
    roles: { user: '<start_of_turn>user', assistant: '<start_of_turn>model' },
    role_templates: { user: '{user_message}', assistant: '{assistant_message}' },
    role_content_sep: '\n',
    role_empty_sep: '\n',
    seps: ['<end_of_turn>\n'],
    system_prefix_token_ids: [2],
    render_empty_system_message: false,
  },
  'Mistral, whose rules stand in the first turn': {
    system_template: '[INST] {system_message}',
    system_message: '',
    roles: { user: '[INST]', assistant: '[/INST]' },
    role_templates: { user: '{user_message} {function_string}', assistant: '{assistant_message}' },
    role_content_sep: ' ',
    role_empty_sep: '',
    seps: [' ', '</s>'],
    add_role_after_system_message: false,
  },
  'one with nothing but what must be there': {
    system_template: '{system_message}\n',
    system_message: 'Rules.',
    roles: { user: 'Question', assistant: 'Answer' },
    seps: ['\n'],
  },
};

/** A conversation as the library holds it, in so far as the test asks it. */
interface LibraryConversation {
  appendMessage(role: string, text: string): void;
  appendReplyHeader(role: string): void;
  appendEmptyThinkingReplyHeader(role: string, text: string): void;
  getPromptArray(): string[];
}

/** What the real library would have a model read for a request. */
async function promptOf(request: ChatCompletionRequestStreaming, template: ChatTemplate): Promise<string[]> {
  let conversation: LibraryConversation | undefined;
  let prompt: string[] = [];
  const model = {
    getConversationObject: () => ({ messages: [] }),
    getFinishReason: () => 'abort',
    resetChat: () => undefined,
    setConversation: (next: LibraryConversation) => {
      conversation = next;
    },
    prefillStep: (text: string, role: string, _: unknown, settings: { enable_thinking?: boolean }) => {
      conversation?.appendMessage(role, text);
      if (settings.enable_thinking === false) {
        conversation?.appendEmptyThinkingReplyHeader('assistant', '<think>\n\n</think>\n\n');
      } else conversation?.appendReplyHeader('assistant');
      prompt = conversation?.getPromptArray() ?? [];
      return Promise.resolve();
    },
  };
  const settings = { enable_thinking: request.extra_body?.enable_thinking ?? null };
  await new MLCEngine().prefill(request, model as never, { conv_template: template } as never, settings);
  return prompt;
}

async function counted(
  modelId: string,
  template: ChatTemplate,
  history: readonly { question: string; answer: string }[],
): Promise<{ read: string[]; promptTokens: number }> {
  let read: string[] = [];
  const session = new EngineSession(modelId, () => ({
    reload: () => Promise.resolve(),
    unload: () => Promise.resolve(),
    interruptGenerate: () => Promise.resolve(),
    chat: {
      completions: {
        create: async (request) => {
          read = await promptOf(request, template);
          return (async function* () {
            // Only what it reads matters here.
          })();
        },
      },
    },
  }));
  // A token is a UTF-16 unit: any difference to the letter shows.
  session.model = { contextTokens: 8192, template, countTokens: (text) => text.length };
  const text = 'Ink cost $5, $$ or $& in 1637; {function_string} is nothing.';
  const input = {
    modelId,
    question: 'What did it cost, in $1?',
    language: 'en' as const,
    passages: [
      {
        documentId: 'd',
        libraryId: 'l',
        documentName: 'prices.md',
        ordinal: 0,
        start: 0,
        end: text.length,
        text,
        headingPath: ["$' and $`"],
        score: 1,
        lanes: {},
      },
    ],
    history,
    maxAnswerTokens: 100,
  };
  const patience = { firstTokenMs: 10_000, nextTokenMs: 10_000 };
  let promptTokens = 0;
  for await (const event of streamAnswer(session, input, {
    signal: new AbortController().signal,
    patience,
  })) {
    if (event.kind === 'packed') promptTokens = event.promptTokens;
  }
  return { read, promptTokens };
}

const turns = [{ question: 'Is it $& dear?', answer: 'Yes, $$3 [1].' }];

it.each(Object.entries(templates))(
  'a prompt is counted as the library will read it: %s',
  async (_, template) => {
    const opening = template.system_prefix_token_ids?.length ?? 0;
    for (const history of [[], turns]) {
      const { read, promptTokens } = await counted('any-q4f16_1-MLC', template, history);
      expect(read.join('')).toContain('$5, $$ or $&');
      expect(promptTokens).toBe(read.join('').length + opening);
    }
  },
);

it('a reply that skips thinking is counted as the library will begin it', async () => {
  const { read, promptTokens } = await counted('Qwen3-0.6B-q4f16_1-MLC', chatMl, turns);
  expect(read.at(-1)).toContain('<think>');
  expect(promptTokens).toBe(read.join('').length);
});

it('a conversation without rules of its own begins with those of the model', () => {
  const messages: ChatMessage[] = [{ role: 'user', content: 'Hello' }];
  expect(renderChat(chatMl, messages)[0]).toBe(
    '<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n',
  );
});
