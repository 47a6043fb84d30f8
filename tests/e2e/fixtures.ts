import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { serve } from '../../scripts/serve.mjs';
import { AppPage } from './app-page';
import { NetworkRecorder } from './network-recorder';

export { expect } from '@playwright/test';

export const buildFolder = join(import.meta.dirname, '../../dist');

interface Fixtures {
  /** Everything this test's browser asks for. */
  readonly network: NetworkRecorder;
  /** A page of a fresh browser profile, not opened yet. */
  readonly app: AppPage;
}

interface WorkerFixtures {
  /** The built app's address, on our own server. */
  readonly siteUrl: string;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  siteUrl: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures' names from this pattern
    async ({}, use) => {
      if (!existsSync(join(buildFolder, 'index.html'))) throw new Error('there is no build: npm run build');
      const server = await serve({ root: buildFolder });
      await use(server.url);
      await server.close();
    },
    { scope: 'worker' },
  ],
  network: async ({ siteUrl }, use) => {
    const recorder = await NetworkRecorder.start(siteUrl);
    await use(recorder);
    await recorder.stop();
  },
  app: async ({ browser, network, siteUrl, contextOptions }, use) => {
    const context = await browser.newContext({ ...contextOptions, proxy: { server: network.proxyUrl } });
    await use(new AppPage(await context.newPage(), siteUrl));
    await context.close();
  },
});
