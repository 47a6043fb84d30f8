import { describe, expect, it } from 'vitest';
import type { GenerateEvent } from '../../../../src/contracts/language-model';
import { AppError } from '../../../../src/core/app-error';
import { ScriptedEngine } from './scripted-engine';
import { collect, hosting, question, textOf } from './hosting';

/** The same numbers in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const words = Array.from({ length: 120 }, (_, i) => (i % 7 === 6 ? '墨 ' : i % 11 === 0 ? '🖋' : `w${i} `));
const thoughtful = ['<th', 'ink>', 'Let me see: ', 'ink', '?</thi', 'nk>', '\n\n', ...words];

function lastOf(engine: ScriptedEngine) {
  const model = engine.opened.at(-1);
  if (!model) throw new Error('nothing has been opened');
  return model;
}

describe('an answer whose device is lost', () => {
  it('50 times at random moments loses no word and has none twice', async () => {
    const random = seeded(6);
    const engine = new ScriptedEngine({ pieces: thoughtful });
    const host = await hosting(engine).loaded();
    const undisturbed = await collect(host.generate({ maxAnswerTokens: 200 }));
    const thoughtsOf = (events: readonly GenerateEvent[]) =>
      events.map((event) => (event.kind === 'thought' ? event.text : '')).join('');

    let losses = 0;
    let due: number[] = [];
    engine.script.beforePiece = (n) => {
      if (n !== due[0]) return;
      due.shift();
      losses += 1;
      throw lastOf(engine).lose();
    };
    while (losses < 50) {
      const moments = Array.from({ length: 1 + Math.floor(random() * 4) }, () =>
        Math.floor(random() * thoughtful.length),
      );
      due = moments.sort((a, b) => a - b).slice(0, 50 - losses);
      const planned = due.length;
      const before = losses;
      const events = await collect(host.generate({ maxAnswerTokens: 200 }));
      expect(losses - before).toBe(planned);
      expect(textOf(events)).toBe(textOf(undisturbed));
      expect(thoughtsOf(events)).toBe(thoughtsOf(undisturbed));
      expect(events.filter(({ kind }) => kind === 'lost')).toHaveLength(planned);
      expect(events.at(-1)).toEqual(undisturbed.at(-1));
    }
    expect(losses).toBe(50);
    expect(engine.opened).toHaveLength(51);
    expect(engine.opened.filter(({ isClosed }) => !isClosed)).toHaveLength(1);
  });

  it('says so before it is opened again, and goes on', async () => {
    const engine = new ScriptedEngine({ pieces: words });
    const host = await hosting(engine).loaded();
    engine.script.beforePiece = (n) => {
      if (n === 3 && engine.opened.length === 1) throw lastOf(engine).lose();
    };
    const opened: number[] = [];
    for await (const event of host.generate()) {
      if (event.kind === 'lost') opened.push(engine.opened.length);
    }
    expect(opened).toEqual([1]);
    expect(lastOf(engine).requests[0]?.replySoFar).toBe(words.slice(0, 3).join(''));
  });

  it('twice without a word in between is opened with half the window, and keeps what was written', async () => {
    const engine = new ScriptedEngine({ pieces: words });
    const host = await hosting(engine).loaded();
    engine.script.beforePiece = (n) => {
      if (n === 5 && engine.opened.length < 3) throw lastOf(engine).lose();
    };
    const events = await collect(host.generate({ maxAnswerTokens: 200 }));
    expect(textOf(events)).toBe(words.join(''));
    expect(engine.opened.map(({ contextTokens }) => contextTokens)).toEqual([4096, 4096, 2048]);
    expect(events.map(({ kind }) => kind).filter((kind) => kind !== 'token')).toEqual([
      'packed',
      'lost',
      'reopened',
      'lost',
      'reopened',
      'packed',
      'finish',
    ]);
  });

  it('for want of memory is opened with half the window at once', async () => {
    const engine = new ScriptedEngine({ pieces: words });
    const host = await hosting(engine).loaded();
    engine.script.beforePiece = (n) => {
      if (n === 5 && engine.opened.length === 1) throw lastOf(engine).lose('memory');
    };
    const events = await collect(host.generate({ maxAnswerTokens: 200 }));
    expect(textOf(events)).toBe(words.join(''));
    expect(lastOf(engine).contextTokens).toBe(2048);
  });

  it('three times without a word in between fails', async () => {
    const engine = new ScriptedEngine({ pieces: words });
    const host = await hosting(engine).loaded();
    engine.script.beforePiece = (n) => {
      if (n === 5) throw lastOf(engine).lose();
    };
    const events: GenerateEvent[] = [];
    const answer = (async () => {
      for await (const event of host.generate()) events.push(event);
    })();
    await expect(answer).rejects.toMatchObject({ code: 'device-lost' });
    expect(textOf(events)).toBe(words.slice(0, 5).join(''));
    expect(engine.opened).toHaveLength(3);
  });

  it('waits for a graphics process that is not back yet', async () => {
    const engine = new ScriptedEngine({ pieces: words });
    const host = await hosting(engine).loaded();
    let isBack = false;
    engine.script.beforePiece = (n) => {
      if (n === 5 && engine.opened.length === 1) throw lastOf(engine).lose();
    };
    engine.script.beforeOpening = () => {
      if (!isBack) throw new AppError('webgpu-unavailable');
    };
    host.onPause = () => {
      isBack = true;
    };
    expect(textOf(await collect(host.generate({ maxAnswerTokens: 200 })))).toBe(words.join(''));
  });

  it('can be stopped while the model is being opened again', async () => {
    const engine = new ScriptedEngine({ pieces: words });
    const host = await hosting(engine).loaded();
    engine.script.beforePiece = (n) => {
      if (n === 5 && engine.opened.length === 1) throw lastOf(engine).lose();
    };
    const aborter = new AbortController();
    const answer = (async () => {
      for await (const event of host.generate({}, aborter.signal)) {
        if (event.kind === 'lost') aborter.abort();
      }
    })();
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    expect(textOf(await collect(host.generate({ question })))).toContain('w1');
  });
});
