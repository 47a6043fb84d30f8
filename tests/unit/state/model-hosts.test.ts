import { expect, it } from 'vitest';
import { modelHosts } from '../../../src/core/model-hosts';
import { hostsAfterMirrors, hostsAllowed, mayFetch } from '../../../src/state/model-hosts';

const official = { hubUrl: null, libraryUrl: null };
const own = 'https://files.example';
const mirror = { hubUrl: 'https://mirror.example/hub', libraryUrl: null };

it('one host of somebody’s own is neither none nor all', () => {
  expect(hostsAllowed({ ...official, modelHosts: [] })).toBe('none');
  expect(hostsAllowed({ ...official, modelHosts: [own] })).toBe('some');
  expect(hostsAllowed({ ...official, modelHosts: [...modelHosts, own] })).toBe('all');
});

it('a mirror is switched on in place of the hub, and not where the hub was off', () => {
  expect(hostsAfterMirrors({ ...official, modelHosts: [own] }, mirror)).toEqual([own]);
  expect(hostsAfterMirrors({ ...official, modelHosts: [] }, mirror)).toEqual([]);
  const after = hostsAfterMirrors({ ...official, modelHosts: [...modelHosts, own] }, mirror);
  expect(after).toEqual(['https://mirror.example', 'https://raw.githubusercontent.com', own]);
});

it('a model needs the hosts that it is fetched from, and no others', () => {
  const settings = { ...official, modelHosts: [own] };
  const repository = { kind: 'hub', repository: 'owner/name', revision: 'main' } as const;
  const hubHosts = modelHosts.filter((host) => host !== 'https://raw.githubusercontent.com');
  expect(mayFetch({ kind: 'files' }, settings)).toBe(true);
  expect(mayFetch({ kind: 'address', url: `${own}/m.gguf` }, settings)).toBe(true);
  expect(mayFetch({ kind: 'address', url: 'https://other.example/m.gguf' }, settings)).toBe(false);
  expect(mayFetch(repository, settings)).toBe(false);
  expect(mayFetch(repository, { ...official, modelHosts: hubHosts })).toBe(true);
  // A compiled library lies elsewhere.
  const compiled = { ...repository, library: 'a.wasm' };
  expect(mayFetch(compiled, { ...official, modelHosts: hubHosts })).toBe(false);
  expect(mayFetch(compiled, { ...official, modelHosts })).toBe(true);
});
