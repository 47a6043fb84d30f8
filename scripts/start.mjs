import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { installDependencies, projectFolder, requireSupportedNode, runPackage } from './setup.mjs';

const firstPort = 4173;
const portsTried = 20;

requireSupportedNode();
installDependencies();
// Later than the check, because an old Node cannot read them.
const { isBuildFresh } = await import('./build/freshness.mjs');
const { serve } = await import('./serve.mjs');
if (!isBuildFresh(projectFolder)) {
  console.log('Building…');
  const status = await runPackage('vite/bin/vite.js', ['build', '--logLevel', 'warn']);
  if (status !== 0) process.exit(status);
}
const { url, port } = await serveOnFreePort(join(projectFolder, 'dist'));
if (port !== firstPort) {
  console.log(
    `\nPort ${firstPort} is taken. A browser keeps documents by address: those added there are not here.`,
  );
}
console.log(`\nInkstone 砚 is at ${url}\nStop it with Ctrl+C.\n`);
openBrowser(url);

/** @param {string} root */
async function serveOnFreePort(root) {
  for (let port = firstPort; port < firstPort + portsTried; port += 1) {
    try {
      return await serve({ root, port });
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!isTaken) throw error;
    }
  }
  return serve({ root });
}

/** @param {string} address */
function openBrowser(address) {
  const { BROWSER, CI, DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (BROWSER === 'none' || CI) return;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return;
  /** @type {Partial<Record<NodeJS.Platform, [string, string[]]>>} */
  const openers = {
    darwin: ['open', [address]],
    win32: ['cmd', ['/c', 'start', '', address]],
  };
  const [command, args] = openers[process.platform] ?? ['xdg-open', [address]];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  // The address is printed; a desktop without an opener is no failure.
  child.on('error', () => undefined);
  child.unref();
}
