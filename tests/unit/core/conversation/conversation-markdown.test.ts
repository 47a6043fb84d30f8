import { expect, it } from 'vitest';
import type { AnswerMessage, Message } from '../../../../src/core/conversation';
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

it('a conversation becomes Markdown whose footnotes quote the sources', () => {
  expect(conversationMarkdown({ title: 'Ink' }, branch, ({ documentName }) => documentName)).toBe(
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

it('a conversation becomes JSON with every branch', () => {
  const conversation = { id: 'c', libraryId: 'l', title: 'Ink', createdAt: 1, updatedAt: 2 };
  expect(JSON.parse(conversationJson(conversation, branch))).toEqual({
    format: 'inkstone-conversation',
    version: 1,
    conversation,
    messages: branch,
  });
});

it('its title becomes a name that every system takes', () => {
  expect(fileNameOf('What is 1/2: "ink"?', 'md')).toBe('What is 1 2 ink.md');
  expect(fileNameOf(' ... ', 'json')).toBe('conversation.json');
  expect(fileNameOf('墨'.repeat(100), 'md')).toBe(`${'墨'.repeat(80)}.md`);
});
