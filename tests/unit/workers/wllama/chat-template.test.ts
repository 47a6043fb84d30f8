import { describe, expect, it } from 'vitest';
import {
  canSkipThinking,
  readChatTemplate,
  type RenderPrompt,
} from '../../../../workers/engines/wllama/chat-template';
import { modelThreads } from '../../../../workers/engines/wllama/threads';

function rendererOf(chatTemplate: string | undefined): RenderPrompt {
  return readChatTemplate({
    architecture: 'llama',
    contextTokens: 512,
    chatTemplate,
    tokenCount: 3,
    beginning: { id: 1, text: '<s>' },
    end: { id: 2, text: '</s>' },
    tokenizerEntries: [],
  });
}

const messages = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'Who?' },
] as const;

describe('a chat template', () => {
  it('is ChatML where the model has none', () => {
    const { text, opening } = rendererOf(undefined)(messages, {});
    expect(text).toBe(
      '<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nWho?<|im_end|>\n<|im_start|>assistant\n',
    );
    expect(opening).toBe('');
  });

  it('leaves out the beginning token, which the tokenizer adds, and goes on with the reply', () => {
    const render = rendererOf(`{{ bos_token }}{% for m in messages %}{{ m.content }};{% endfor %}`);
    expect(render(messages, { replySoFar: 'It was' }).text).toBe('Be brief.;Who?;It was');
  });

  it('puts the rules before the question where it refuses a system message', () => {
    const render = rendererOf(
      `{% for m in messages %}{% if m.role == 'system' %}{{ raise_exception('no system') }}{% endif %}[{{ m.role }}]{{ m.content }}{% endfor %}`,
    );
    expect(render(messages, {}).text).toBe('[user]Be brief.\n\nWho?');
  });

  it('gives content in parts where only parts arrive', () => {
    const render = rendererOf(
      `{% for m in messages %}{% for part in m.content %}{% if part.type == 'text' %}{{ part.text }}|{% endif %}{% endfor %}{% endfor %}`,
    );
    expect(render(messages, {}).text).toBe('Be brief.|Who?|');
  });

  it('is told to skip the thoughts by the name that it knows, or has them closed', () => {
    const knowing = rendererOf(
      `{% for m in messages %}{{ m.content }}{% endfor %}{% if enable_thinking is defined and not enable_thinking %}<think></think>{% else %}<think>\n{% endif %}`,
    );
    expect(knowing(messages, { skipsThinking: true })).toEqual({
      text: 'Be brief.Who?<think></think>',
      opening: '',
    });
    expect(knowing(messages, {})).toEqual({ text: 'Be brief.Who?<think>\n', opening: '<think>\n' });
    const unknowing = rendererOf(`{% for m in messages %}{{ m.content }}{% endfor %}<think>\n`);
    expect(unknowing(messages, { skipsThinking: true }).text).toBe('Be brief.Who?<think>\n</think>\n\n');
    expect(unknowing(messages, { replySoFar: '<think>\nHm' }).text).toBe('Be brief.Who?<think>\nHm');
  });

  it('fails by code when it cannot be read, or takes the conversation in no form', () => {
    expect(() => rendererOf('{% for %}')).toThrow(expect.objectContaining({ code: 'model-incompatible' }));
    const refusing = rendererOf(`{{ raise_exception('never') }}`);
    expect(() => refusing(messages, {})).toThrow(expect.objectContaining({ code: 'model-incompatible' }));
  });
});

describe('threads', () => {
  it.each([
    [1, 1],
    [2, 1],
    [4, 3],
    [8, 4],
    [32, 8],
  ])('of %i cores are %i, and one without isolation', (hardwareConcurrency, threads) => {
    const navigator = { hardwareConcurrency };
    expect(modelThreads({ crossOriginIsolated: true, navigator })).toBe(threads);
    expect(modelThreads({ crossOriginIsolated: false, navigator })).toBe(1);
  });
});

describe('whether a model can be asked not to think', () => {
  const reply = `{% for m in messages %}{{ m.content }};{% endfor %}`;

  it.each([
    [
      'has a switch for it',
      `${reply}{% if enable_thinking is defined and not enable_thinking %}<think></think>{% endif %}`,
    ],
    [
      'has a switch of another name',
      `${reply}{% if thinking is defined and not thinking %}</think>{% endif %}`,
    ],
    ['opens its thoughts itself', `${reply}<think>`],
  ])('is known by its template, which %s', (_, template) => {
    expect(canSkipThinking(rendererOf(template))).toBe(true);
  });

  it.each([
    ['knows of no thoughts', reply],
    ['is missing', undefined],
    [
      'thinks only where it is told to',
      `${reply}{% if thinking is defined and thinking %}<think>{% endif %}`,
    ],
  ])('is denied where the template %s', (_, template) => {
    expect(canSkipThinking(rendererOf(template))).toBe(false);
  });
});
