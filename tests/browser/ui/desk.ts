import type { AnswerTrace } from '../../../src/core/answer-trace';
import type { AnswerMessage, Conversation, Message, QuestionMessage } from '../../../src/core/conversation';
import type { Citation } from '../../../src/core/citation';
import { detectLanguage } from '../../../src/core/language';
import type { Library, StoredDocument } from '../../../src/core/library';
import type { SuggestedQuestion } from '../../../src/core/suggestions/question-candidate';
import { cite, makeSource, type FakeSource } from './fake-content';

/** What lies on the desk when a test begins. */
export interface Desk {
  readonly libraries: readonly Library[];
  readonly sources: readonly FakeSource[];
  /** Documents that are not ready. */
  readonly unready: readonly StoredDocument[];
  readonly conversations: readonly Conversation[];
  readonly messages: readonly Message[];
  readonly traces?: readonly AnswerTrace[];
  /** What is suggested to begin with, and after an answer. */
  readonly suggestions?: readonly SuggestedQuestion[];
  readonly followUps?: readonly SuggestedQuestion[];
}

export const emptyDesk: Desk = { libraries: [], sources: [], unready: [], conversations: [], messages: [] };

const day = 24 * 60 * 60 * 1000;
const noon = new Date(2026, 4, 12, 12).getTime();
const studio: Library = { id: 'studio', name: 'The writing room', createdAt: noon - 40 * day };
const classics: Library = { id: 'classics', name: '古文与器物', createdAt: noon - 20 * day };

export const inkstone = makeSource(studio.id, 'inkstone.md', 'markdown', [
  { heading: 'The Inkstone' },
  'An inkstone is a slab on which a stick of **dry ink** is ground with water. With brush, ink and paper it is one of the *four treasures of the study*.',
  { heading: 'How it is used', level: 2 },
  'A little water is poured into the well. The stick is held upright and moved in slow circles; **pressing hard makes coarse ink**, and hurrying makes it thin.',
  { item: 'Grind with fresh, cold water.', number: 1 },
  { item: 'Make only as much ink as the work needs.', number: 2 },
  { item: 'Wash the stone the same day: dried ink scratches it.', number: 3 },
  { heading: 'Stones', level: 2 },
  'Four kinds have been prized since the Tang dynasty. The table gives where each is quarried; see also [a longer account](https://example.org/stones).',
  {
    table: [
      ['Stone', 'Place', 'Known for'],
      ['Duan', 'Zhaoqing, Guangdong', 'fine grain, quiet grinding'],
      ['She', 'Wuyuan and Shexian', 'gold specks, hard surface'],
      ['Tao River', 'Lintao, Gansu', 'green stone, now rare'],
      ['Chengni', 'Jiangzhou, Shanxi', 'fired river clay'],
    ],
  },
  {
    quote:
      'Mi Fu described 26 kinds of stone in his History of Inkstones, and trusted the hand over the eye.',
  },
  { code: 'water  : 6 drops\nstick  : pine soot\ntime   : 8 minutes' },
  ...Array.from(
    { length: 30 },
    (_, index) =>
      `Note ${index + 1}. A good stone draws ink without eating the brush. Its pores hold a film of water, so that the stick glides; a stone too smooth gives no ink at all, and one too rough gives grit.`,
  ),
]);

export const declaration = makeSource(
  studio.id,
  'universal-declaration-of-human-rights.pdf',
  'pdf',
  [
    { page: 1 },
    { heading: 'Universal Declaration of Human Rights' },
    'Whereas recognition of the inherent dignity and of the equal and inalienable rights of all members of the human family is the foundation of freedom, justice and peace in the world,',
    { page: 2 },
    { heading: 'Article 23', level: 2 },
    'Everyone has the right to work, to free choice of employment, to just and favourable conditions of work and to protection against unemployment.',
    { heading: 'Article 24', level: 2 },
    'Everyone has the right to rest and leisure, including reasonable limitation of working hours and periodic holidays with pay.',
    { page: 3 },
    { heading: 'Article 27', level: 2 },
    'Everyone has the right freely to participate in the cultural life of the community, to enjoy the arts and to share in scientific advancement and its benefits.',
  ],
  { sizeBytes: 412_300 },
);

export const paper = makeSource(
  studio.id,
  'A short history of paper, with a name that does not fit.html',
  'html',
  [
    { heading: 'A Short History of Paper' },
    'Cai Lun reported his way of making paper to the court in the year 105. Bark, hemp, rags and old fishing nets were beaten to a pulp.',
  ],
  { sizeBytes: 88_000 },
);

export const prose = makeSource(classics.id, '文房四宝.md', 'markdown', [
  { heading: '文房四宝' },
  '笔、墨、纸、砚合称**文房四宝**。湖笔、徽墨、宣纸、端砚，向来为人所重。',
  { heading: '笔之四德', level: 2 },
  '好笔有四德：**尖、齐、圆、健**。尖则锋颖可聚，齐则吐墨均匀，圆则运转如意，健则弹性不衰。',
  { quote: '工欲善其事，必先利其器。' },
]);

export const solarTerms = makeSource(classics.id, '二十四节气.pdf', 'pdf', [
  { page: 1 },
  { heading: '二十四节气' },
  '按太阳的实际位置来定节气的方法，称为*定气法*，清初以后通行。',
  { page: 2 },
  '二〇一六年，二十四节气列入人类非物质文化遗产代表作名录。',
]);

const failed = (name: string, code: NonNullable<StoredDocument['error']>['code'], sizeBytes: number) =>
  unready(name, { status: 'failed', error: { code, message: code }, sizeBytes });

