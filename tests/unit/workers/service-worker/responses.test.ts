import { describe, expect, it } from 'vitest';
import { partialResponse } from '../../../../workers/service-worker/partial-response';
import { secured } from '../../../../workers/service-worker/security-headers';

const url = 'https://host.example/models/model.onnx';

describe('a stored file', () => {
  const stored = () => new Response('0123456789', { headers: { 'Content-Length': '10' } });
  const ask = (headers: Record<string, string> = {}, method = 'GET') =>
    partialResponse(new Request(url, { method, headers }), stored());

  it('is sent whole', async () => {
    const response = await ask();
    expect([response.status, await response.text()]).toEqual([200, '0123456789']);
  });

  it.each([
    ['bytes=0-0', '0', 'bytes 0-0/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
  ])('is cut for %s', async (range, text, contentRange) => {
    const response = await ask({ Range: range });
    expect(response.status).toBe(206);
    expect(response.headers.get('Content-Range')).toBe(contentRange);
    expect(await response.text()).toBe(text);
  });

  it('has no part behind its end', async () => {
    expect((await ask({ Range: 'bytes=10-' })).status).toBe(416);
  });

  it('tells its length to HEAD without a body', async () => {
    const response = await ask({}, 'HEAD');
    expect(response.headers.get('Content-Length')).toBe('10');
    expect(await response.text()).toBe('');
  });

  it('does not announce the length of a compressed transfer', async () => {
    const decoded = new Response('decoded', { headers: { 'Content-Encoding': 'br', 'Content-Length': '3' } });
    const { headers } = await partialResponse(new Request(url), decoded);
    expect([headers.get('Content-Encoding'), headers.get('Content-Length')]).toEqual([null, null]);
  });
});

describe('the security headers', () => {
  it('isolate a file without giving it a policy', () => {
    const { headers } = secured(new Response('x'));
    expect(headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
    expect(headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin');
    expect(headers.get('Content-Security-Policy')).toBeNull();
  });

  it('replace the policy that the server sent', () => {
    const sent = new Response('x', { headers: { 'Content-Security-Policy': "connect-src 'self'" } });
    const { headers } = secured(sent, ['https://models.example']);
    expect(headers.get('Content-Security-Policy')).toContain("connect-src 'self' https://models.example;");
  });

  it('keep status and body', async () => {
    const response = secured(new Response('gone', { status: 404 }), []);
    expect([response.status, await response.text()]).toEqual([404, 'gone']);
  });

  it('let a network error stay one', () => {
    expect(secured(Response.error(), []).type).toBe('error');
  });
});
