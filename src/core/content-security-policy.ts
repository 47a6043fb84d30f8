import directives from './content-security-policy.json';

/**
 * The policy that every document and worker of the app runs under. The directives are plain JSON
 * because the server, which is not compiled, sends the same ones.
 */
export function contentSecurityPolicy(modelHosts: readonly string[] = []): string {
  return serialise({
    ...directives,
    'connect-src': [...directives['connect-src'], ...modelHosts.filter(isModelHost)],
  });
}

/** The policy for a `<meta>` element, where a browser ignores `frame-ancestors` and complains of it. */
export function metaContentSecurityPolicy(): string {
  const { 'frame-ancestors': _, ...rest } = directives;
  return serialise(rest);
}

/**
 * True for an origin that a person may switch on: https, or http on this machine.
 * Anything that is more than scheme, host name and port would change the policy's meaning.
 */
export function isModelHost(value: unknown): value is string {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const { origin, protocol, hostname } = new URL(value);
  // A URL's host may hold `*`, `;` and `,`, which a policy reads as a pattern or as an end.
  if (origin !== value || !/^[a-z0-9.-]+$/.test(hostname)) return false;
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1'].includes(hostname));
}

function serialise(policy: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(policy)
    .map(([directive, sources]) => `${directive} ${sources.join(' ')}`)
    .join('; ');
}
