import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isBuildFresh } from './build/freshness.mjs';
import { parseArguments, usage, UsageError } from './lab/arguments.mjs';
import { prepare } from './lab/commands.mjs';
import { Progress } from './lab/progress.mjs';
import { readableScores } from './lab/readable.mjs';
import { ServedFiles } from './lab/served-files.mjs';
import { serve } from './serve.mjs';
import { installDependencies, projectFolder, requireSupportedNode } from './setup.mjs';

const wrongUsage = 2;
const interrupted = 130;

requireSupportedNode();
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop.abort());

try {
  const parsed = parseArguments(process.argv.slice(2));
  if (parsed.kind === 'help') process.stdout.write(usage);
  else await run(parsed);
} catch (error) {
  process.exitCode = stop.signal.aborted ? interrupted : error instanceof UsageError ? wrongUsage : 1;
  console.error(`lab: ${error instanceof Error ? error.message : String(error)}`);
  if (error instanceof UsageError) console.error('See npm run lab -- --help');
}

/** @param {{ command: import('./lab/arguments.mjs').LabCommand, json: boolean }} parsed */
async function run({ command, json }) {
  if (command.kind === 'score') {
    installDependencies();
    // Reads Markdown and HTML by packages that are there only now.
    const { score } = await import('./lab/score/score.mjs');
    print(await score(command.docs, command.out), readableScores, json);
    return;
  }
  await runOnPage(command, json);
}

/**
 * @param {Exclude<import('./lab/arguments.mjs').LabCommand, { kind: 'score' }>} command
 * @param {boolean} json
 */
async function runOnPage(command, json) {
  const files = new ServedFiles();
  const task = await prepare(command, files);
  installDependencies();
  build();
  // Playwright is there only now.
  const { runInBrowser } = await import('./lab/lab-browser.mjs');
  const server = await serve({ root: join(projectFolder, 'dist'), extraRoots: files.roots });
  const progress = new Progress();
  try {
    const result = await runInBrowser(server.url, {
      command: command.kind,
      options: task.options,
      usesGpu: task.usesGpu ?? false,
      signal: stop.signal,
      onEvent: async (event) => {
        if (event.kind === 'progress') progress.show(event.message);
        if (event.kind === 'text') await task.writeText?.(event.path, event.text);
      },
    });
    progress.end();
    print(/** @type {never} */ (result), task.readable, json);
  } finally {
    progress.end();
    await server.close();
  }
}

/**
 * @template Result
 * @param {Result} result
 * @param {(result: Result) => string} readable
 * @param {boolean} json
 */
function print(result, readable, json) {
  process.stdout.write(`${json ? JSON.stringify(result) : readable(result)}\n`);
}

/** Builds the app when its build is missing or older than its sources. */
function build() {
  if (isBuildFresh(projectFolder) && existsSync(join(projectFolder, 'dist/lab.html'))) return;
  console.error('Building…');
  const vite = join(projectFolder, 'node_modules/vite/bin/vite.js');
  const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: projectFolder,
    // Standard output belongs to the result.
    stdio: ['ignore', process.stderr, process.stderr],
  });
  if (status !== 0) throw new Error('the build failed');
}
