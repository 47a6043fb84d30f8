import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';

const isWhole = process.env['INKSTONE_TEST_ALL'] === '1';
const script = join(import.meta.dirname, '../../scripts/lab.mjs');

/** A bomb of each kind; all of them, and the giants, in the whole run. */
const sample = ['zeros.zip', 'entities.svg', 'billion-cells.xlsx', 'one-line.txt'];
/** Megabytes: far beyond what is allowed, because the machine of a test is shared. */
const farTooMuch = 1500;

test('hostile files are read, refused or cancelled, and the file after them is read', async () => {
  test.setTimeout(isWhole ? 30 * 60_000 : 5 * 60_000);
  const result = await lab<{ files: readonly Endured[] }>(
    'hostile',
    ...(isWhole ? [] : ['--megabytes', '6', '--only', ...sample]),
  );
  for (const file of result.files) {
    console.log(JSON.stringify(file));
    expect.soft(file.outcome, file.file).not.toMatch(/crashed|stuck/);
    expect.soft(file.goodFileMs, `the file after ${file.file}`).not.toBeNull();
    if (file.outcome === 'progressing') expect.soft(file.cancelMs, file.file).not.toBeNull();
    if (file.outcome === 'refused') expect.soft(file.code, file.file).not.toMatch(/internal|worker-crashed/);
    expect.soft(file.peakMegabytes ?? 0, file.file).toBeLessThan(farTooMuch);
  }
});

test('nothing that was shown is lost when the browser is killed at random moments', async () => {
  test.setTimeout(isWhole ? 60 * 60_000 : 10 * 60_000);
  const kills = isWhole ? 200 : 6;
  const result = await lab<Survived>(
    'chaos',
    '--kills',
    String(kills),
    ...(isWhole ? [] : ['--megabytes', '3']),
  );
  console.log(JSON.stringify(result));
  expect(result.problems).toEqual([]);
  expect(result).toMatchObject({ kills, lost: 0, corrupt: 0 });
  expect(result.documents).toBeGreaterThan(100);
});

interface Endured {
  readonly file: string;
  readonly outcome: string;
  readonly code: string | null;
  readonly cancelMs: number | null;
  readonly goodFileMs: number | null;
  readonly peakMegabytes: number | null;
}

interface Survived {
  readonly kills: number;
  readonly lost: number;
  readonly corrupt: number;
  readonly documents: number;
  readonly problems: readonly string[];
}

/** The one JSON line that a command prints last; its status says whether all was well, and so do the tests above. */
function lab<Result>(...args: readonly string[]): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args, '--json'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let stdout = '';
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
    child.on('error', reject);
    child.on('close', () => {
      const line = stdout.trimEnd().split('\n').at(-1) ?? '';
      if (line.startsWith('{')) resolve(JSON.parse(line) as Result);
      else reject(new Error('the lab printed no result'));
    });
  });
}
