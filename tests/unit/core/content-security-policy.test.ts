import { describe, expect, it } from 'vitest';
import {
  contentSecurityPolicy,
  isModelHost,
  metaContentSecurityPolicy,
} from '../../../src/core/content-security-policy';

describe('the content security policy', () => {
  it('connects to nothing but its own origin at first', () => {
    expect(contentSecurityPolicy()).toContain("connect-src 'self';");
  });

  it('never lets text become code', () => {
    expect(contentSecurityPolicy(['https://models.example'])).not.toMatch(
      /'unsafe-eval'|script-src[^;]*inline/,
    );
  });

  it('adds the model hosts to what may be connected to, and nowhere else', () => {
    const policy = contentSecurityPolicy(['https://models.example', 'http://127.0.0.1:8080']);
    expect(policy).toContain("connect-src 'self' https://models.example http://127.0.0.1:8080;");
    expect(policy.match(/models\.example/g)).toHaveLength(1);
  });

  it('leaves out of a meta element what a browser ignores there', () => {
    expect(metaContentSecurityPolicy()).not.toContain('frame-ancestors');
    expect(metaContentSecurityPolicy()).toContain("default-src 'self'");
  });
});

describe('a model host', () => {
  it.each([
    'https://huggingface.co',
    'https://a-b.example:8443',
    'http://localhost:9000',
    'http://127.0.0.1',
  ])('may be %s', (host) => expect(isModelHost(host)).toBe(true));

  it.each([
    'http://models.example',
    'https://models.example/path',
    'https://models.example/',
    'https://*.example',
    "https://a.example; script-src 'unsafe-eval'",
    'https://a.example;b',
    'https://a.example,b',
    'https://user@models.example',
    'HTTPS://models.example',
    'data:',
    "'unsafe-inline'",
    '*',
    '',
    undefined,
    42,
  ])('may not be %s', (host) => expect(isModelHost(host)).toBe(false));
});
