import { expect, it } from 'vitest';
import { escapeMarkdown } from '../../../src/core/answering/escape-markdown';
import type { AnswerMessage } from '../../../src/core/conversation';
import { en } from '../../../src/i18n/en';
import { plainAnswer } from '../../../src/ui/chat/plain-answer';

const quote = 'Write to anna_weber@example.org, at $5 [sic].';
const answer: AnswerMessage = {
  ...{ id: 'a', conversationId: 'c', createdAt: 2, role: 'answer', questionId: 'q', status: 'complete' },
  ...{ language: 'en', engine: 'extractive', abstained: false },
  text: `**${escapeMarkdown('anna_weber@example.org')}** [1]\n\n${escapeMarkdown(quote)} [1]`,
  citations: [{ n: 1, documentId: 'd', documentName: 'mail.md', page: 3, start: 0, end: 9, quote }],
};

it('a copied answer of quotes is plain text with the words of the document', () => {
  expect(plainAnswer(answer, en)).toBe(
    `anna_weber@example.org [1]\n\n${quote} [1]\n\n[1] mail.md, ${en.citation.page(3)}: ${quote}`,
  );
});

it('a copied answer of a model keeps its Markdown', () => {
  const text = '**Ink** is `a\\_b` [1].';
  expect(plainAnswer({ ...answer, engine: 'webllm', text, citations: [] }, en)).toBe(text);
});
