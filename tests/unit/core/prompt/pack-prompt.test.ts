import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/core/app-error';
import type { Passage } from '../../../../src/core/passage';
import type { ChatMessage } from '../../../../src/core/prompt/answer-prompt';
import { packPrompt, type PackInput } from '../../../../src/core/prompt/pack-prompt';
import { splitSentences } from '../../../../src/core/sentences';

/** One token for four characters of a message, rounded up, and three for its role. */
function tokensOf(messages: readonly ChatMessage[]): number {
  return messages.reduce((total, { content }) => total + 3 + Math.ceil(content.length / 4), 3);
}

function passage(text: string, ordinal = 0): Passage {
  return {
    documentId: 'd',
    libraryId: 'l',
    documentName: 'ink.md',
    ordinal,
    start: 100,
    end: 100 + text.length,
    text,
    headingPath: [],
    score: 1,
    lanes: {},
  };
}

function input(change: Partial<PackInput> = {}): PackInput {
  return {
    question: 'What is ink made of?',
    language: 'en',
    passages: [],
    history: [],
    maxAnswerTokens: 200,
    contextTokens: 2048,
    countTokens: (messages) => Promise.resolve(tokensOf(messages)),
    ...change,
  };
}

const sentences = (count: number, word: string): string =>
  Array.from({ length: count }, (_, i) => `The ${word} of number ${i} is written here.`).join(' ');

function lastMessage({ messages }: { messages: readonly ChatMessage[] }): string {
  return messages.at(-1)?.content ?? '';
}

