import type { Unsubscribe } from './app-services';

export type UpdateStatus =
  | { readonly status: 'current' }
  /** A new version is installed and waits to be accepted. */
  | { readonly status: 'waiting' }
  /** Another tab accepted it: this page still runs the version before and should be loaded again. */
  | { readonly status: 'superseded' };

const reloadGuard = 'inkstone-reloaded-for-isolation';
const updateCheckMs = 60 * 60 * 1000;
const takeOverMs = 10_000;

let current: UpdateStatus = { status: 'current' };
let waiting: ServiceWorker | undefined;
let isApplying = false;
const observers = new Set<(status: UpdateStatus) => void>();

/**
 * Settles once the service worker answers this page's requests, so that nothing large is fetched past
 * its cache. Where there is none, or it takes longer than `timeoutMs`, the app goes on without.
 * On a host that cannot isolate pages, reloads once, and then does not settle.
 */
export async function workerReady(timeoutMs = 30_000): Promise<void> {
  // The development server has no worker.
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  try {
    if (!(await within(timeoutMs, (signal) => isControlled(register(), signal)))) return;
  } catch {
    // Private windows and policies forbid workers; the app is whole without one while online.
    return;
  }
  await reloadIsolated();
}

/** Calls `onStatus` at once and at every change. */
export function observeUpdate(onStatus: (status: UpdateStatus) => void): Unsubscribe {
  observers.add(onStatus);
  onStatus(current);
  return () => {
    observers.delete(onStatus);
  };
}

/** Starts the waiting version by reloading the page: only ever on a person's word. */
export function applyUpdate(): void {
  if (isApplying) return;
  isApplying = true;
  if (waiting?.state !== 'installed') {
    // It has taken over already, or is gone.
    location.reload();
    return;
  }
  const reload = (): void => {
    clearTimeout(timer);
    location.reload();
  };
  // A browser may let the version before go on for as long as this page is there.
  const timer = setTimeout(reload, takeOverMs);
  navigator.serviceWorker.addEventListener('controllerchange', reload, { once: true });
  waiting.postMessage('activate');
}

async function register(): Promise<ServiceWorkerRegistration> {
  const url = `${import.meta.env.BASE_URL}service.worker.js`;
  const registration = await navigator.serviceWorker.register(url, { updateViaCache: 'none' });
  watchForUpdates(registration);
  return registration;
}

/** False when it takes longer; the signal ends what is waited for. */
async function within(timeoutMs: number, work: (signal: AbortSignal) => Promise<boolean>): Promise<boolean> {
  const over = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, false);
  });
  try {
    return await Promise.race([work(over.signal), timeout]);
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}

async function isControlled(
  registering: Promise<ServiceWorkerRegistration>,
  signal: AbortSignal,
): Promise<boolean> {
  const registration = await registering;
  const { serviceWorker } = navigator;
  if (serviceWorker.controller) return true;
  return new Promise<boolean>((resolve) => {
    serviceWorker.addEventListener('controllerchange', () => resolve(true), { signal });
    const worker = registration.installing;
    worker?.addEventListener(
      'statechange',
      () => {
        if (worker.state === 'redundant') resolve(false);
      },
      { signal },
    );
    // After a forced reload the worker is active and stays away until asked.
    if (!worker) registration.active?.postMessage('claim');
  });
}

/** The worker's headers reach a document only as it loads. */
async function reloadIsolated(): Promise<void> {
  if (!window.isSecureContext) return;
  if (crossOriginIsolated) {
    sessionStorage.removeItem(reloadGuard);
    return;
  }
  if (sessionStorage.getItem(reloadGuard) !== null) return;
  sessionStorage.setItem(reloadGuard, 'once');
  location.reload();
  // Whatever was to follow belongs to the reloaded page.
  await new Promise<never>(() => undefined);
}

function watchForUpdates(registration: ServiceWorkerRegistration): void {
  const { serviceWorker } = navigator;
  const wasControlled = serviceWorker.controller !== null;
  let isFirstControl = !wasControlled;
  serviceWorker.addEventListener('controllerchange', () => {
    if (isFirstControl) isFirstControl = false;
    else if (!isApplying) announce({ status: 'superseded' });
  });

  const offer = (worker: ServiceWorker): void => {
    waiting = worker;
    announce({ status: 'waiting' });
  };
  // The first version of all waits for nobody.
  if (registration.waiting && registration.active) offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && registration.active) offer(worker);
    });
  });

  let checkedAt = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - checkedAt < updateCheckMs) return;
    checkedAt = Date.now();
    // Offline, there is nothing to learn; the next look will ask again.
    registration.update().catch(() => undefined);
  });
}

function announce(status: UpdateStatus): void {
  current = status;
  for (const observer of observers) observer(status);
}
