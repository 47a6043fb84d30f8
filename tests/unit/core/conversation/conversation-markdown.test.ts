import { describe, expect, it } from 'vitest';
import type { AnswerMessage, Message } from '../../../../src/core/conversation';
import type { SearchScope } from '../../../../src/core/search-scope';
import {
  conversationJson,
  conversationMarkdown,
  fileNameOf,
} from '../../../../src/core/conversation-markdown';

const citation = { n: 1, documentId: 'd', documentName: 'ink.md', start: 0, end: 9, quote: 'Ink  is\nsoot.' };
const answer: AnswerMessage = {
  ...{ id: 'a', conversationId: 'c', createdAt: 2, role: 'answer', questionId: 'q', status: 'complete' },
  ...{ language: 'en', engine: 'extractive', abstained: false, citations: [citation] },
  text: 'Ink is soot [1], and not lead [7].',
};
const branch: Message[] = [
  { id: 'q', conversationId: 'c', createdAt: 1, role: 'question', answerId: null, text: 'What is\nink?' },
  answer,
  { id: 'q2', conversationId: 'c', createdAt: 3, role: 'question', answerId: 'a', text: '墨是什么？' },
  { ...answer, id: 'a2', questionId: 'q2', text: '墨是松烟 [1]。' },
];

const noScope = (): string => 'no scope is told';

it('an export says where a question was asked that was not asked of its whole library', () => {
  const question = branch[0];
  if (question?.role !== 'question') throw new Error('no question');
  const messages = [{ ...question, scope: { libraryIds: ['l'], tags: ['ink'] } }, answer];
  const scopeOf = ({ tags }: SearchScope): string => `Asked of *${tags?.join()}*`;
  expect(conversationMarkdown({ title: 'Ink' }, messages, () => 'ink.md', scopeOf)).toContain(
    '## What is ink?\n\nAsked of \\*ink\\*\n\nInk is soot',
  );
  const conversation = { id: 'c', libraryId: 'l', title: 'Ink', createdAt: 1, updatedAt: 2 };
  expect(JSON.parse(conversationJson(conversation, messages, scopeOf))).toMatchObject({
    messages: [{ id: 'q', scope: { tags: ['ink'] }, askedOf: 'Asked of *ink*' }, { id: 'a' }],
  });
});

it('a conversation becomes Markdown whose footnotes quote the sources', () => {
  expect(conversationMarkdown({ title: 'Ink' }, branch, ({ documentName }) => documentName, noScope)).toBe(
    [
      '# Ink',
      '## What is ink?',
      'Ink is soot[^1-1], and not lead.',
      '## 墨是什么？',
      '墨是松烟[^2-1]。',
      '[^1-1]: ink.md: Ink is soot.\n[^2-1]: ink.md: Ink is soot.\n',
    ].join('\n\n'),
  );
});

/** The answer as it stands in the export, of a model unless said otherwise. */
function exported(text: string, engine: AnswerMessage['engine'] = 'webllm'): string {
  const whole = conversationMarkdown(
    { title: 'Ink' },
    [{ ...answer, text, engine }],
    () => 'ink.md',
    noScope,
  );
  return whole.slice('# Ink\n\n'.length, whole.lastIndexOf('\n\n[^1-1]: ')).trim();
}

