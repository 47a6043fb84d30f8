import { expect, it } from 'vitest';
import { routeOf } from '../../../../workers/service-worker/routes';

const scope = 'https://host.example/inkstone/';
const files = new Set([`${scope}assets/app.js`, `${scope}sample/paper.html`]);

function route(url: string, request: Partial<Pick<Request, 'method' | 'mode' | 'destination'>> = {}) {
  return routeOf({ url, method: 'GET', mode: 'cors', destination: '', ...request }, scope, (file) =>
    files.has(file),
  );
}

const navigation = { mode: 'navigate', destination: 'document' } as const;

it('answers for the files of the build', () => {
  expect(route(`${scope}assets/app.js`)).toBe(`${scope}assets/app.js`);
});

it('answers HEAD, which libraries ask for a length with', () => {
  expect(route(`${scope}assets/app.js`, { method: 'HEAD' })).toBe(`${scope}assets/app.js`);
});

it.each([scope, `${scope}?source=shortcut`, `${scope}some/place`, `${scope}#library`])(
  'opens the app at %s',
  (url) => expect(route(url, navigation)).toBe(`${scope}index.html`),
);

it('shows a document that is a file of the build as that file', () => {
  expect(route(`${scope}sample/paper.html`, navigation)).toBe(`${scope}sample/paper.html`);
});

it('leaves a page that is not part of the installed app to the network, under the same headers', () => {
  expect(route(`${scope}lab.html`, navigation)).toBe(`${scope}lab.html`);
});

it('does not answer a missing file with the app', () => {
  expect(route(`${scope}assets/gone.js`)).toBeUndefined();
  expect(route(`${scope}gone`)).toBeUndefined();
});

it('governs a worker script that it does not store', () => {
  expect(route(`${scope}other.js`, { destination: 'worker' })).toBe(`${scope}other.js`);
});

it('leaves other origins, other folders and writes alone', () => {
  expect(route('https://models.example/file.bin')).toBeUndefined();
  expect(route('https://host.example/another-app/', navigation)).toBeUndefined();
  expect(route(`${scope}assets/app.js`, { method: 'POST' })).toBeUndefined();
});
