import { afterEach, beforeAll, beforeEach, vi } from 'vitest';
import type { Settings } from '../../../../src/services/app-services';
import { ScriptedParts } from './scripted-parts';

/** What the services find in the page around them; a test may change it. */
export interface PageAround {
  quota: number;
  /** Storage is estimated once it has settled. */
  estimated: Promise<void>;
  /** Parts that are closed with the page. */
  readonly scripted: (change?: Partial<Settings>) => ScriptedParts;
}

/** Has every test of the file run in a page of its own. */
export function pageAround(): PageAround {
  const opened: ScriptedParts[] = [];
  const page: PageAround = {
    ...usual(),
    scripted: (change) => {
      const script = new ScriptedParts(change);
      opened.push(script);
      return script;
    },
  };

  // Loaded on demand by the first to need it, which would take that test's time.
  beforeAll(() => import('../../../../src/services/models/model-desk'), 60_000);

  beforeEach(() => {
    Object.assign(page, usual());
    const storage = {
      estimate: () => page.estimated.then(() => ({ usage: 1e6, quota: page.quota })),
      persisted: () => Promise.resolve(false),
      persist: () => Promise.resolve(true),
    };
    vi.stubGlobal('navigator', { storage });
    vi.stubGlobal('location', new URL('https://inkstone.example/'));
    vi.stubGlobal('addEventListener', vi.fn());
    vi.stubGlobal('reportError', (error: unknown) => {
      throw error;
    });
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('', { status: 404 })));
  });

  afterEach(() => {
    for (const script of opened.splice(0)) script.close();
    vi.unstubAllGlobals();
  });

  return page;
}

function usual(): Pick<PageAround, 'quota' | 'estimated'> {
  return { quota: 10e9, estimated: Promise.resolve() };
}
