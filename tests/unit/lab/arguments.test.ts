import { describe, expect, it } from 'vitest';
import { parseArguments, UsageError } from '../../../scripts/lab/arguments.mjs';

describe('the command line', () => {
  it('takes several paths after --docs', () => {
    expect(parseArguments(['ask', '--docs', 'a', 'b', '--question', 'Why?', '--json'])).toEqual({
      kind: 'run',
      json: true,
      command: { kind: 'ask', docs: ['a', 'b'], question: 'Why?', engine: 'extractive' },
    });
  });

  it('reads every option of eval', () => {
    const argv =
      'eval --data d --queries q --lanes dense --model m --index voy --limit 5 --unanswerable u --drop x --answers --exact 9 --reranker r --splitting fixed:64:8';
    expect(parseArguments(argv.split(' '))).toEqual({
      kind: 'run',
      json: false,
      command: {
        kind: 'eval',
        data: 'd',
        queries: 'q',
        lanes: 'dense',
        model: 'm',
        index: 'voy',
        limit: 5,
        unanswerable: { questions: 'u', drop: 'x' },
        answers: true,
        exact: 9,
        reranker: 'r',
        splitting: { kind: 'fixed', tokens: 64, overlap: 8 },
      },
    });
  });

  it('reads cite, whose seed has a default', () => {
    expect(parseArguments('cite --data d --limit 5 --seed 3'.split(' '))).toMatchObject({
      command: { kind: 'cite', data: 'd', limit: 5, seed: 3 },
    });
    expect(parseArguments(['cite', '--data', 'd'])).toMatchObject({ command: { kind: 'cite', seed: 1 } });
    expect(() => parseArguments(['cite'])).toThrow(UsageError);
  });

  it('reads what parse and decode write, and what score compares', () => {
    expect(parseArguments('parse --docs d --out o --cleaned'.split(' '))).toMatchObject({
      command: { kind: 'parse', docs: ['d'], out: 'o', cleaned: true },
    });
    expect(parseArguments('decode --docs d --encodings e --out o'.split(' '))).toMatchObject({
      command: { kind: 'decode', docs: ['d'], encodings: 'e', out: 'o' },
    });
    expect(parseArguments('score --docs d e --out o'.split(' '))).toMatchObject({
      command: { kind: 'score', docs: ['d', 'e'], out: 'o' },
    });
  });

  it('reads hostile and chaos, whose sizes have a default', () => {
    expect(parseArguments('hostile --only a.zip b.pdf --megabytes 200 --finish 60'.split(' '))).toMatchObject(
      {
        command: { kind: 'hostile', only: ['a.zip', 'b.pdf'], megabytes: 200, finish: 60 },
      },
    );
    expect(parseArguments(['hostile'])).toMatchObject({
      command: { kind: 'hostile', only: [], megabytes: 20 },
    });
    expect(parseArguments('chaos --kills 9 --docs d e --hostile --seed 3'.split(' '))).toMatchObject({
      command: { kind: 'chaos', kills: 9, docs: ['d', 'e'], megabytes: 20, hostile: true, seed: 3 },
    });
  });

  it.each([
    [['fly'], 'there is no command fly'],
    [['ask', '--docs', 'a'], '--question is needed'],
    [['parse'], '--docs is needed'],
    [['score', '--docs', 'd'], '--out is needed'],
    [['chaos'], '--kills is needed'],
    [['chaos', '--kills', '0'], '--kills is a whole number above 0'],
    [['hostile', 'stray'], 'stray belongs to no option'],
    [['eval', '--data', 'd', '--lanes', 'both'], '--lanes is one of hybrid, dense, lexical'],
    [['eval', '--data', 'd', '--splitting', 'fixed:64'], '--splitting is one of'],
    [['eval', '--data', 'd', '--splitting', 'structure:many'], '--splitting is one of'],
    [['eval', '--data', 'd', '--limit', 'few'], '--limit is a whole number above 0'],
    [['eval', '--data', 'd', '--drop', 'x'], '--unanswerable and --drop go together'],
    [['eval', '--data', 'd', 'stray'], 'stray belongs to no option'],
    [['eval', '--data', 'd', '--colour'], '--colour'],
    [['ask', '--docs', 'a', '--question', 'q', '--engine', 'webllm'], 'needs --model'],
  ])('says what is wrong with %j', (argv, message) => {
    expect(() => parseArguments(argv)).toThrow(UsageError);
    expect(() => parseArguments(argv)).toThrow(message);
  });

  it('helps when asked, and when nothing is asked', () => {
    expect(parseArguments(['ask', '--help'])).toEqual({ kind: 'help' });
    expect(parseArguments([])).toEqual({ kind: 'help' });
  });

  it('measures search or opening, over as many chunks as wanted', () => {
    expect(parseArguments(['bench', 'search'])).toMatchObject({
      command: { kind: 'bench search', chunks: 100_000, dimension: 384, voyChunks: 20_000 },
    });
    expect(parseArguments(['bench', 'open', '--chunks', '500', '--dimension', '64'])).toMatchObject({
      command: { kind: 'bench open', chunks: 500, dimension: 64, voyChunks: 500 },
    });
    expect(parseArguments(['bench', 'ingest'])).toMatchObject({
      command: { kind: 'bench ingest', chunks: 4000, rounds: 2 },
    });
    expect(
      parseArguments(['bench', 'ingest', '--docs', 'a', 'b', '--model', 'transformer', '--rounds', '1']),
    ).toMatchObject({
      command: { kind: 'bench ingest', docs: ['a', 'b'], model: 'transformer', chunks: 64, rounds: 1 },
    });
    for (const wrong of [
      ['bench'],
      ['bench', 'walk'],
      ['bench', 'open', '--dimension', '2000'],
      ['bench', 'open', 'more'],
    ]) {
      expect(() => parseArguments(wrong)).toThrow(UsageError);
    }
  });
});
