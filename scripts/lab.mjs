import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isBuildFresh } from './build/freshness.mjs';
import { parseArguments, usage, UsageError } from './lab/arguments.mjs';
import { prepare } from './lab/commands.mjs';
import { Progress } from './lab/progress.mjs';
import { readableBench, readableChaos, readableHostile, readableScores } from './lab/readable.mjs';
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
  } else if (command.kind === 'hostile') {
    const { runHostile } = await afterBuilding(() => import('./lab/hostile/hostile.mjs'));
    const { finish, ...options } = command;
    const finishWithinMs = finish === undefined ? {} : { finishWithinMs: finish * 1000 };
    const result = await overTheApp((lab) => runHostile({ ...options, ...finishWithinMs }, lab));
    print(result, readableHostile, json);
    if (result.problems > 0) process.exitCode = 1;
  } else if (command.kind === 'chaos') {
    const { runChaos } = await afterBuilding(() => import('./lab/chaos/chaos.mjs'));
    const result = await overTheApp((lab) => runChaos(command, lab));
    print(result, readableChaos, json);
    if (result.problems.length > 0) process.exitCode = 1;
  } else if (command.kind === 'bench read') {
    const { runReadBench } = await afterBuilding(() => import('./lab/reading/read-bench.mjs'));
    print(await overTheApp((lab) => runReadBench(command, lab)), readableBench, json);
  } else if (command.kind === 'bench shell') {
    const { runShellBench } = await afterBuilding(() => import('./lab/reading/shell-bench.mjs'));
    const options = { ...command, dist: join(projectFolder, 'dist') };
    print(await overTheApp((lab) => runShellBench(options, lab)), readableBench, json);
  } else {
    await runOnPage(command, json);
  }
}

/**
 * @param {import('./lab/arguments.mjs').PageCommand} command
 * @param {boolean} json
 */
async function runOnPage(command, json) {
  const files = new ServedFiles();
  const task = await prepare(command, files);
  try {
    const { runInBrowser } = await afterBuilding(() => import('./lab/lab-browser.mjs'));
    const result = await overTheApp(
      ({ origin, signal, onProgress }) =>
        runInBrowser(origin, {
          command: command.kind,
          options: task.options,
          usesGpu: task.usesGpu ?? false,
          signal,
          onEvent: async (event) => {
            if (event.kind === 'progress') onProgress(event.message);
            if (event.kind === 'text') await task.writeText?.(event.path, event.text);
          },
        }),
      files.roots,
    );
    print(/** @type {never} */ (result), task.readable, json);
  } finally {
    await task.end?.();
  }
}

/**
 * What drives a browser needs Playwright, which is there only once the packages are.
 * @template Module
 * @param {() => Promise<Module>} load
 */
function afterBuilding(load) {
  installDependencies();
  build();
  return load();
}

/**
 * Serves the built app while `work` goes on.
 * @template Result
 * @param {(lab: { origin: string, executablePath: string, signal: AbortSignal, onProgress: (message: string) => void }) => Promise<Result>} work
 * @param {Readonly<Record<string, string>>} [extraRoots]
 */
async function overTheApp(work, extraRoots = {}) {
  const { ensureChromium } = await import('./ensure-chromium.mjs');
  const executablePath = await ensureChromium();
  const server = await serve({ root: join(projectFolder, 'dist'), extraRoots });
  const progress = new Progress();
  const onProgress = (/** @type {string} */ message) => progress.show(message);
  try {
    return await work({ origin: server.url, executablePath, signal: stop.signal, onProgress });
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
