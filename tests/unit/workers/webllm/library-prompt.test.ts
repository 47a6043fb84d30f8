import {
  MLCEngine,
  type ChatCompletionRequestStreaming,
  type CompletionCreateParamsStreaming,
} from '@mlc-ai/web-llm';
import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '../../../../src/core/prompt/answer-prompt';
import { renderChat, type ChatTemplate } from '../../../../src/core/prompt/chat-template';
import type { WebLlmEngine } from '../../../../workers/engines/webllm/library';
import { readLoadedModel } from '../../../../workers/engines/webllm/real-library';
import { createWebLlmEngine } from '../../../../workers/engines/webllm/webllm-engine';
import type { OpenModel, TextEvent, TextRequest } from '../../../../workers/language-models/text-engine';

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
  readonly messages: readonly unknown[];
  readonly isTextCompletion: boolean;
  prompt?: string;
  appendMessage(role: string, text: string, written?: string): void;
  appendReplyHeader(role: string): void;
  appendEmptyThinkingReplyHeader(role: string, text: string): void;
  finishReply(text: string): void;
  getPromptArray(): string[];
  getPromptArrayLastRound(): string[];
  getPromptArrayTextCompletion(): string[];
}

interface Settings {
  readonly enable_thinking?: boolean | null;
}

/** The library's pipeline without a model: it remembers what would have been read, one token a character. */
class Pipeline {
  readonly tokenizer = {
    encode: (text: string) => Array.from(text, (character) => character.codePointAt(0) ?? 0),
    decode: (ids: Int32Array) => String.fromCodePoint(...ids),
  };
  readonly opening: string;
  conversation: Partial<LibraryConversation> = { messages: [] };
  finishReason: string | undefined;
  filledKVCacheLength = 0;
  /** Everything that the engine would hold now. */
  held = '';
  /** What the last call had to read. */
  read = '';

  constructor({ system_prefix_token_ids: ids }: ChatTemplate) {
    this.opening = String.fromCodePoint(...(ids ?? []));
  }

  getConversationObject() {
    return this.conversation;
  }

  getFinishReason() {
    return this.finishReason;
  }

  resetChat() {
    this.filledKVCacheLength = 0;
    this.finishReason = undefined;
    this.held = '';
  }

  setConversation(next: LibraryConversation) {
    this.conversation = next;
  }

  prefillStep(text: string, role: string, written: string | undefined, settings: Settings): Promise<void> {
    const conversation = this.conversation as LibraryConversation;
    if (conversation.isTextCompletion) {
      conversation.prompt = text;
      this.read = conversation.getPromptArrayTextCompletion().join('');
    } else {
      conversation.appendMessage(role, text, written);
      if (settings.enable_thinking === false) {
        conversation.appendEmptyThinkingReplyHeader('assistant', '<think>\n\n</think>\n\n');
      } else conversation.appendReplyHeader('assistant');
      this.read =
        this.filledKVCacheLength === 0
          ? this.opening + conversation.getPromptArray().join('')
          : conversation.getPromptArrayLastRound().join('');
    }
    this.#hold(this.read);
    return Promise.resolve();
  }

  /** The token that ends a reply is never read. */
  finish(reply: string, settings: Settings): void {
    const conversation = this.conversation as LibraryConversation;
    this.#hold(reply);
    this.finishReason = 'stop';
    const begun = settings.enable_thinking === false ? '<think>\n\n</think>\n\n' : '';
    if (!conversation.isTextCompletion) conversation.finishReply(begun + reply);
  }

  #hold(text: string): void {
    this.held += text;
    this.filledKVCacheLength += Array.from(text).length;
  }
}

const reply = 'It was $5, or $$ 墨.';

