import { contentSecurityPolicy } from '../../src/core/content-security-policy';

/** Contexts with a policy of their own; a dedicated worker's comes from its own response. */
const governed = new Set<RequestDestination>(['document', 'worker', 'sharedworker']);

export function needsPolicy(request: Request): boolean {
  return request.mode === 'navigate' || governed.has(request.destination);
}

/**
 * The response with the headers that isolate the page, which a static host may not be able to send.
 * With `modelHosts`, also with the content security policy that allows connecting to them.
 */
export function secured(response: Response, modelHosts?: readonly string[]): Response {
  // An opaque redirect must reach the browser as it is.
  if (response.status === 0 || response.type === 'opaqueredirect') return response;
  const headers = new Headers(response.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  headers.set('Cross-Origin-Resource-Policy', 'same-origin');
  if (modelHosts) headers.set('Content-Security-Policy', contentSecurityPolicy(modelHosts));
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}
