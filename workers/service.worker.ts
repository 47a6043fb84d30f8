import { isEager } from './service-worker/eager-files';
import { BuildCache, type BuildFile } from './service-worker/build-cache';
import { readModelHosts } from './service-worker/model-hosts';
import { routeOf } from './service-worker/routes';
import { needsPolicy, secured } from './service-worker/security-headers';
import { isShare, receiveShare } from './service-worker/share-target';

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: readonly BuildFile[] };

const scope = self.registration.scope;
const cache = new BuildCache(self.__WB_MANIFEST, scope);

self.addEventListener('install', (event) => {
  event.waitUntil(cache.install(isEager));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(takeOver());
});

self.addEventListener('message', ({ data }: ExtendableMessageEvent) => {
  // A new version waits until a person accepts it.
  if (data === 'activate') void self.skipWaiting();
  // A page that was force-reloaded is under no worker until it asks.
  if (data === 'claim') void self.clients.claim();
});

self.addEventListener('fetch', (event) => {
  if (isShare(event.request, scope)) {
    event.respondWith(receiveShare(event.request, scope));
    return;
  }
  const url = routeOf(event.request, scope, (file) => cache.has(file));
  if (url !== undefined) event.respondWith(answer(event, url));
});

async function answer(event: FetchEvent, url: string): Promise<Response> {
  const { request } = event;
  const target = url === request.url ? request : new Request(url);
  const [response, modelHosts] = await Promise.all([
    cache.respond(target, (work) => event.waitUntil(work)),
    needsPolicy(request) ? readModelHosts() : undefined,
  ]);
  return secured(response, modelHosts);
}

async function takeOver(): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  // A second page may still run the version before and need its files.
  if (pages.length <= 1) await cache.prune();
  await self.clients.claim();
}
