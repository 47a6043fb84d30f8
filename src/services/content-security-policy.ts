import { metaContentSecurityPolicy } from '../core/content-security-policy';

/**
 * Puts this document under the policy when nobody has yet: the first visit on a host that sends no
 * headers, before the service worker writes them. Call it before anything is loaded.
 */
export function applyContentSecurityPolicy(): void {
  // The development server injects styles and speaks over its own socket.
  if (!import.meta.env.PROD) return;
  // Policies only add up: under the worker's header, a second one would take the model hosts away again.
  if (isServiceWorkerInControl()) return;
  const meta = document.createElement('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  meta.content = metaContentSecurityPolicy();
  document.head.append(meta);
}

function isServiceWorkerInControl(): boolean {
  return 'serviceWorker' in navigator && navigator.serviceWorker.controller !== null;
}
