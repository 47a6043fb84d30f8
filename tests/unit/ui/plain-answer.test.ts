import { expect, it } from 'vitest';
import { escapeMarkdown } from '../../../src/core/answering/escape-markdown';
import type { AnswerMessage } from '../../../src/core/conversation';
import { en } from '../../../src/i18n/en';
import { zh } from '../../../src/i18n/zh';
import { plainAnswer } from '../../../src/ui/chat/plain-answer';
import { citedPage, shortCitedPage } from '../../../src/ui/common/cited-page';

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

it.each([
  ['book.epub', 'Section 9', '第 9 节'],
  ['Accounts.XLSX', 'Sheet 9', '第 9 个工作表'],
  ['talk.pptx', 'Slide 9', '第 9 张幻灯片'],
  ['paper.pdf', 'page 9', '第 9 页'],
])('what is cited of %s is named as its source names it', (documentName, english, chinese) => {
  const cited = { documentName, page: 9 };
  expect([citedPage(cited, en), citedPage(cited, zh)]).toEqual([english, chinese]);
  const short = documentName === 'paper.pdf' ? 'p. 9' : english;
  expect([shortCitedPage(cited, en), shortCitedPage(cited, zh)]).toEqual([short, chinese]);
  expect(citedPage({ documentName }, en)).toBeUndefined();
});

it('a copied answer of a model keeps its Markdown', () => {
  const text = '**Ink** is `a\\_b` [1].';
  expect(plainAnswer({ ...answer, engine: 'webllm', text, citations: [] }, en)).toBe(text);
});
