/** What the routing looks at in a request. */
type RoutedRequest = Pick<Request, 'url' | 'method' | 'mode' | 'destination'>;

/**
 * The address to answer a request with, or undefined for what is the browser's own business:
 * other origins (the page's policy rules those), other scopes, and writes.
 */
export function routeOf(
  request: RoutedRequest,
  scope: string,
  isFile: (url: string) => boolean,
): string | undefined {
  const { url, method, mode, destination } = request;
  if (!url.startsWith(scope) || (method !== 'GET' && method !== 'HEAD')) return undefined;
  if (isFile(url)) return url;
  const { pathname } = new URL(url);
  const isNavigation = mode === 'navigate' && destination === 'document';
  // A name with an extension is a file: when it is missing, it is missing.
  if (isNavigation && !lastSegment(pathname).includes('.')) return new URL('index.html', scope).href;
  if (isNavigation && new URL('index.html', scope).pathname === pathname) {
    return new URL('index.html', scope).href;
  }
  return isNavigation || destination === 'worker' ? url : undefined;
}

function lastSegment(pathname: string): string {
  return pathname.slice(pathname.lastIndexOf('/') + 1);
}
