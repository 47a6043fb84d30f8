import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError, type ErrorCode } from '../../../../src/core/app-error';
import type { ChatMessage } from '../../../../src/core/prompt/answer-prompt';
import type {
  OpenModel,
  PromptOptions,
  TextEvent,
  TextRequest,
} from '../../../../workers/language-models/text-engine';

/** How one engine is opened for the suite that all of them pass. */
export interface EngineSubject {
  /** A model that writes letters, the same for the same prompt at temperature 0, in a window of at most 1024 tokens. */
  open(signal?: AbortSignal): Promise<OpenModel>;
  /**
   * A model that writes this text again and again, joined by single spaces, whatever it is asked. Its characters need
   * several tokens each where the engine has tokens.
   */
  openWriting(text: string): Promise<OpenModel>;
  /** Ways in which a model cannot be opened, and the codes that tell of it. */
  readonly refusals: readonly {
    readonly what: string;
    readonly code: ErrorCode;
    open(): Promise<OpenModel>;
  }[];
  /** What the engine runs on breaks down, as it may in earnest. */
  breakDown(model: OpenModel): void;
  /** Workers, sessions or devices that are in use now. */
  inUse(): number;
  /** Steps that all models together have taken; a token that is written takes one at least. */
  steps(): number;
  /** False where the engine does not tell how much of a prompt was still there. */
  readonly tellsCached: boolean;
  /** Tokens in which the model ends by itself, where an engine keeps only a reply that has come to its end. */
  readonly wholeReplyTokens?: number;
}

const text = '中文😀';

const request = { maxTokens: 24, temperature: 0, topP: 1 };
/** Of a reply that is to be stopped. */
const longReplyTokens = 400;

function asked(content: string): readonly ChatMessage[] {
  return [
    { role: 'system', content: 'Tell a short story.' },
    { role: 'user', content },
  ];
}

const dog = asked('A story of a big dog that ran in the park with a red ball and was very happy.');
const cat = asked('Tom and Lily saw an old cat. They wanted to play with it.');

