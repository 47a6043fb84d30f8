import { afterEach, describe, expect, it, vi } from 'vitest';
import { createHostedReranker } from '../../../src/services/hosted-reranker';

afterEach(() => {
  vi.unstubAllGlobals();
});

function answering(...answers: (Response | Error)[]): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (address: string) => {
    asked.push(address);
    const answer = answers.shift();
    return answer instanceof Response
      ? Promise.resolve(answer)
      : Promise.reject(answer ?? new Error('offline'));
  });
  return asked;
}

describe('a reranker beside the app', () => {
  it('is looked for when it is needed, and once', async () => {
    const asked = answering(new Response('{}', { headers: { 'Content-Type': 'application/json' } }));
    const reranker = createHostedReranker('/models/reranker');
    expect(asked).toEqual([]);
    expect(await reranker()).toBe('/models/reranker');
    expect(await reranker()).toBe('/models/reranker');
    expect(asked).toEqual(['/models/reranker/config.json']);
  });

  it.each([
    ['is not found', new Response('', { status: 404 })],
    ['is answered with a page', new Response('<html>', { headers: { 'Content-Type': 'text/html' } })],
  ])('is not there when its configuration %s', async (_, response) => {
    const asked = answering(response);
    const reranker = createHostedReranker('/models/reranker');
    expect(await reranker()).toBeUndefined();
    expect(await reranker()).toBeUndefined();
    expect(asked).toHaveLength(1);
  });

  it('is looked for again after nothing has answered', async () => {
    const asked = answering(new TypeError('Failed to fetch'), new Response('{}'));
    const reranker = createHostedReranker('/models/reranker');
    expect(await reranker()).toBeUndefined();
    expect(await reranker()).toBe('/models/reranker');
    expect(asked).toHaveLength(2);
  });
});
