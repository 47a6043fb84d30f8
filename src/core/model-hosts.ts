/**
 * The origins that a model download may touch: the hub with the delivery hosts that it redirects to, as its
 * documentation names them for networks with an allow-list, and the repository of compiled model libraries.
 * A page's policy judges every redirect like a request of its own, so all are switched on together.
 */
export const modelHosts: readonly string[] = [
  'https://huggingface.co',
  'https://us.aws.cdn.hf.co',
  'https://us.gcp.cdn.hf.co',
  'https://cas-bridge.xethub.hf.co',
  'https://cas-bridge.xethub-eu.hf.co',
  'https://cdn-lfs.hf.co',
  'https://cdn-lfs-us-1.hf.co',
  'https://cdn-lfs-eu-1.hf.co',
  'https://raw.githubusercontent.com',
];

export function modelHostsFor(
  { hubUrl, libraryUrl }: { readonly hubUrl: string; readonly libraryUrl: string },
  others: readonly string[] = [],
): string[] {
  const chosen = [hubUrl, libraryUrl, ...others].map((url) => new URL(url).origin);
  return [...new Set([...chosen, ...(hubUrl === modelHosts[0] ? modelHosts : [])])];
}
