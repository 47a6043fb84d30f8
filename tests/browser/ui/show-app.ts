import { expect } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page } from 'vitest/browser';
import type { UpdateStatus } from '../../../src/services/service-worker-client';
import App from '../../../src/ui/App.svelte';
import '../../../src/ui/styles/index.css';
import { createFakeServices, type FakeServices } from './fake-services';

export interface Shown {
  readonly services: FakeServices;
  /** Everything on the page, dialogs and menus included. */
  readonly screen: typeof page;
}

/** The whole interface over services in memory, at desk width unless told otherwise. */
export async function showApp(
  options: Parameters<typeof createFakeServices>[0] & {
    readonly width?: number;
    readonly height?: number;
    readonly isUpdateWaiting?: boolean;
    /** As a reload does. */
    readonly keepsAddress?: boolean;
  } = {},
): Promise<Shown> {
  const { width = 1440, height = 900, isUpdateWaiting = false, keepsAddress = false } = options;
  await page.viewport(width, height);
  if (!keepsAddress) history.replaceState(null, '', location.pathname + location.search);
  const services = createFakeServices(options);
  const { container } = await render(App, {
    services,
    update: {
      observe: (onStatus: (status: UpdateStatus) => void) => {
        onStatus({ status: isUpdateWaiting ? 'waiting' : 'current' });
        return () => undefined;
      },
      apply: () => undefined,
      isBusy: () => false,
    },
  });
  container.style.height = '100vh';
  await expect.poll(() => container.querySelector('.middle, .welcome'), { timeout: 30_000 }).not.toBeNull();
  // Older messages are added bit by bit.
  await expect
    .poll(() => container.querySelector('.middle [aria-busy="true"]'), { timeout: 30_000 })
    .toBeNull();
  return { services, screen: page };
}
