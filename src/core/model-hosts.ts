import { isModelHost } from './content-security-policy';
import { officialHubUrl, officialLibraryUrl } from './models/mirrors';
import type { ModelBases, WantedModel } from './models/wanted-model';

/**
 * Where the hub sends a download on to, as its documentation names them for networks with an allow-list. A page's
 * policy judges every redirect like a request of its own, so all are switched on together with the hub.
 */
const hubDeliveryHosts: readonly string[] = [
  'https://us.aws.cdn.hf.co',
  'https://us.gcp.cdn.hf.co',
  'https://cas-bridge.xethub.hf.co',
  'https://cas-bridge.xethub-eu.hf.co',
  'https://cdn-lfs.hf.co',
  'https://cdn-lfs-us-1.hf.co',
  'https://cdn-lfs-eu-1.hf.co',
];

/** Mirrors that send large files on to the hub's own delivery hosts. */
const forwardingOrigins: readonly string[] = [officialHubUrl, 'https://hf-mirror.com'];

/**
 * The origins that downloads from these addresses touch, each once: the hub or its mirror, the host of the compiled
 * libraries, and those of single addresses that a person named.
 */
export function modelHostsFor(
  { hubUrl, libraryUrl }: Pick<ModelBases, 'hubUrl' | 'libraryUrl'>,
  addresses: readonly string[] = [],
): string[] {
  return hostsReached([hubUrl, libraryUrl, ...addresses]);
}

/** The origins that a download of one model touches, which has no compiled library elsewhere. */
export function modelHostsOf({ source }: WantedModel, { hubUrl }: Pick<ModelBases, 'hubUrl'>): string[] {
  if (source.kind === 'address') return hostsReached([source.url]);
  return source.kind === 'hub' ? hostsReached([hubUrl]) : [];
}

function hostsReached(addresses: readonly string[]): string[] {
  const origins = addresses.flatMap((address) => (URL.canParse(address) ? [new URL(address).origin] : []));
  const all = origins.flatMap((origin) =>
    forwardingOrigins.includes(origin) ? [origin, ...hubDeliveryHosts] : [origin],
  );
  return [...new Set(all)].filter(isModelHost);
}

/** The hosts that stay allowed when the address of a model is no longer needed: those that nothing else needs go. */
export function hostsWithout(
  hosts: readonly string[],
  gone: string,
  bases: Pick<ModelBases, 'hubUrl' | 'libraryUrl'>,
  otherAddresses: readonly string[],
): string[] {
  const needed = modelHostsFor(bases, otherAddresses);
  const idle = modelHostsFor(bases, [gone]).filter((host) => !needed.includes(host));
  return hosts.filter((host) => !idle.includes(host));
}

/** For the hub itself. */
export const modelHosts: readonly string[] = modelHostsFor({
  hubUrl: officialHubUrl,
  libraryUrl: officialLibraryUrl,
});
