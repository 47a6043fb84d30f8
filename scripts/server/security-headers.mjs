import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const policyFile = join(import.meta.dirname, '../../src/core/content-security-policy.json');

/**
 * The headers that isolate every response; the service worker writes the same ones on hosts without them.
 * The policy has no model hosts: only the browser knows which of them a person has switched on.
 * @returns {Readonly<Record<string, string>>}
 */
export function securityHeaders() {
  /** @type {Record<string, string[]>} */
  const directives = JSON.parse(readFileSync(policyFile, 'utf8'));
  return {
    'Content-Security-Policy': Object.entries(directives)
      .map(([directive, sources]) => `${directive} ${sources.join(' ')}`)
      .join('; '),
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  };
}
