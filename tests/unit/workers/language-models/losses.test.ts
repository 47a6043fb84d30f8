import { describe, expect, it } from 'vitest';
import type { LostModel } from '../../../../src/contracts/language-model';
import { AppError } from '../../../../src/core/app-error';
import { collect, hosting, modelId, textOf } from './hosting';
import { ScriptedEngine } from './scripted-engine';

/** A host with a model loaded, and the losses that a page hears of it. */
async function heard(engine: ScriptedEngine) {
  const host = await hosting(engine).loaded();
  const losses: LostModel[] = [];
  const stop = new AbortController();
  const listening = (async () => {
    for await (const loss of host.losses(stop.signal)) losses.push(loss);
  })();
  return { host, losses, stop, listening };
}

function lastOf(engine: ScriptedEngine) {
  const model = engine.opened.at(-1);
  if (!model) throw new Error('nothing has been opened');
  return model;
}

describe('a model that is gone by itself', () => {
  it('while nobody asks it anything is told of, closed, and really loaded the next time', async () => {
    const engine = new ScriptedEngine();
    const { host, losses } = await heard(engine);
    engine.opened[0]?.lose('memory');
    await expect.poll(() => losses).toEqual([{ modelId, code: 'out-of-memory', message: 'lost' }]);
    expect(engine.opened[0]?.isClosed).toBe(true);
    await host.load();
    expect(engine.opened).toHaveLength(2);
    expect(textOf(await collect(host.generate()))).toBe('Ink.');
  });

  it('is not told of when an answer opens it again', async () => {
    const engine = new ScriptedEngine({
      beforePiece: () => {
        if (engine.opened.length === 1) throw lastOf(engine).lose();
      },
    });
    const { host, losses, stop, listening } = await heard(engine);
    expect(textOf(await collect(host.generate()))).toBe('Ink.');
    // Behind whatever was still to come.
    await host.load();
    stop.abort();
    await listening;
    expect(losses).toEqual([]);
  });

  it('in an answer that gives up is told of by that alone, and really loaded the next time', async () => {
    const engine = new ScriptedEngine({
      beforePiece: () => {
        throw lastOf(engine).lose();
      },
    });
    const { host, losses, stop, listening } = await heard(engine);
    await expect(collect(host.generate())).rejects.toMatchObject({ code: 'device-lost' });
    const before = engine.opened.length;
    expect(engine.opened.every(({ isClosed }) => isClosed)).toBe(true);
    await host.load();
    expect(engine.opened).toHaveLength(before + 1);
    stop.abort();
    await listening;
    expect(losses).toEqual([]);
  });

  it('with an error and no word of the loss is closed all the same', async () => {
    const engine = new ScriptedEngine({
      beforePiece: () => {
        throw new AppError('device-lost', 'crashed');
      },
    });
    const host = await hosting(engine).loaded();
    await expect(collect(host.generate())).rejects.toMatchObject({ code: 'device-lost' });
    expect(engine.opened).toHaveLength(3);
    expect(engine.opened.every(({ isClosed }) => isClosed)).toBe(true);
  });

  it('is not told of when it was closed on purpose', async () => {
    const engine = new ScriptedEngine();
    const { host, losses, stop, listening } = await heard(engine);
    await host.unload();
    engine.opened[0]?.lose();
    await host.load();
    stop.abort();
    await listening;
    expect(losses).toEqual([]);
  });
});

describe('a load', () => {
  it('that runs out of memory is tried with half of what the engine would open, not of what the model offers', async () => {
    const asked: (number | undefined)[] = [];
    const engine = new ScriptedEngine({
      beforeOpening: ({ contextTokens }) => {
        asked.push(contextTokens);
        if (contextTokens === undefined) throw new AppError('out-of-memory');
      },
    });
    engine.usualContextTokens = 6144;
    await hosting(engine).load();
    expect(asked).toEqual([undefined, 3072]);
  });

  it('says how many threads of the processor compute, as the engine has them', async () => {
    const { device } = await hosting(new ScriptedEngine()).load();
    expect(device).toEqual({ kind: 'threads', count: 3 });
  });

  it('says whether the model can think first: as its files tell, or else as it is called', async () => {
    const engine = new ScriptedEngine();
    const host = hosting(engine);
    expect((await host.load()).canThink).toBe(false);
    expect((await host.load({ modelId: 'mlc-ai/Qwen3-1.7B-q4f16_1-MLC' })).canThink).toBe(true);
    engine.script.canThink = false;
    expect((await host.load({ modelId: 'made/Qwen3-1.7B' })).canThink).toBe(false);
  });
});