async function openReal(
  modelId: string,
  template: ChatTemplate,
): Promise<{ model: OpenModel; pipeline: Pipeline }> {
  const real = new MLCEngine();
  const config = { conv_template: template, context_window_size: 8192 };
  const pipeline = new Pipeline(template);
  Reflect.set(real, 'loadedModelIdToChatConfig', new Map([[modelId, config]]));
  Reflect.set(real, 'loadedModelIdToPipeline', new Map([[modelId, pipeline]]));

  async function read(
    request: ChatCompletionRequestStreaming | CompletionCreateParamsStreaming,
    settings: Settings,
  ) {
    await real.prefill(request, pipeline as never, config as never, settings);
    const processed = Array.from(pipeline.read).length;
    pipeline.finish(reply, settings);
    const usage = { prompt_tokens: processed, completion_tokens: reply.length, total_tokens: 0 };
    return { whole: { id: '', created: 0, model: modelId }, usage: { ...usage, extra: {} as never } };
  }
  const engine: WebLlmEngine = {
    reload: () => Promise.resolve(),
    unload: () => Promise.resolve(),
    interruptGenerate: () => Promise.resolve(),
    chat: {
      completions: {
        create: async (request) => {
          const settings = { enable_thinking: request.extra_body?.enable_thinking ?? null };
          const { whole, usage } = await read(request, settings);
          const content = (settings.enable_thinking === false ? '<think>\n\n</think>\n\n' : '') + reply;
          return (async function* () {
            await Promise.resolve();
            const chunk = { ...whole, object: 'chat.completion.chunk' as const };
            yield { ...chunk, choices: [{ delta: { content }, finish_reason: null, index: 0 }] };
            yield { ...chunk, choices: [{ delta: {}, finish_reason: 'stop' as const, index: 0 }] };
            yield { ...chunk, choices: [], usage };
          })();
        },
      },
    },
    completions: {
      create: async (request) => {
        const { whole, usage } = await read(request, {});
        return (async function* () {
          await Promise.resolve();
          yield { ...whole, object: 'text_completion' as const, choices: [], usage };
        })();
      },
    },
  };
  const loaded = readLoadedModel(real, modelId);
  if (!loaded) throw new Error('the library keeps its models otherwise');
  const textEngine = createWebLlmEngine({
    loadLibrary: () =>
      Promise.resolve({
        models: [],
        createEngine: () => engine,
        loadedModel: () => loaded,
      }),
    readSupport: () =>
      Promise.resolve({
        status: 'present',
        description: '',
        features: [],
        maxBufferBytes: 0,
        maxStorageBindingBytes: 0,
        maxWorkgroupStorageBytes: 0,
        maxWorkgroupInvocations: 0,
      }),
    patience: { firstTokenMs: 10_000, nextTokenMs: 10_000 },
  });
  const files = new Map([
    ['mlc-chat-config.json', new File(['{}'], 'mlc-chat-config.json')],
    ['library.wasm', new File([], 'library.wasm')],
  ]);
  const opening = { signal: new AbortController().signal, onProgress: () => undefined };
  return { model: await textEngine.open({ id: modelId, files }, opening), pipeline };
}

async function write(
  model: OpenModel,
  request: Pick<TextRequest, 'messages' | 'skipsThinking' | 'replySoFar'>,
) {
  const events: TextEvent[] = [];
  const settings = { maxTokens: 100, temperature: 0, topP: 1 };
  for await (const event of model.stream({ ...request, ...settings }, new AbortController().signal)) {
    events.push(event);
  }
  const end = events.at(-1);
  return {
    text: events.map((event) => (event.kind === 'text' ? event.text : '')).join(''),
    usage: end?.kind === 'end' ? end.usage : undefined,
  };
}

const first: readonly ChatMessage[] = [
  { role: 'system', content: 'Answer in $s, not in $&.' },
  {
    role: 'user',
    content: "Ink cost $5, $$ or $& in 1637; {function_string} is nothing. What did it cost, in $'?",
  },
];
const second: readonly ChatMessage[] = [
  ...first,
  { role: 'assistant', content: reply },
  { role: 'user', content: 'And in $1?' },
];
const third: readonly ChatMessage[] = [
  ...second,
  { role: 'assistant', content: reply },
  { role: 'user', content: 'And then?' },
];

/** The whole conversation as it is to stand before the model. */
function whole(template: ChatTemplate, messages: readonly ChatMessage[], skipsThinking = false): string {
  const opening = String.fromCodePoint(...(template.system_prefix_token_ids ?? []));
  return opening + renderChat(template, messages, { skipsThinking }).join('');
}

/** Where a reply is begun otherwise than a template shows it afterwards, it stays as it was begun. */
function asWritten(
  prompt: string,
  { roles, role_content_sep: shown = ': ', role_empty_sep: begun = ': ' }: ChatTemplate,
) {
  return prompt.replaceAll(roles.assistant + shown + reply, () => roles.assistant + begun + reply);
}

