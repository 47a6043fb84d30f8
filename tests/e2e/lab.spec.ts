import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type {
  AskResult,
  BenchIngestResult,
  BenchOpenResult,
  BenchSearchResult,
  ParseResult,
} from '../../src/lab/protocol';

const projectFolder = join(import.meta.dirname, '../..');
const sample = join(projectFolder, 'public/sample');

let texts: string;

test.beforeAll(async () => {
  texts = await mkdtemp(join(tmpdir(), 'inkstone-texts-'));
  const { files } = await lab<ParseResult>('parse', '--docs', sample, '--out', texts, '--cleaned');
  const read = files.filter(({ status }) => status === 'ok').map(({ file }) => file);
  expect(read).toEqual([
    'en/inkstone.md',
    'en/paper.html',
    'en/tea.txt',
    'en/universal-declaration-of-human-rights.pdf',
    'zh/classical-prose.txt',
    'zh/four-treasures.md',
    'zh/solar-terms.pdf',
  ]);
});

test.afterAll(() => rm(texts, { recursive: true }));

for (const { question, document, words } of [
  {
    question: 'How many chests of tea were thrown into Boston harbour?',
    document: 'en/tea.txt',
    words: '342 chests',
  },
  { question: '好毛笔讲究的“四德”是什么？', document: 'zh/four-treasures.md', words: '尖、齐、圆、健' },
]) {
  test(`“${question}” is answered by the exact words of ${document}`, async () => {
    const result = await lab<AskResult>('ask', '--docs', sample, '--question', question);
    expect(result.abstained).toBe(false);
    expect(result.citations.length).toBeGreaterThan(0);
    for (const { document: cited, start, end, quote } of result.citations) {
      const stored = await readFile(join(texts, `${cited}.cleaned.txt`), 'utf8');
      expect(stored.slice(start, end)).toBe(quote);
    }
    const [first] = result.citations;
    expect(first?.document).toBe(document);
    expect(result.citations.map(({ quote }) => quote).join('\n')).toContain(words);
    expect(result.answer).toContain('[1]');
  });
}

test('a question that the documents do not answer is refused', async () => {
  const question = 'What is the boiling point of tungsten hexafluoride?';
  const result = await lab<AskResult>('ask', '--docs', sample, '--question', question);
  expect(result.abstained).toBe(true);
  expect(result.citations).toEqual([]);
});

test('search is measured beside a plain loop and voy, in one run', async () => {
  // So many that a search of them is no matter of microseconds, which are told as nothing.
  const result = await lab<BenchSearchResult>('bench', 'search', '--chunks', '6000', '--voy-chunks', '200');
  console.log(`6,000 chunks: ${JSON.stringify(result)}`);
  expect(result).toMatchObject({ chunks: 6000, dimension: 384, voy: { chunks: 200 } });
  expect(result.app['recall@10']).toBeGreaterThanOrEqual(0.995);
  for (const time of [result.app.p50, result.plain.p50, result.voy.p50, result.question.p95]) {
    expect(time).toBeGreaterThan(0);
  }
});

test('opening a library is measured beside voy', async () => {
  const result = await lab<BenchOpenResult>('bench', 'open', '--chunks', '600', '--voy-chunks', '200');
  console.log(`600 chunks: ${JSON.stringify(result)}`);
  expect(result).toMatchObject({ chunks: 600, voy: { chunks: 200 } });
  expect(result.app.lexicalBytes).toBeGreaterThan(600 * 256);
  expect(result.app.milliseconds).toBeGreaterThan(0);
});

test('import is measured beside a plain loop, in one run', async () => {
  const result = await lab<BenchIngestResult>('bench', 'ingest', '--chunks', '40', '--rounds', '1');
  console.log(`40 chunks: ${JSON.stringify(result)}`);
  expect(result).toMatchObject({ failed: 0, rounds: 1, plain: { chunks: result.chunks, threads: 1 } });
  expect(result.documents).toBeGreaterThan(1);
  expect(result.chunks).toBeGreaterThanOrEqual(40);
  expect(result.app.chunksPerSecond).toBeGreaterThan(0);
  expect(result.ratio).toBeCloseTo(result.app.chunksPerSecond / result.plain.chunksPerSecond, 1);
});

test('a mistaken command line ends with a sentence and a status of its own', async () => {
  const { status, stderr } = await run('ask', '--docs', join(sample, 'gone'), '--question', 'Why?');
  expect(status).toBe(2);
  expect(stderr).toContain('gone does not exist');
});

/** The one JSON line that a command prints last. */
async function lab<Result>(...args: readonly string[]): Promise<Result> {
  const { status, stdout, stderr } = await run(...args, '--json');
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Result;
}

function run(...args: readonly string[]): Promise<{ status: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(projectFolder, 'scripts/lab.mjs'), ...args]);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    child.on('error', reject);
    child.on('close', (status) => {
      resolve({ status, stdout, stderr });
    });
  });
}
