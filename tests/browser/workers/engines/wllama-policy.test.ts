import { afterEach, expect, it } from 'vitest';
import policy from '../../../../src/core/content-security-policy.json';
import { createWllamaEngine } from '../../../../workers/engines/wllama/wllama-engine';
import { smallGguf } from '../../../fixtures/made-gguf';
import { eventsOf, textOf } from './conformance';

/* Workers out of a blob, as the library starts its own, are under the policy of whoever starts them. */

const suspending: unknown = Reflect.get(WebAssembly, 'Suspending');
afterEach(() => {
  Reflect.set(WebAssembly, 'Suspending', suspending);
});

it.each([
  ['and on a browser that can suspend WebAssembly', true],
  ['and on one that cannot', false],
])("runs under the app's policy, from the app's own host alone, %s", async (_, canSuspend) => {
  const file = await smallGguf();
  const violations: string[] = [];
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
    violations.push(`${violatedDirective}: ${blockedURI}`);
  });
  const meta = document.createElement('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  // The test's own connection is by a socket; frame-ancestors has no meaning in a meta element.
  const directives = { ...policy, 'connect-src': [...policy['connect-src'], 'ws:'], 'frame-ancestors': [] };
  meta.content = Object.entries(directives)
    .filter(([, sources]) => sources.length > 0)
    .map(([directive, sources]) => `${directive} ${sources.join(' ')}`)
    .join('; ');
  document.head.append(meta);
  if (!canSuspend) Reflect.deleteProperty(WebAssembly, 'Suspending');
  const model = await createWllamaEngine().open(
    { id: 'small', files: new Map([['model.gguf', file]]) },
    { signal: new AbortController().signal, onProgress: () => undefined },
  );
  const events = await eventsOf(model, { messages: [{ role: 'user', content: 'Once' }], maxTokens: 4 });
  await model.close();
  expect(textOf(events)).not.toBe('');
  const fetched = performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin);
  expect(fetched.every((origin) => origin === location.origin || origin === 'null')).toBe(true);
  expect(violations).toEqual([]);
});
