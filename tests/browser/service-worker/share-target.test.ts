import { afterEach, beforeEach, expect, test } from 'vitest';
import { ShareInbox } from '../../../src/storage/share-inbox';
import { isShare, receiveShare } from '../../../workers/service-worker/share-target';

const scope = 'https://host.example/inkstone/';
const cacheName = 'test-shared';
let inbox: ShareInbox;

beforeEach(() => {
  inbox = new ShareInbox(cacheName);
});

afterEach(() => inbox.clear());

function share(fields: Record<string, string>, files: readonly File[] = []): Promise<Response> {
  const body = new FormData();
  for (const [field, value] of Object.entries(fields)) body.set(field, value);
  for (const file of files) body.append('files', file);
  return receiveShare(new Request(`${scope}share`, { method: 'POST', body }), scope, inbox);
}

async function kept(): Promise<[name: string, type: string, text: string][]> {
  const files = await inbox.files();
  return Promise.all(
    files.map(async (file): Promise<[string, string, string]> => [file.name, file.type, await file.text()]),
  );
}

test('only a share is taken, and nothing else that is sent', () => {
  expect(isShare({ url: `${scope}share`, method: 'POST' }, scope)).toBe(true);
  expect(isShare({ url: `${scope}share`, method: 'GET' }, scope)).toBe(false);
  expect(isShare({ url: `${scope}other`, method: 'POST' }, scope)).toBe(false);
  expect(isShare({ url: 'https://host.example/share', method: 'POST' }, scope)).toBe(false);
});

test('shared files are kept as they are, in their order, and the browser is sent on to the app', async () => {
  const response = await share({}, [
    new File(['%PDF-1.7'], '合同 α.pdf', { type: 'application/pdf' }),
    new File(['# Tea'], 'tea.md', { type: 'text/markdown' }),
  ]);
  expect(response.status).toBe(303);
  expect(response.headers.get('Location')).toBe(`${scope}?shared=kept`);
  expect(await kept()).toEqual([
    ['合同 α.pdf', 'application/pdf', '%PDF-1.7'],
    ['tea.md', 'text/markdown', '# Tea'],
  ]);
});

// A form does not carry it, so that it is put in directly.
test('a kept file has the time at which it was changed', async () => {
  await inbox.put([new File(['# Tea'], 'tea.md', { lastModified: 1_700_000_000_000 })]);
  expect((await inbox.files()).map(({ lastModified }) => lastModified)).toEqual([1_700_000_000_000]);
});

test('shared words become a text of their title, words and address', async () => {
  await share({ title: 'On ink', text: 'Soot of pine.', url: 'https://example.org/ink' });
  expect(await kept()).toEqual([
    ['On ink.txt', 'text/plain', 'On ink\n\nSoot of pine.\n\nhttps://example.org/ink'],
  ]);
});

test('an address that is given twice is kept once, in a file with a name that a disk can hold', async () => {
  await share({ text: 'https://example.org/ink', url: 'https://example.org/ink' });
  expect(await kept()).toEqual([['https example.org ink.txt', 'text/plain', 'https://example.org/ink']]);
});

test('the title of a shared picture is no document of its own', async () => {
  await share({ title: 'Holiday' }, [new File(['x'], 'photo.jpg', { type: 'image/jpeg' })]);
  expect((await kept()).map(([name]) => name)).toEqual(['photo.jpg']);
});

test('a second share waits beside the first', async () => {
  await share({ text: 'one' });
  await share({ text: 'two' });
  expect((await kept()).map(([, , text]) => text).sort()).toEqual(['one', 'two']);
});

test('a share that cannot be kept is told of', async () => {
  const full = new ShareInbox(cacheName);
  full.put = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
  const request = new Request(`${scope}share`, { method: 'POST', body: new FormData() });
  const response = await receiveShare(request, scope, full);
  expect(response.status).toBe(303);
  expect(response.headers.get('Location')).toBe(`${scope}?shared=failed`);
});

test('nothing is left once it was cleared', async () => {
  await share({ text: 'one' });
  await inbox.clear();
  expect(await kept()).toEqual([]);
  expect(await caches.has(cacheName)).toBe(false);
});