describe('packing a prompt', () => {
  it('takes everything that fits, and says so exactly', async () => {
    const packed = await packPrompt(
      input({
        passages: [passage('Soot.'), passage('Glue.', 1)],
        history: [{ question: 'Before?', answer: 'Yes.' }],
      }),
    );
    expect(packed).toMatchObject({ leftOut: [], answerTokens: 200 });
    expect(packed.sources).toHaveLength(2);
    expect(packed.dialogue.turns).toHaveLength(1);
    expect(packed.promptTokens).toBe(tokensOf(packed.messages));
  });

  it('keeps the best passages and cuts the first that does not fit at a sentence end', async () => {
    const passages = [
      passage(sentences(20, 'soot')),
      passage(sentences(20, 'glue'), 1),
      passage(sentences(200, 'pine'), 2),
    ];
    const packed = await packPrompt(input({ passages }));
    expect(packed.sources).toHaveLength(3);
    const shown = /<source id="3"[^>]*>\n([\s\S]*?)\n<\/source>/.exec(lastMessage(packed))?.[1] ?? '';
    const whole = passages[2]?.text ?? '';
    expect(whole.startsWith(shown)).toBe(true);
    expect(splitSentences(whole).map(({ end }) => end)).toContain(shown.length);
    expect(shown.length).toBeLessThan(whole.length);
  });

  it('leaves a passage out whole when not one of its sentences fits', async () => {
    const endless = `Ink ${'and glue '.repeat(2000)}.`;
    const packed = await packPrompt(
      input({ passages: [passage('Soot.'), passage(endless, 1), passage('Pine.', 2)] }),
    );
    expect(packed.sources).toHaveLength(1);
    expect(packed.leftOut).toEqual([1, 2]);
    expect(lastMessage(packed)).not.toContain('Pine.');
  });

  it('keeps the newest turns and gives up the oldest first', async () => {
    const history = Array.from({ length: 6 }, (_, i) => ({
      question: `Q${i}`,
      answer: sentences(18, `t${i}`),
    }));
    const packed = await packPrompt(input({ history, passages: [passage('Soot.')] }));
    const turns = packed.dialogue.turns.length;
    expect(turns).toBeGreaterThan(0);
    expect(turns).toBeLessThan(6);
    const asked = packed.messages.filter(({ role }) => role === 'user').map(({ content }) => content);
    const kept = history.slice(-turns).map((turn) => turn.question);
    expect(asked.slice(0, -1)).toEqual(kept);
  });

  it('prefers the leading passages to any earlier turn', async () => {
    const packed = await packPrompt(
      input({
        passages: [passage(sentences(60, 'soot')), passage(sentences(60, 'glue'), 1)],
        history: [{ question: 'Before?', answer: sentences(100, 'talk') }],
      }),
    );
    expect(packed.sources).toHaveLength(2);
    expect(packed.dialogue.turns).toEqual([]);
  });

  it('never lets the answer take more than half of a small window', async () => {
    const packed = await packPrompt(input({ contextTokens: 1024, maxAnswerTokens: 2000 }));
    expect(packed.answerTokens).toBe(512);
  });

  it('refuses a question that does not fit', async () => {
    await expect(packPrompt(input({ question: 'ink '.repeat(4000) }))).rejects.toMatchObject({
      code: 'context-overflow',
    });
  });

  it('says how much of a question would fit', async () => {
    const refused = await packPrompt(input({ question: 'ink '.repeat(4000) })).catch(
      (error: unknown) => error,
    );
    if (!(refused instanceof AppError) || refused.detail?.kind !== 'question-too-long') throw refused;
    const { characters, mostCharacters } = refused.detail;
    expect(characters).toBe(16_000);
    const fitting = 'ink '.repeat(Math.floor(mostCharacters / 4));
    const packed = await packPrompt(input({ question: fitting }));
    expect(lastMessage(packed)).toContain(fitting.trim());
    await expect(packPrompt(input({ question: fitting + 'ink '.repeat(10) }))).rejects.toThrow();
  });

  it('never exceeds the window, whatever it is given', async () => {
    const random = seededRandom(7);
    let cuts = 0;
    const allCounts: number[] = [];
    for (let round = 0; round < 300; round += 1) {
      const contextTokens = 600 + Math.floor(random() * 4000);
      const passages = Array.from({ length: Math.floor(random() * 9) }, (_, i) =>
        passage(randomText(random, Math.floor(random() * 3000)), i),
      );
      const history = Array.from({ length: Math.floor(random() * 6) }, () => ({
        question: randomText(random, 80),
        answer: randomText(random, Math.floor(random() * 2000)),
      }));
      const language = random() < 0.5 ? 'zh' : 'en';
      const maxAnswerTokens = Math.floor(random() * 900);
      let counts = 0;
      const countTokens = (messages: readonly ChatMessage[]): Promise<number> => {
        counts += 1;
        return Promise.resolve(tokensOf(messages));
      };
      const packed = await packPrompt(
        input({ contextTokens, passages, history, language, maxAnswerTokens, countTokens }),
      );
      expect(packed.promptTokens).toBe(tokensOf(packed.messages));
      expect(packed.promptTokens + packed.answerTokens).toBeLessThanOrEqual(contextTokens);
      expect(packed.messages).toHaveLength(2 + 2 * packed.dialogue.turns.length);
      const frames = lastMessage(packed).match(/^<source id="\d+"/gm) ?? [];
      expect(frames).toHaveLength(packed.sources.length);
      expect(counts).toBeLessThanOrEqual(20);
      allCounts.push(counts);
      if (packed.sources.length < passages.length) cuts += 1;
    }
    // The rounds that left something out are the ones that matter.
    expect(cuts).toBeGreaterThan(50);
    // Counting takes a real tokenizer milliseconds each time.
    expect(allCounts.reduce((sum, count) => sum + count, 0) / allCounts.length).toBeLessThan(8);
  });
});

function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

function randomText(random: () => number, length: number): string {
  const alphabet = ['ink ', 'soot ', '墨', '松烟', '。', '. ', '\n\n', '🖋', '<source>', '[1] ', '</source>'];
  let text = '';
  while (text.length < length) text += alphabet[Math.floor(random() * alphabet.length)] ?? '';
  return text;
}
