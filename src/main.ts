import { mount, unmount } from 'svelte';
import { toAppError } from './core/app-error';
import { createApp } from './services/create-app-services';
import { applyContentSecurityPolicy } from './services/content-security-policy';
import { applyUpdate, observeUpdate, workerReady } from './services/service-worker-client';
import App from './ui/App.svelte';
import StartFailure from './ui/StartFailure.svelte';
import './ui/styles/index.css';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');

applyContentSecurityPolicy();

// A service worker that answers from its cache lets nothing be fetched twice.
const controlled = workerReady();

// Whoever was here before has documents: what shows them is fetched beside what is stored.
if ('serviceWorker' in navigator && navigator.serviceWorker.controller) {
  // What fails is told where it is needed.
  void import('./ui/shell/Panes.svelte').catch(() => undefined);
  void import('./ui/shell/Dialogs.svelte').catch(() => undefined);
}

let app: ReturnType<typeof mount> | undefined;
try {
  const { services, opened, takeIncoming, takeUp, isBusy } = await createApp({
    baseUrl: import.meta.env.BASE_URL,
    beforeStart: () => controlled,
  });
  target.replaceChildren();
  app = mount(App, {
    target,
    props: { services, update: { observe: observeUpdate, apply: applyUpdate, isBusy } },
  });
  await opened;
  // Not before the page is the one that stays: a page that isolates itself is loaded twice.
  void controlled.then(takeIncoming);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') takeUp();
  });
} catch (error) {
  if (app) void unmount(app);
  target.replaceChildren();
  mount(StartFailure, { target, props: { error: toAppError(error, 'storage-failed') } });
}