it.each(Object.entries(templates))(
  'a prompt is counted as the library will read it: %s',
  async (_, template) => {
    for (const messages of [first, second]) {
      const { model, pipeline } = await openReal('any-q4f16_1-MLC', template);
      const counted = await model.countTokens(messages);
      const { usage } = await write(model, { messages });
      expect(pipeline.read).toBe(whole(template, messages));
      expect(counted).toBe(Array.from(pipeline.read).length);
      expect(usage).toMatchObject({ promptTokens: counted, cachedTokens: 0 });
    }
  },
);

it.each(Object.entries(templates))(
  'a question that goes on from the last reply is all that is read, and stands where it would stand: %s',
  async (_, template) => {
    const { model, pipeline } = await openReal('any-q4f16_1-MLC', template);
    await write(model, { messages: first });
    for (const messages of [second, third]) {
      const before = pipeline.filledKVCacheLength;
      const counted = await model.countTokens(messages);
      const { usage } = await write(model, { messages });
      const prompt = asWritten(whole(template, messages), template);
      expect(pipeline.held).toBe(prompt + reply);
      expect(counted).toBe(Array.from(prompt).length);
      expect(usage).toMatchObject({ promptTokens: counted, cachedTokens: before });
      expect(Array.from(pipeline.read).length).toBe(counted - before);
    }
  },
);

it('another conversation is read from its beginning', async () => {
  const { model, pipeline } = await openReal('any-q4f16_1-MLC', chatMl);
  await write(model, { messages: first });
  const other: ChatMessage[] = [
    ...first,
    { role: 'assistant', content: 'No.' },
    { role: 'user', content: 'Why?' },
  ];
  const { usage } = await write(model, { messages: other });
  expect(usage?.cachedTokens).toBe(0);
  expect(pipeline.held).toBe(whole(chatMl, other) + reply);
});

it.each(Object.entries(templates))(
  'a reply that was cut off goes on after its last word: %s',
  async (_, template) => {
    const { model, pipeline } = await openReal('any-q4f16_1-MLC', template);
    const request = { messages: second, replySoFar: 'It cost $& a' };
    const counted = await model.countTokens(second, request);
    const { usage } = await write(model, request);
    expect(pipeline.read).toBe(whole(template, second) + 'It cost $& a');
    expect(usage?.promptTokens).toBe(counted);
    expect(counted).toBe(Array.from(pipeline.read).length);
  },
);

describe('a model that is asked not to think', () => {
  const qwen = 'Qwen3-0.6B-q4f16_1-MLC';
  const options = { skipsThinking: true };

  it('is counted as the library will begin its reply, and that beginning is no part of the text', async () => {
    const { model, pipeline } = await openReal(qwen, chatMl);
    const counted = await model.countTokens(first, options);
    const { text } = await write(model, { messages: first, ...options });
    expect(pipeline.read).toBe(whole(chatMl, first, true));
    expect(counted).toBe(Array.from(pipeline.read).length);
    expect(text).toBe(reply);
  });

  it('goes on from its last reply', async () => {
    const { model, pipeline } = await openReal(qwen, chatMl);
    await write(model, { messages: first, ...options });
    const before = pipeline.filledKVCacheLength;
    const counted = await model.countTokens(second, options);
    const { usage } = await write(model, { messages: second, ...options });
    expect(usage).toMatchObject({ promptTokens: counted, cachedTokens: before });
    expect(pipeline.read).toBe(
      '<|im_end|>\n<|im_start|>user\nAnd in $1?<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n',
    );
  });

  it('is not asked where it cannot think', async () => {
    const { model, pipeline } = await openReal('Llama-3.2-1B-Instruct-q4f16_1-MLC', chatMl);
    await write(model, { messages: first, ...options });
    expect(pipeline.read).not.toContain('<think>');
  });
});

it('a reply that is begun with a thought has its mark', async () => {
  const template = { ...chatMl, role_empty_sep: '\n<think>\n' };
  const { model, pipeline } = await openReal('DeepSeek-R1-Distill-Qwen-1.5B-q4f16_1-MLC', template);
  const { text } = await write(model, { messages: first });
  expect(text).toBe(`<think>\n${reply}`);
  await write(model, { messages: first, replySoFar: '<think>\nHm' });
  expect(pipeline.read).toBe(`${whole(template, first)}Hm`);
});

it('a conversation without rules of its own begins with those of the model', () => {
  const messages: ChatMessage[] = [{ role: 'user', content: 'Hello' }];
  expect(renderChat(chatMl, messages)[0]).toBe(
    '<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n',
  );
});