/** Declares the tests. Every engine runs them all. */
export function itConforms(subject: EngineSubject): void {
  describe('an open model', () => {
    let model: OpenModel;
    let writing: OpenModel;
    beforeAll(async () => {
      model = await subject.open();
      writing = await subject.openWriting(text);
    });
    afterAll(async () => {
      await model.close();
      await writing.close();
    });

    async function stepsOf(work: () => Promise<unknown>): Promise<number> {
      const before = subject.steps();
      await work();
      return subject.steps() - before;
    }

    it('comes in pieces, then one end with the exact counts', async () => {
      const events = await eventsOf(model, { messages: dog });
      const pieces = events.slice(0, -1);
      expect(pieces.length).toBeGreaterThan(3);
      expect(pieces.every(({ kind }) => kind === 'text')).toBe(true);
      const end = endOf(events);
      expect(end.reason).toBe('length');
      expect(end.usage.promptTokens).toBe(await model.countTokens(dog));
      expect(end.usage.completionTokens).toBe(request.maxTokens);
    });

    it('counts more tokens for more text, and those of a reply that has begun', async () => {
      const [short, long] = [await model.countTokens(cat), await model.countTokens([...dog, ...cat])];
      expect(short).toBeGreaterThan(10);
      expect(long).toBeGreaterThan(short);
      const begun = await model.countTokens(cat, { replySoFar: 'Once upon a time' });
      expect(begun).toBeGreaterThan(short);
    });

    it('never breaks a character that needs several tokens', async () => {
      const events = await eventsOf(writing, { messages: asked('写'), maxTokens: 60 });
      const written = textOf(events);
      expect(written).toContain(`${text} ${text}`);
      for (const event of events) {
        if (event.kind !== 'text') continue;
        expect(event.text).not.toContain('\uFFFD');
        expect(event.text.isWellFormed()).toBe(true);
      }
    });

    it('goes on after a reply that was cut off, without a word twice or lost', async () => {
      for (const replySoFar of [text, `${text} 中`, `${text} ${text} 中文`]) {
        const events = await eventsOf(writing, { messages: asked('写'), replySoFar, maxTokens: 40 });
        const whole = replySoFar + textOf(events);
        expect(whole.length).toBeGreaterThan(replySoFar.length + text.length);
        expect(`${text} `.repeat(30).startsWith(whole), whole).toBe(true);
      }
    });

    /** Sees that a reply that `stop` ends is not written to its end out of sight, and that the next one goes well. */
    async function expectStopped(stop: () => Promise<void>): Promise<void> {
      const long = await stepsOf(() => eventsOf(model, { messages: dog, maxTokens: longReplyTokens }));
      let alone = '';
      const ofNext = await stepsOf(async () => {
        alone = textOf(await eventsOf(model, { messages: cat }));
      });
      let next = '';
      const ofBoth = await stepsOf(async () => {
        await stop();
        next = textOf(await eventsOf(model, { messages: cat }));
      });
      expect(next).toBe(alone);
      expect(ofBoth - ofNext).toBeLessThan(long / 2);
    }

    it('stops while it writes, and the next call goes well', async () => {
      await expectStopped(async () => {
        const stop = new AbortController();
        const long = { ...request, messages: dog, maxTokens: longReplyTokens };
        let stoppedAt = 0;
        const stopped = (async () => {
          for await (const event of model.stream(long, stop.signal)) {
            if (event.kind !== 'text' || stoppedAt > 0) continue;
            stoppedAt = performance.now();
            stop.abort();
          }
        })();
        await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
        tell('stopped while it writes', stoppedAt);
      });
    });

    it('stops while the prompt is being read', async () => {
      const stop = new AbortController();
      const long = asked('The dog ran to the park. '.repeat(12));
      const stream = model.stream({ ...request, messages: long, maxTokens: 8 }, stop.signal);
      const first = stream[Symbol.asyncIterator]().next();
      // The request is on its way by then.
      await new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = resolve;
        port2.postMessage(undefined);
      });
      const stoppedAt = performance.now();
      stop.abort();
      await expect(first).rejects.toMatchObject({ name: 'AbortError' });
      tell('stopped while it reads', stoppedAt);
      expect(textOf(await eventsOf(model, { messages: cat }))).not.toBe('');
    });

    it('stops when the loop is left', async () => {
      await expectStopped(async () => {
        const long = { ...request, messages: dog, maxTokens: longReplyTokens };
        let leftAt = 0;
        for await (const event of model.stream(long, new AbortController().signal)) {
          if (event.kind !== 'text') continue;
          leftAt = performance.now();
          break;
        }
        tell('stopped when the loop is left', leftAt);
      });
    });

    it('does nothing for a call that was cancelled already', async () => {
      await expect(eventsOf(model, { messages: dog }, AbortSignal.abort())).rejects.toMatchObject({
        name: 'AbortError',
      });
    });

    it('does not mix two conversations that take turns', async () => {
      const alone = [
        textOf(await eventsOf(model, { messages: dog })),
        textOf(await eventsOf(model, { messages: cat })),
      ];
      for (let turn = 0; turn < 2; turn += 1) {
        expect(textOf(await eventsOf(model, { messages: cat }))).toBe(alone[1]);
        expect(textOf(await eventsOf(model, { messages: dog }))).toBe(alone[0]);
      }
    });

    it('reads only what is new of a follow-up', async () => {
      const { wholeReplyTokens: maxTokens = request.maxTokens } = subject;
      const first = await eventsOf(model, { messages: dog, maxTokens });
      const next = { role: 'user', content: 'And then?' } as const;
      const followUp: ChatMessage[] = [...dog, { role: 'assistant', content: textOf(first) }, next];
      const { usage } = endOf(await eventsOf(model, { messages: followUp }));
      if (!subject.tellsCached) {
        expect(usage.cachedTokens).toBeUndefined();
        return;
      }
      const read = usage.promptTokens - (usage.cachedTokens ?? 0);
      const ofTheTurn = (await model.countTokens(followUp)) - (await model.countTokens(dog));
      expect(read).toBeLessThanOrEqual(ofTheTurn);
      expect(usage.cachedTokens).toBeGreaterThan(endOf(first).usage.promptTokens - 5);
    });

    it('says that a prompt is longer than the window, and stays usable', async () => {
      const tooLong = asked('The dog ran to the park. '.repeat(400));
      await expect(eventsOf(model, { messages: tooLong })).rejects.toMatchObject({
        code: 'context-overflow',
      });
      expect(textOf(await eventsOf(model, { messages: cat }))).not.toBe('');
    });
  });

  describe('failures', () => {
    for (const refusal of subject.refusals) {
      it(`tell by code of ${refusal.what}`, async () => {
        await expect(refusal.open()).rejects.toMatchObject({ code: refusal.code });
        expect(subject.inUse()).toBe(0);
      });
    }

    it('end in a loss when what runs the model breaks down, and it opens again', async () => {
      const model = await subject.open();
      const before = textOf(await eventsOf(model, { messages: cat }));
      subject.breakDown(model);
      const failure: unknown = await eventsOf(model, { messages: cat }).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(AppError);
      expect(failure).toHaveProperty('code', expect.stringMatching(/^(device-lost|out-of-memory)$/));
      expect(['memory', 'device']).toContain((await model.lost).reason);
      await model.close();
      const again = await subject.open();
      expect(textOf(await eventsOf(again, { messages: cat }))).toBe(before);
      await again.close();
    });

    it('do not come of cancelling while it opens; nothing stays', async () => {
      const stop = new AbortController();
      const opening = subject.open(stop.signal);
      stop.abort();
      await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
      await expect.poll(() => subject.inUse()).toBe(0);
    });
  });

  it('frees what it holds when it is closed, as often as one likes', async () => {
    for (let round = 0; round < 3; round += 1) {
      const model = await subject.open();
      expect(subject.inUse()).toBeGreaterThan(0);
      await eventsOf(model, { messages: cat, maxTokens: 2 });
      await model.close();
      expect(subject.inUse()).toBe(0);
    }
  });
}

function tell(what: string, since: number): void {
  console.info(`${what}: ${Math.round(performance.now() - since)} ms`);
}

/** All events of a call, with the suite's limits where nothing else is asked. */
export async function eventsOf(
  model: OpenModel,
  asked: Partial<TextRequest> & Pick<TextRequest, 'messages'> & PromptOptions,
  signal: AbortSignal = new AbortController().signal,
): Promise<readonly TextEvent[]> {
  const events: TextEvent[] = [];
  for await (const event of model.stream({ ...request, ...asked }, signal)) events.push(event);
  return events;
}

export function textOf(events: readonly TextEvent[]): string {
  return events.map((event) => (event.kind === 'text' ? event.text : '')).join('');
}

export function endOf(events: readonly TextEvent[]): Extract<TextEvent, { kind: 'end' }> {
  const last = events.at(-1);
  if (last?.kind !== 'end') throw new Error('a stream must end with its end');
  return last;
}