function unready(name: string, change: Partial<StoredDocument>): StoredDocument {
  const { content: _, ...document } = makeSource(studio.id, name, 'pdf', [name]).document;
  return { ...document, ...change };
}

export const importing = unready('lecture-notes-week-7.pdf', { status: 'queued', sizeBytes: 3_400_000 });
export const waiting = unready('lecture-notes-week-8.pdf', { status: 'queued', sizeBytes: 2_900_000 });
export const locked = failed('lease-agreement-signed.pdf', 'encrypted', 1_200_000);

const conversation = (id: string, libraryId: string, title: string, age: number): Conversation => ({
  id,
  libraryId,
  title,
  createdAt: noon - age * day,
  updatedAt: noon - age * day,
});

function question(
  conversationId: string,
  id: string,
  text: string,
  createdAt: number,
  answerId: string | null = null,
): QuestionMessage {
  return { id, conversationId, role: 'question', answerId, text, createdAt };
}

export function answer(
  asked: QuestionMessage,
  text: string,
  citations: readonly Citation[],
  change: Partial<AnswerMessage> = {},
): AnswerMessage {
  return {
    id: `${asked.id}-answer`,
    conversationId: asked.conversationId,
    createdAt: asked.createdAt + 1,
    role: 'answer',
    questionId: asked.id,
    text,
    status: 'complete',
    language: detectLanguage(asked.text),
    engine: 'extractive',
    abstained: false,
    citations,
    timings: { retrieveMs: 38, firstTokenMs: 90, totalMs: 240 },
    ...change,
  };
}

const q1 = question('ink', 'q1', 'How should ink be ground, and what harms the stone?', noon);
const q2 = question(
  'ink',
  'q2',
  'What does the Universal Declaration say about rest and leisure?',
  noon + 1000,
  'q1-answer',
);
const q3 = question('ink', 'q3', 'Who won the chess championship in 1972?', noon + 2000, 'q2-answer');
const q4 = question('ink', 'q4', 'Compare the four stones.', noon + 3000, 'q3-answer');
const z1 = question('four', 'z1', '好笔的“四德”是什么？', noon);

export const q1Answer = answer(
  q1,
  'Ink is ground with a little water, slowly and without force: “pressing hard makes coarse ink” [1]. Use fresh, cold water and no more ink than the work needs [2].\n\nThe stone suffers from neglect rather than use. Dried ink scratches it, so it is washed the same day [3].\n\n- Hold the stick upright.\n- Move it in slow circles.\n- Wash the stone when you are done [3].',
  [
    cite(1, inkstone, 'pressing hard makes coarse ink, and hurrying makes it thin.'),
    cite(2, inkstone, 'Make only as much ink as the work needs.'),
    cite(3, inkstone, 'Wash the stone the same day: dried ink scratches it.'),
  ],
);

export const deskInUse: Desk = {
  libraries: [studio, classics],
  sources: [inkstone, declaration, paper, prose, solarTerms],
  unready: [importing, waiting, locked, failed('scan-of-a-letter.pdf', 'no-text', 5_600_000)],
  conversations: [
    conversation('ink', studio.id, q1.text, 0),
    conversation('paper', studio.id, 'When was paper first made from bark?', 1),
    conversation('rights', studio.id, '《世界人权宣言》怎样谈休息？', 3),
    conversation('four', classics.id, z1.text, 0),
  ],
  messages: [
    q1,
    q1Answer,
    q2,
    answer(
      q2,
      'Article 24 grants “the right to rest and leisure, including reasonable limitation of working hours and periodic holidays with pay” [1]. It follows the right to work under just and favourable conditions [2].',
      [
        cite(
          1,
          declaration,
          'the right to rest and leisure, including reasonable limitation of working hours and periodic holidays with pay.',
        ),
        cite(2, declaration, 'just and favourable conditions of work'),
      ],
      {
        engine: 'webllm',
        model: 'Qwen3-1.7B-q4f16_1-MLC',
        timings: { retrieveMs: 40, firstTokenMs: 1900, totalMs: 8400 },
      },
    ),
    q3,
    answer(q3, 'These documents do not seem to hold the answer.', [], { abstained: true }),
    q4,
    answer(
      q4,
      'Two stones are quarried in the south and two in the north [1]:\n\n| Stone | Known for |\n| --- | --- |\n| Duan | fine grain |\n| She | gold specks |\n\nMi Fu *trusted the hand over the eye* [2]. A tag such as `<img src=x onerror=alert(1)>` stays text: <b>so does this</b>.',
      [
        cite(1, inkstone, 'Zhaoqing, Guangdong\tfine grain, quiet grinding'),
        cite(2, inkstone, 'trusted the hand over the eye'),
      ],
    ),
    z1,
    answer(z1, '好笔有四德：**尖、齐、圆、健** [1]。此外，按太阳实际位置来定节气的方法称为定气法 [2]。', [
      cite(1, prose, '好笔有四德：尖、齐、圆、健。'),
      cite(2, solarTerms, '按太阳的实际位置来定节气的方法，称为定气法'),
    ]),
  ],
};

/** About a megabyte, to see that opening it holds nothing up. */
export const longDocument = makeSource(
  studio.id,
  'a-long-book.md',
  'markdown',
  Array.from({ length: 5000 }, (_, index) =>
    index % 40 === 0
      ? { heading: `Chapter ${index / 40 + 1}`, level: 2 }
      : `Paragraph ${index}. The **stone** is washed with *clear* water after use, and kept where no sun falls on it; [see](https://example.org/${index}) the chapter on care. Grinding takes eight minutes for a page of small characters.`,
  ),
);
