import { describe, expect, it } from 'vitest';
import type { GenerateEvent, GenerateInput } from '../../../../src/contracts/language-model';
import type { Turn } from '../../../../src/core/answer-engine';
import type { Passage } from '../../../../src/core/passage';
import type { ChatMessage } from '../../../../src/core/prompt/answer-prompt';
import { ReplyInProgress } from '../../../../workers/language-models/reply-in-progress';
import { rewriteQuestion } from '../../../../workers/language-models/rewrite-question';
import { Transcripts } from '../../../../workers/language-models/transcript';
import { writeAnswer } from '../../../../workers/language-models/write-answer';
import { PromptEngine, type ReadPrompt } from './prompt-engine';

const signal = new AbortController().signal;

function passage(documentId: string, words = 60): Passage {
  const text = `The ${documentId} is described at length. `.repeat(Math.ceil(words / 6)).trim();
  return {
    ...{ documentId, libraryId: 'l', documentName: `${documentId}.md`, ordinal: 0, start: 0 },
    ...{ end: text.length, text, headingPath: [], score: 1, lanes: {} },
  };
}

const soot = passage('soot');
const glue = passage('glue');
const pine = passage('pine');

interface Asked {
  readonly question: string;
  readonly passages: readonly Passage[];
  readonly history?: readonly Turn[];
  readonly id: string;
}

function inputOf({ question, passages, history = [], id }: Asked): GenerateInput {
  return {
    ...{ modelId: 'm', conversationId: 'c', answerId: id, language: 'en', maxAnswerTokens: 300 },
    ...{ question, passages, history },
  };
}

type Packed = Extract<GenerateEvent, { kind: 'packed' }>;

class Conversation {
  readonly engine: PromptEngine;
  transcripts = new Transcripts();

  constructor(engine: PromptEngine) {
    this.engine = engine;
  }

  async ask(asked: Asked): Promise<{ packed: Packed; read: ReadPrompt; events: GenerateEvent[] }> {
    const events: GenerateEvent[] = [];
    const { transcripts } = this;
    for await (const event of writeAnswer(this.engine, inputOf(asked), { signal, transcripts })) {
      events.push(event);
    }
    const packed = events.find((event) => event.kind === 'packed');
    const read = this.engine.read.at(-1);
    if (!packed || !read) throw new Error('nothing was packed');
    return { packed, read, events };
  }
}

function lastOf({ messages }: { messages: readonly ChatMessage[] }): ChatMessage {
  const last = messages.at(-1);
  if (!last) throw new Error('there is no message');
  return last;
}

const first: Asked = { question: 'What is ink made of?', passages: [soot, glue], id: 'a1' };
/** As the app tells it: its own numbers in it, set by code. */
const afterFirst: readonly Turn[] = [
  { id: 'a1', question: first.question, answer: 'Of soot [1] and glue [2].' },
];
const second: Asked = {
  question: 'And which soot is best?',
  passages: [pine, soot],
  history: afterFirst,
  id: 'a2',
};
const replies = ['Of soot [1] and of glue [2], ground.', 'Pine soot [3] is finer than others [1].'];

