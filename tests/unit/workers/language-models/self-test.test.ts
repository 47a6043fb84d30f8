import { afterEach, describe, expect, it, vi } from 'vitest';
import { judgeText } from '../../../../workers/language-models/self-test';
import { collect, hosting } from './hosting';
import { ScriptedEngine } from './scripted-engine';

afterEach(() => {
  vi.useRealTimers();
});

describe('a text that a model has written', () => {
  it.each([
    ['tells a story', 'Once upon a time, there was a little girl named Lily. She loved to play'],
    ['answers in Chinese', '从前有一只猫和一只狗，它们住在同一个院子里，每天一起玩耍。'],
    ['thinks first', '<think>\nOkay, the user wants a short story about a cat and a dog. Let'],
    ['is short', 'Meow.'],
    ['repeats as stories do', 'The cat ran and the dog ran and the cat hid and the dog sat down by the'],
    ['is a headline', '**The Cat and the Dog**\n\nIn a quiet village, a cat named Whiskers'],
    ['is Japanese with a name', 'むかしむかし、Tomという猫と犬が小さな村に住んでいました。'],
    ['has an emoji', 'Here you go! 🐱🐶 Once there lived a cat who feared nothing but the dog'],
  ])('passes when it %s', (_, text) => {
    expect(judgeText(text)).toBeUndefined();
  });

  it.each([
    ['nothing', '', 'empty'],
    ['blanks', ' \n\n', 'empty'],
    ['the first token over and over, as not-a-number makes of it', '!'.repeat(24), 'unreadable'],
    ['marks only', '<unk>'.repeat(24), 'unreadable'],
    ['bytes that are no characters', 'a\uFFFD\uFFFDb\uFFFD\uFFFD\uFFFDc', 'unreadable'],
    ['digits and signs', '0 1 , 3 ( ) = = 2 9 . ; 4 # 7 @ 1 8', 'unreadable'],
    ['one word', ' the'.repeat(24), 'repeating'],
    ['one letter', 'a'.repeat(24), 'repeating'],
    ['one sentence, after a beginning', `Once ${'and the cat sat '.repeat(6)}`, 'repeating'],
    ['one Chinese character', '的'.repeat(24), 'repeating'],
    ['words from everywhere', 'żeмостUploadการ국 deجا loginפר 时bridge', 'mixed-scripts'],
  ])('fails when it is %s', (_, text, reason) => {
    expect(judgeText(text)).toBe(reason);
  });
});

const story = 'Once upon a time there was a cat that feared nothing but the dog next door .'.split(/(?<= )/);

describe('the first load of a model on a device', () => {
  it('has it write a few of the likeliest words, and says that it did', async () => {
    const engine = new ScriptedEngine({ pieces: story });
    const loaded = await hosting(engine).load({ selfTest: 'run' });
    expect(loaded).toMatchObject({ isTested: true });
    expect(engine.opened[0]?.requests).toMatchObject([{ temperature: 0, maxTokens: 24 }]);
  });

  it('is tested once', async () => {
    const engine = new ScriptedEngine({ pieces: story });
    const host = hosting(engine);
    await host.load({ selfTest: 'run' });
    expect(await host.load({ selfTest: 'run' })).toMatchObject({ isTested: false });
    expect(engine.opened[0]?.requests).toHaveLength(1);
  });

  it('is not tested when it is known', async () => {
    const engine = new ScriptedEngine({ pieces: ['!'] });
    expect(await hosting(engine).load({ selfTest: 'known' })).toMatchObject({ isTested: false });
    expect(engine.opened[0]?.requests).toHaveLength(0);
  });

  it('closes a model that writes garbage, and says which', async () => {
    const engine = new ScriptedEngine({ pieces: Array.from({ length: 30 }, () => '!') });
    const host = hosting(engine);
    await expect(host.load({ selfTest: 'run' })).rejects.toMatchObject({
      code: 'model-unsound',
      message: expect.stringContaining('unreadable') as string,
    });
    expect(engine.opened[0]?.isClosed).toBe(true);
    await expect(host.benchmark()).rejects.toMatchObject({ code: 'model-load-failed' });
  });

  it('closes a model that says nothing', async () => {
    vi.useFakeTimers();
    const engine = new ScriptedEngine({
      pieces: story,
      beforePiece: (_, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve());
        }),
    });
    const loading = hosting(engine).load({ selfTest: 'run' });
    const failed = expect(loading).rejects.toMatchObject({ code: 'model-unsound' });
    await vi.advanceTimersByTimeAsync(90_000);
    await failed;
    expect(engine.opened[0]?.isClosed).toBe(true);
  });

  it('can be cancelled while it is tested', async () => {
    const aborter = new AbortController();
    const engine = new ScriptedEngine({
      pieces: story,
      beforePiece: (n) => {
        if (n === 3) aborter.abort();
      },
    });
    const host = hosting(engine);
    const loading = host.load({ selfTest: 'run' }, aborter.signal);
    await expect(loading).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => engine.opened[0]?.isClosed).toBe(true);
  });
});

describe('measuring a model', () => {
  it('counts what it really read and wrote', async () => {
    const pieces = Array.from({ length: 100 }, (_, i) => `w${i} `);
    const engine = new ScriptedEngine({ pieces, beforePiece: () => new Promise((go) => setTimeout(go, 2)) });
    const host = await hosting(engine).loaded();
    const figures = await host.benchmark();
    expect(figures.promptTokens).toBeGreaterThan(480);
    expect(figures.promptTokens).toBeLessThanOrEqual(512);
    expect(figures.answerTokens).toBe(64);
    expect(figures.answerTokensPerSecond).toBeGreaterThan(0);
    expect(figures.answerTokensPerSecond).toBeLessThan(1000);
    expect(figures.promptTokensPerSecond).toBeGreaterThan(0);
    expect(figures.loadMs).toBeGreaterThanOrEqual(0);
  });

  it('asks for less where the window is small', async () => {
    const engine = new ScriptedEngine({ pieces: ['a '], contextTokens: 256 });
    const host = await hosting(engine).loaded();
    expect((await host.benchmark()).promptTokens).toBeLessThanOrEqual(256 - 64);
  });

  it('never reads the same prompt twice', async () => {
    vi.useFakeTimers();
    const engine = new ScriptedEngine();
    const host = await hosting(engine).loaded();
    await host.benchmark();
    vi.advanceTimersByTime(1);
    await host.benchmark();
    const [one, two] = engine.opened[0]?.requests ?? [];
    expect(one?.messages[0]?.content.slice(0, 12)).not.toBe(two?.messages[0]?.content.slice(0, 12));
  });

  it('needs the model to be loaded', async () => {
    const host = hosting(new ScriptedEngine());
    await expect(host.benchmark()).rejects.toMatchObject({ code: 'model-load-failed' });
    await host.load();
    await host.unload();
    await expect(host.benchmark()).rejects.toMatchObject({ code: 'model-load-failed' });
  });
});

it('a model opened again after a loss is not tested again', async () => {
  const engine = new ScriptedEngine({ pieces: story });
  const host = hosting(engine);
  await host.load({ selfTest: 'run' });
  engine.opened[0]?.lose();
  await collect(host.generate());
  expect(engine.opened).toHaveLength(2);
  expect(await host.load({ selfTest: 'run' })).toMatchObject({ isTested: false });
});
