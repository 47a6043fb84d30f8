import type { WantedModel } from './wanted-model';

export function readCustomAddress(typed: string, hubUrl: string): WantedModel | undefined {
  if (/^[\w.-]+\/[\w.-]+$/.test(typed)) {
    return { source: { kind: 'hub', repository: typed, revision: 'main' } };
  }
  return URL.canParse(typed, hubUrl) && /^https?:/.test(typed)
    ? { source: { kind: 'address', url: typed } }
    : undefined;
}
