import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isBuildFresh } from './build/freshness.mjs';
import { parseArguments, usage, UsageError } from './lab/arguments.mjs';
import { prepare } from './lab/commands.mjs';
import { Progress } from './lab/progress.mjs';
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
  const files = new ServedFiles();
  const task = await prepare(command, files);
  try {
    await runTask(command.kind, task, files, json);
  } finally {
    await task.end?.();
  }
}

/**
 * @param {string} command
 * @param {import('./lab/commands.mjs').LabTask} task
 * @param {ServedFiles} files
 * @param {boolean} json
 */
async function runTask(command, task, files, json) {
  installDependencies();
  build();
  // Playwright is there only now.
  const { runInBrowser } = await import('./lab/lab-browser.mjs');
  const server = await serve({ root: join(projectFolder, 'dist'), extraRoots: files.roots });
  const progress = new Progress();
  try {
    const result = await runInBrowser(server.url, {
      command,
      options: task.options,
      usesGpu: task.usesGpu ?? false,
      signal: stop.signal,
      onEvent: async (event) => {
        if (event.kind === 'progress') progress.show(event.message);
        if (event.kind === 'text') await task.writeText?.(event.path, event.text);
      },
    });
    progress.end();
    process.stdout.write(`${json ? JSON.stringify(result) : task.readable(/** @type {never} */ (result))}\n`);
  } finally {
    progress.end();
    await server.close();
  }
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
