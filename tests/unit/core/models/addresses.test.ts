import { describe, expect, it } from 'vitest';
import { modelHosts, modelHostsFor } from '../../../../src/core/model-hosts';
import { readCustomAddress } from '../../../../src/core/models/custom-entry';
import { officialHubUrl, officialLibraryUrl, readBaseUrl } from '../../../../src/core/models/mirrors';

describe('a mirror that a person types', () => {
  it.each([
    ['hf-mirror.com', 'https://hf-mirror.com'],
    [' https://hub.example/path// ', 'https://hub.example/path'],
    ['http://localhost:8080/', 'http://localhost:8080'],
    ['HTTPS://Hub.Example', 'https://hub.example'],
  ])('%s is %s', (typed, url) => expect(readBaseUrl(typed)).toEqual({ kind: 'address', url }));

  it.each([
    ['', 'no-address'],
    ['hub', 'no-address'],
    ['http://hub.example', 'not-secure'],
    ['https://a.example?x=1', 'has-query'],
    ['https://a.example/#models', 'has-query'],
    ['https://u:p@a.example', 'has-sign-in'],
    ['https://a;b.example', 'no-address'],
    ['file:///a', 'not-secure'],
  ])('cannot be %s: %s', (typed, problem) => {
    expect(readBaseUrl(typed)).toEqual({ kind: 'unusable', problem });
  });
});

describe('the hosts of downloads', () => {
  it('are the hub, its delivery hosts and that of the libraries', () => {
    expect(modelHosts).toContain('https://huggingface.co');
    expect(modelHosts).toContain('https://cas-bridge.xethub.hf.co');
    expect(modelHosts).toContain('https://raw.githubusercontent.com');
  });

  it('leave the hub out where mirrors serve everything themselves', () => {
    const bases = { hubUrl: 'https://hub.example/a', libraryUrl: 'https://libraries.example/b' };
    expect(modelHostsFor(bases, ['https://files.example/m.gguf', 'ftp://x'])).toEqual([
      'https://hub.example',
      'https://libraries.example',
      'https://files.example',
    ]);
  });

  it('name each origin once', () => {
    const hosts = modelHostsFor({ hubUrl: officialHubUrl, libraryUrl: officialLibraryUrl }, [officialHubUrl]);
    expect(new Set(hosts).size).toBe(hosts.length);
  });
});

describe('a model that a person names', () => {
  const hub = (repository: string, more: object = {}) => ({
    kind: 'hub',
    repository,
    revision: 'main',
    ...more,
  });

  it.each([
    ['Qwen/Qwen3-0.6B-GGUF', hub('Qwen/Qwen3-0.6B-GGUF')],
    ['https://huggingface.co/a/b', hub('a/b')],
    ['https://mirror.example/hub/a/b/tree/v1', hub('a/b', { revision: 'v1' })],
    ['https://huggingface.co/a/b/blob/main/sub/m%20x.gguf', hub('a/b', { paths: ['sub/m x.gguf'] })],
    ['https://files.example/m.gguf?k=1', { kind: 'address', url: 'https://files.example/m.gguf?k=1' }],
    ['https://files.example/m/inkstone-model.json', { kind: 'address', url: 'https://files.example/m' }],
  ])('%s', (typed, source) => {
    expect(readCustomAddress(typed, 'https://mirror.example/hub')?.source).toEqual(source);
  });

  it.each([
    '',
    'qwen',
    'http://files.example/m.gguf',
    'javascript:alert(1)',
    'https://huggingface.co/a',
    '../b/c',
  ])('is not %s', (typed) => expect(readCustomAddress(typed)).toBeUndefined());
});
