import type { AnswerTrace, TracedPassage } from '../../../src/core/answer-trace';
import type { Citation } from '../../../src/core/citation';
import { declaration, deskInUse, inkstone, paper, prose, solarTerms, type Desk } from './desk';
import { cite } from './fake-content';

function found(citation: Citation): TracedPassage {
  const { documentId, documentName, start, end, quote, page } = citation;
  return {
    ...{ documentId, documentName, start, end, excerpt: quote, headingPath: [], score: 1, lanes: {} },
    ...(page === undefined ? {} : { page }),
  };
}

function trace(messageId: string, conversationId: string, passages: readonly Citation[]): AnswerTrace {
  return {
    ...{ messageId, conversationId, searched: '', confidence: 0.9, passages: passages.map(found) },
    timings: { embedMs: 1, searchMs: 1 },
  };
}

/** Questions to begin with, questions after the last answer, and passages that it does not cite. */
export const suggestingDesk: Desk = {
  ...deskInUse,
  unready: [],
  suggestions: [
    { language: 'en', text: 'What is an inkstone?' },
    { language: 'en', text: 'Who described 26 kinds of stone in the History of Inkstones?' },
    { language: 'en', text: 'What does “A Short History of Paper” say about bark and old fishing nets?' },
    { language: 'zh', text: '什么是定气法？' },
  ],
  followUps: [
    { language: 'en', text: 'Who described 26 kinds of stone in the History of Inkstones?' },
    { language: 'zh', text: '好笔的四德是什么？' },
    { language: 'en', text: 'Where is the Duan stone quarried?' },
  ],
  traces: [
    trace('q4-answer', 'ink', [
      cite(1, inkstone, 'Mi Fu described 26 kinds of stone in his History of Inkstones'),
      cite(1, paper, 'Bark, hemp, rags and old fishing nets were beaten to a pulp.'),
      cite(
        1,
        declaration,
        'Everyone has the right to rest and leisure, including reasonable limitation of working hours and periodic holidays with pay.',
      ),
    ]),
    trace('z1-answer', 'four', [
      cite(1, solarTerms, '二〇一六年，二十四节气列入人类非物质文化遗产代表作名录。'),
      cite(1, prose, '湖笔、徽墨、宣纸、端砚，向来为人所重。'),
    ]),
  ],
};