describe('an exported answer', () => {
  it.each([
    'Use `a[0]` and ``b[1]` [2]``.',
    'Do:\n\n```js\nb[1] = x[2]\n<img src=a>\n```',
    '~~~\na[1]\n```\nb[2] ![x](y)\n~~~\n\nDone.',
    '1. Do:\n\n   ```html\n   <b>a[1]</b>\n\n   ```\n2. Done.',
    'So $\\sqrt[3]{8} = x_[1]$ and \\(a[1]\\).\n\n$$\nx[1] < 3\n$$',
    '# **Bold** _and_ [link](https://example.org), <https://example.org>\n\n| a | b |\n|---|---|\n| 1 < 2 | `c` |',
    '1. Do:\n     ```html\n     <b>a[1]</b>\n     ```\n2. Done.',
    'Set a[1\\] here.',
  ])('keeps code, formulas and the rest of its Markdown: %s', (text) => {
    expect(exported(text)).toBe(text);
  });

  it('has text where a picture or HTML stood', () => {
    expect(exported('![x](https://evil.example/?q=a) ![y][1]')).toBe(
      '!\\[x](https://evil.example/?q=a) !\\[y][^1-1]',
    );
    expect(exported('<img src="https://evil.example">')).toBe('\\<img src="https://evil.example">');
    expect(exported('\\<img> \\\\<img></b><!-- -->')).toBe('\\<img> \\\\\\<img>\\</b>\\<!-- -->');
    expect(exported('Ink! [1] Soot![1]')).toBe('Ink\\![^1-1] Soot\\![^1-1]');
    expect(exported('$a<b$ and $n![x](y)$')).toBe('$a< b$ and $n! [x](y)$');
  });

  it('has no picture or HTML where only some readers see code', () => {
    for (const text of [
      '- a\n\n  ```\n\n<img src=x>\n\n  ```',
      '  ```\nx\n```\n<img src=x>',
      'a\n    ```\n\n<img src=x>\n\n    ```',
      '- `a\n- b <img src=x>` c',
      '`a\nb` <img src=x> `c`',
      '| `a | <img src=x>` |',
      '$a`b$ `<img src=x>`',
      '\\`<img src=x>\\`',
      '- ```\n  a\n  ```\n  <img src=x>',
      '`a\n``` b` <img src=x> ```',
      'a `b\n    ```\n    c` <img src=x>\n    ```',
      'a\n    ~~~\n    <img src=x>\n    ~~~',
      '<[7]img src=x> < [7]img src=x>',
      '``` a` <img src=x>\n```',
    ]) {
      expect(exported(text), text).not.toMatch(/(?<!\\)<img/);
    }
  });

  it('keeps what an extractive answer escapes', () => {
    expect(exported('a \\[1\\] $5 \\<img\\> [1]. b \\[2\\]', 'extractive')).toBe(
      'a \\[1\\] $5 \\<img\\>[^1-1]. b \\[2\\]',
    );
  });
});

it('the title, the question, the names and the quotes of an export are only text', () => {
  const live = '<img src=https://evil.example> ![x](https://evil.example)';
  const inert = '\\<img src=https\\://evil.example\\> !\\[x\\](https\\://evil.example)';
  const messages: Message[] = [
    { id: 'q', conversationId: 'c', createdAt: 1, role: 'question', answerId: null, text: live },
    { ...answer, text: 'Ink [1].', citations: [{ ...citation, documentName: live, quote: live }] },
  ];
  expect(conversationMarkdown({ title: live }, messages, ({ documentName }) => documentName, noScope)).toBe(
    [`# ${inert}`, `## ${inert}`, 'Ink[^1-1].', `[^1-1]: ${inert}: ${inert}\n`].join('\n\n'),
  );
});

it('a conversation becomes JSON with every branch', () => {
  const conversation = { id: 'c', libraryId: 'l', title: 'Ink', createdAt: 1, updatedAt: 2 };
  expect(JSON.parse(conversationJson(conversation, branch, noScope))).toEqual({
    format: 'inkstone-conversation',
    version: 1,
    conversation,
    messages: branch,
  });
});

it('its title becomes a name that every system takes', () => {
  expect(fileNameOf('What is 1/2: "ink"?', 'md')).toBe('What is 1 2 ink.md');
  expect(fileNameOf(' ... ', 'json')).toBe('conversation.json');
  expect(fileNameOf('墨'.repeat(100), 'md')).toBe(`${'墨'.repeat(79)}….md`);
  expect(fileNameOf(`${'ink '.repeat(19)}brushes`, 'md')).toBe(`${'ink '.repeat(19).trim()}….md`);
});
