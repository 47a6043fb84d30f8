import { expect, it } from 'vitest';
import { modelHosts } from '../../../src/core/model-hosts';
import { hostsAfterMirrors, hostsAllowed } from '../../../src/state/model-hosts';

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
