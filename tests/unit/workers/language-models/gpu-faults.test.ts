import { describe, expect, it } from 'vitest';
import { collect, hosting, textOf } from './hosting';
import { ScriptedEngine } from './scripted-engine';

const story = 'A cat and a dog went for a walk in the garden behind the old house.'.split(/(?<= )/);
const garbage = Array.from({ length: 40 }, () => '!');

describe('a model that can do without the graphics processor', () => {
  it('stays on it where it writes words, and is tested there each time it is opened', async () => {
    const engine = new ScriptedEngine({ pieces: story, gpuPieces: story });
    const loaded = await hosting(engine).load();
    expect(loaded).toMatchObject({ device: { kind: 'gpu' }, isTested: true });
    expect(engine.opened.map(({ requests }) => requests.length)).toEqual([1]);
  });

  it('is computed by the processor, tested again, where it writes none on it', async () => {
    const engine = new ScriptedEngine({ pieces: story, gpuPieces: garbage });
    const host = hosting(engine);
    const loaded = await host.load({ selfTest: 'run' });
    expect(loaded).toMatchObject({
      device: { kind: 'threads', count: 3, hasGpuFailed: true },
      isTested: true,
    });
    expect(engine.opened.map(({ mayAvoidGpu, isClosed }) => [mayAvoidGpu, isClosed])).toEqual([
      [true, true],
      [false, false],
    ]);
    await host.unload();
    await host.load();
    expect(engine.opened.at(-1)?.mayAvoidGpu).toBe(false);
  });

  it('is refused where it writes none on either', async () => {
    const engine = new ScriptedEngine({ pieces: garbage, gpuPieces: garbage });
    await expect(hosting(engine).load({ selfTest: 'run' })).rejects.toMatchObject({ code: 'model-unsound' });
    expect(engine.opened.every(({ isClosed }) => isClosed)).toBe(true);
  });

  it('is opened there again after a loss, where it has written a whole answer since the one before', async () => {
    const engine = new ScriptedEngine({ pieces: story, gpuPieces: story });
    const host = await hosting(engine).loaded();
    for (let losses = 1; losses <= 4; losses += 1) {
      engine.opened.at(-1)?.lose();
      expect(textOf(await collect(host.generate()))).toBe(story.join(''));
      expect(engine.opened).toHaveLength(losses + 1);
      expect(engine.opened.at(-1)?.mayAvoidGpu).toBe(true);
    }
  });

  it('stays there when what was lost beside it had nothing to do with the graphics processor', async () => {
    const engine = new ScriptedEngine({ pieces: story, gpuPieces: story });
    const host = await hosting(engine).loaded();
    for (let losses = 1; losses <= 3; losses += 1) {
      const model = engine.opened.at(-1);
      model?.lose('device', { sparesGpu: true });
      await model?.lost;
      await host.load();
      expect(engine.opened.at(-1)?.mayAvoidGpu).toBe(true);
    }
    expect(engine.opened).toHaveLength(4);
  });

  it('goes on with its answer there after one loss, and on the processor after two', async () => {
    const engine = new ScriptedEngine({
      pieces: story,
      gpuPieces: story,
      beforePiece: (n) => {
        const model = engine.opened.at(-1);
        // The second request of each is the answer's; the first was the test.
        if (model?.mayAvoidGpu === true && n === 4 * engine.opened.length && hasBegun) throw model.lose();
      },
    });
    let hasBegun = false;
    const host = await hosting(engine).loaded();
    hasBegun = true;
    expect(textOf(await collect(host.generate()))).toBe(story.join(''));
    expect(engine.opened.map(({ mayAvoidGpu }) => mayAvoidGpu)).toEqual([true, true, false]);
  });
});