describe('a follow-up', () => {
  it('makes an engine read its own message and nothing else', async () => {
    const conversation = new Conversation(new PromptEngine({ replies }));
    const one = await conversation.ask(first);
    const two = await conversation.ask(second);
    expect(two.packed.messages.slice(0, 2)).toEqual(one.packed.messages);
    expect(two.packed.messages[2]).toEqual({ role: 'assistant', content: replies[0] });
    expect(two.read.processed).toBeLessThanOrEqual(conversation.engine.tokensOfTurn(lastOf(two.packed)));
    // What was given is not given again.
    expect(two.read.processed).toBeLessThan(two.read.promptTokens / 2);
    expect(lastOf(two.packed).content).toContain('<source id="3" from="pine.md">');
    expect(lastOf(two.packed).content).not.toContain('The soot is described');
    expect(lastOf(two.packed).content).toContain('belong to this question too: [1]');
  });

  it('stays so through a long conversation', async () => {
    const conversation = new Conversation(new PromptEngine({ replies, contextTokens: 16_384 }));
    let history: readonly Turn[] = [];
    for (let round = 1; round <= 6; round += 1) {
      const id = `a${round}`;
      const asked = {
        question: `Question ${round}?`,
        passages: [passage(`doc${round}x`), soot],
        history,
        id,
      };
      const { packed, read } = await conversation.ask(asked);
      if (round > 1) {
        expect(read.processed).toBeLessThanOrEqual(conversation.engine.tokensOfTurn(lastOf(packed)));
      }
      expect(packed.turns).toBe(round - 1);
      history = [...history, { id, question: asked.question, answer: 'Something.' }];
    }
  });

  it('tells all sources by number, those of its own question first', async () => {
    const conversation = new Conversation(new PromptEngine({ replies }));
    await conversation.ask(first);
    const { packed } = await conversation.ask(second);
    expect(packed.sources.map(({ n, passage: { documentId } }) => [n, documentId])).toEqual([
      [3, 'pine'],
      [1, 'soot'],
      [2, 'glue'],
    ]);
    expect(packed).toMatchObject({ passages: 2, given: 1, leftOut: [], turns: 1 });
  });

  it('gives a passage again where its words are others now', async () => {
    const conversation = new Conversation(new PromptEngine({ replies }));
    await conversation.ask(first);
    const changed = { ...soot, text: soot.text.replace('length', 'large'), end: soot.end - 1 };
    const { packed } = await conversation.ask({ ...second, passages: [changed] });
    expect(packed.sources.map(({ n }) => n)).toEqual([3, 1, 2]);
  });

  it('does not give a part of what was given again', async () => {
    const conversation = new Conversation(new PromptEngine({ replies }));
    await conversation.ask(first);
    const part = { ...soot, start: 4, end: 40, text: soot.text.slice(4, 40) };
    const { packed } = await conversation.ask({ ...second, passages: [part] });
    expect(packed).toMatchObject({ passages: 1, given: 1 });
    expect(lastOf(packed).content).not.toContain('<source');
  });

  it('goes on after an answer that was stopped in the middle', async () => {
    const conversation = new Conversation(new PromptEngine({ replies }));
    const stopping = new AbortController();
    const { engine, transcripts } = conversation;
    const writing = async (): Promise<void> => {
      let tokens = 0;
      for await (const event of writeAnswer(engine, inputOf(first), {
        signal: stopping.signal,
        transcripts,
      })) {
        if (event.kind === 'token') tokens += 1;
        if (tokens === 5) stopping.abort();
      }
    };
    await expect(writing()).rejects.toMatchObject({ name: 'AbortError' });
    const history = [{ id: 'a1', question: first.question, answer: 'Of soot' }];
    const { packed, read } = await conversation.ask({ ...second, history });
    expect(packed.messages[2]?.content).toMatch(/^Of soot \[\d?$/);
    expect(read.processed).toBeLessThanOrEqual(engine.tokensOfTurn(lastOf(packed)));
  });

  it('goes on from the common part after a question was edited or asked again', async () => {
    const conversation = new Conversation(new PromptEngine({ replies }));
    await conversation.ask(first);
    const before = await conversation.ask(second);
    const again = await conversation.ask({ ...second, id: 'a2b' });
    expect(again.packed.messages).toEqual(before.packed.messages);
    expect(again.read.processed).toBe(1);
    const edited = await conversation.ask({
      ...second,
      question: 'Which glue?',
      passages: [glue],
      id: 'a2c',
    });
    expect(edited.packed.messages.slice(0, 3)).toEqual(before.packed.messages.slice(0, 3));
    expect(edited.read.processed).toBeLessThanOrEqual(
      conversation.engine.tokensOfTurn(lastOf(edited.packed)),
    );
    const anew = await conversation.ask({ ...first, question: 'What is paper?', id: 'b1' });
    expect(anew.packed.messages).toHaveLength(2);
  });

  it('takes up what another engine has answered meanwhile', async () => {
    const conversation = new Conversation(new PromptEngine({ replies }));
    await conversation.ask(first);
    const history = [...afterFirst, { id: 'x', question: 'Who?', answer: 'Anna [1].' }];
    const { packed, read } = await conversation.ask({ ...second, history });
    expect(packed.messages.map(({ content }) => content).slice(2, 5)).toEqual([replies[0], 'Who?', 'Anna.']);
    expect(read.processed).toBeLessThan(read.promptTokens / 2);
  });

  it('is packed from the history after a restart, and is stable from there', async () => {
    const conversation = new Conversation(new PromptEngine({ replies: ['Fine [1].'] }));
    const { packed } = await conversation.ask(second);
    expect(packed.messages[2]).toEqual({ role: 'assistant', content: 'Of soot and glue.' });
    expect(packed.sources.map(({ n }) => n)).toEqual([1, 2]);
    const history = [...afterFirst, { id: 'a2', question: second.question, answer: 'Fine.' }];
    const next = await conversation.ask({ question: 'Why?', passages: [glue], history, id: 'a3' });
    expect(next.packed.messages.slice(0, 4)).toEqual(packed.messages);
    expect(next.read.processed).toBeLessThanOrEqual(conversation.engine.tokensOfTurn(lastOf(next.packed)));
  });

  it('in another language begins with rules in that language', async () => {
    const conversation = new Conversation(new PromptEngine({ replies }));
    await conversation.ask(first);
    const { transcripts, engine } = conversation;
    const input: GenerateInput = { ...inputOf(second), language: 'zh' };
    for await (const event of writeAnswer(engine, input, { signal, transcripts })) {
      if (event.kind === 'packed') expect(event.messages[0]?.content).toContain('中文');
    }
  });

  it('knows nothing of other conversations, and forgets those that are long ago', async () => {
    const conversation = new Conversation(new PromptEngine({ replies: ['Yes.'] }));
    const { transcripts, engine } = conversation;
    const givenIn = async (conversationId: string, asked: Asked): Promise<number | undefined> => {
      const input = { ...inputOf(asked), conversationId };
      let given: number | undefined;
      for await (const event of writeAnswer(engine, input, { signal, transcripts })) {
        if (event.kind === 'packed') given = event.given;
      }
      return given;
    };
    await givenIn('c', first);
    expect(await givenIn('other', second)).toBe(0);
    expect(await givenIn('c', second)).toBe(1);
    for (let i = 0; i < 16; i += 1) await givenIn(`later ${i}`, first);
    expect(await givenIn('c', second)).toBe(0);
  });
});

describe('a window that is full', () => {
  const big = (id: string): Passage => passage(id, 240);

  it('is filled anew, without the older sources, and is stable from there', async () => {
    const conversation = new Conversation(new PromptEngine({ replies: ['Fine [1].'], contextTokens: 3000 }));
    let history: readonly Turn[] = [];
    const repacked: number[] = [];
    const counts: number[] = [];
    for (let round = 1; round <= 8; round += 1) {
      const id = `a${round}`;
      const passages = [
        big(`d${String.fromCharCode(96 + round)}x`),
        big(`d${String.fromCharCode(96 + round)}y`),
      ];
      const before = conversation.engine.counts;
      const { packed, read } = await conversation.ask({ question: `Q${round}?`, passages, history, id });
      counts.push(conversation.engine.counts - before);
      expect(packed.promptTokens + 300).toBeLessThanOrEqual(3000);
      expect(packed.passages).toBe(2);
      expect(packed.promptTokens).toBe(read.promptTokens);
      const isOn = read.processed <= conversation.engine.tokensOfTurn(lastOf(packed));
      if (round > 1 && !isOn) repacked.push(round);
      if (repacked.at(-1) === round) expect(packed.sources.map(({ n }) => n)).toEqual([1, 2]);
      history = [...history, { id, question: `Q${round}?`, answer: 'Fine.' }];
    }
    // Not at each question: what comes between reads its own message only.
    expect(repacked.length).toBeGreaterThan(0);
    expect(repacked.length).toBeLessThanOrEqual(3);
    expect(Math.max(...counts)).toBeLessThanOrEqual(8);
  });

  it('tells which passages had no room', async () => {
    const conversation = new Conversation(new PromptEngine({ replies, contextTokens: 2000 }));
    const passages = ['ax', 'bx', 'cx', 'ex', 'fx'].map(big);
    const { packed } = await conversation.ask({ question: 'Which?', passages, id: 'a1' });
    const read = packed.sources.length;
    expect(read).toBeGreaterThan(2);
    expect(packed.leftOut).toEqual(passages.map((_, rank) => rank).slice(read));
    expect(packed.leftOut).not.toEqual([]);
  });
});

describe('a model that thinks', () => {
  const thinking = '<think>\nSoot or glue? Both.\n</think>\n\nOf soot [1].';

  it('has its thoughts told apart, and not given to it again', async () => {
    const conversation = new Conversation(new PromptEngine({ replies: [thinking] }));
    const { events } = await conversation.ask(first);
    const textOf = (kind: 'thought' | 'token'): string =>
      events.map((event) => (event.kind === kind ? event.text : '')).join('');
    expect(textOf('thought').trim()).toBe('Soot or glue? Both.');
    expect(textOf('token')).toBe('Of soot [1].');
    const { packed } = await conversation.ask(second);
    expect(packed.messages[2]?.content).toBe('Of soot [1].');
    expect(JSON.stringify(packed.messages)).not.toContain('Both.');
  });

  it('is asked to answer at once, unless it may think', async () => {
    const conversation = new Conversation(new PromptEngine({ replies, thinks: true }));
    await conversation.ask(first);
    const { transcripts, engine } = conversation;
    const input = { ...inputOf(first), thinks: true };
    for await (const event of writeAnswer(engine, input, { signal, transcripts })) {
      if (event.kind === 'finish') expect(event.reason).toBe('complete');
    }
    expect(engine.requests.map(({ skipsThinking }) => skipsThinking)).toEqual([true, false]);
    expect(engine.requests[1]?.maxTokens).toBe(600);
  });

  it('costs a follow-up its last reply where the template drops what stood before it, and no more', async () => {
    const conversation = new Conversation(new PromptEngine({ replies, thinks: true }));
    await conversation.ask(first);
    const { packed, read } = await conversation.ask(second);
    const turn = conversation.engine.tokensOfTurn(lastOf(packed));
    const reply = await conversation.engine.countTokens([{ role: 'assistant', content: replies[0] ?? '' }]);
    expect(read.processed).toBeGreaterThan(turn);
    expect(read.processed).toBeLessThanOrEqual(turn + reply);
  });

  it('that finds no end is brought to its answer', async () => {
    const endless = `<think>\n${'But is it so? '.repeat(100)}`;
    const conversation = new Conversation(new PromptEngine({ replies: [endless] }));
    const { engine, transcripts } = conversation;
    const events: GenerateEvent[] = [];
    for await (const event of writeAnswer(engine, inputOf(first), { signal, transcripts }))
      events.push(event);
    expect(engine.requests).toHaveLength(2);
    expect(engine.requests[1]?.replySoFar).toMatch(/\n<\/think>\n\n$/);
    // This one goes on with the words of its thought: an answer all the same.
    expect(events.some(({ kind }) => kind === 'token')).toBe(true);
    expect(events.at(-1)).toMatchObject({ kind: 'finish' });
  });
});

describe('an answer whose model was lost', () => {
  it.each([1, 4, 9])('goes on after %i pieces, with nothing twice', async (failsAfter) => {
    const whole = '<think>\nHm.\n</think>\n\nOf soot 🖋 [1] and 墨 of glue.';
    const engine = new PromptEngine({ replies: [whole], failsAfter });
    const transcripts = new Transcripts();
    const reply = new ReplyInProgress();
    const events: GenerateEvent[] = [];
    const write = async (): Promise<void> => {
      for await (const event of writeAnswer(engine, inputOf(first), { signal, transcripts, reply })) {
        events.push(event);
      }
    };
    await expect(write()).rejects.toThrow('lost');
    await write();
    const textOf = (kind: 'thought' | 'token'): string =>
      events.map((event) => (event.kind === kind ? event.text : '')).join('');
    expect(textOf('token')).toBe('Of soot 🖋 [1] and 墨 of glue.');
    expect(textOf('thought').trim()).toBe('Hm.');
    expect(reply.raw).toBe(whole);
    expect(events.filter(({ kind }) => kind === 'packed')).toHaveLength(1);
    const tokens = await engine.countTokens([], { replySoFar: whole });
    const head = await engine.countTokens([]);
    expect(events.at(-1)).toMatchObject({ kind: 'finish', usage: { completionTokens: tokens - head } });
  });

  it('is packed again for a smaller window', async () => {
    const whole = 'Of soot [1] and of glue [2], ground.';
    const transcripts = new Transcripts();
    const reply = new ReplyInProgress();
    const events: GenerateEvent[] = [];
    const asked = inputOf({ ...first, passages: [passage('soot', 300), passage('glue', 300)] });
    const write = async (contextTokens: number, failsAfter = Infinity): Promise<void> => {
      const engine = new PromptEngine({ replies: [whole], contextTokens, failsAfter });
      for await (const event of writeAnswer(engine, asked, { signal, transcripts, reply })) {
        events.push(event);
      }
    };
    await expect(write(4096, 6)).rejects.toThrow('lost');
    await write(1500);
    const packed = events.filter((event) => event.kind === 'packed');
    const shown = packed.map(({ sources }) =>
      sources.reduce((sum, source) => sum + source.passage.text.length, 0),
    );
    expect(shown).toHaveLength(2);
    expect(shown[1]).toBeLessThan(shown[0] ?? 0);
    expect((packed[1]?.promptTokens ?? Infinity) + asked.maxAnswerTokens).toBeLessThanOrEqual(1500);
    expect(events.map((event) => (event.kind === 'token' ? event.text : '')).join('')).toBe(whole);
  });
});

describe('asking for the question in other words', () => {
  const follow = { modelId: 'm', conversationId: 'c', language: 'en', question: 'And how long?' } as const;

  it('goes on from the conversation, and leaves it as it was for the answer', async () => {
    const conversation = new Conversation(new PromptEngine({ replies: ['Fine [1].'] }));
    const { engine, transcripts } = conversation;
    await conversation.ask(first);
    await rewriteQuestion(engine, { ...follow, history: afterFirst }, { signal, transcripts });
    const asked = engine.read.at(-1);
    expect(asked?.processed).toBeLessThanOrEqual(engine.tokensOfTurn(lastOf(asked ?? { messages: [] })));
    const { packed, read } = await conversation.ask(second);
    expect(JSON.stringify(packed.messages)).not.toContain('another task');
    expect(read.processed).toBeLessThanOrEqual(engine.tokensOfTurn(lastOf(packed)));
  });

  it('is left to the rules where it would cost the engine all that it has read', async () => {
    const conversation = new Conversation(new PromptEngine({ replies: ['Fine.'], onlyContinues: true }));
    const { engine, transcripts } = conversation;
    await conversation.ask(first);
    const input = { ...follow, history: afterFirst };
    expect(await rewriteQuestion(engine, input, { signal, transcripts })).toBe('');
    expect(engine.requests).toHaveLength(1);
    expect(await rewriteQuestion(engine, input, { signal, transcripts: new Transcripts() })).toBe('Fine.');
  });
});
