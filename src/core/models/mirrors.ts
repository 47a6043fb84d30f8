import { isModelHost } from '../content-security-policy';

export const officialHubUrl = 'https://huggingface.co';

/** The folder that holds a folder for each version of the runtime. */
export const officialLibraryUrl =
  'https://raw.githubusercontent.com/mlc-ai/binary-mlc-llm-libs/main/web-llm-models';

/** Addresses to offer; the official one first. */
export const hubSuggestions: readonly string[] = [officialHubUrl, 'https://hf-mirror.com'];

export const librarySuggestions: readonly string[] = [
  officialLibraryUrl,
  'https://cdn.jsdelivr.net/gh/mlc-ai/binary-mlc-llm-libs@main/web-llm-models',
];

/**
 * The address that a person typed as a base for others: https, or http on this machine, with a path but without
 * anything behind it, and without a slash at its end. Undefined for what is no such address.
 */
export function normaliseBaseUrl(typed: string): string | undefined {
  const text = typed.trim();
  if (text === '') return undefined;
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  const address = hasScheme ? text : `https://${text}`;
  // A bare word is hardly meant as the name of a machine.
  if (!URL.canParse(address) || (!hasScheme && !/^[^/]+\.[^/]/.test(text))) return undefined;
  const { origin, pathname, username, password, search, hash } = new URL(address);
  if (username !== '' || password !== '' || search !== '' || hash !== '' || !isModelHost(origin)) {
    return undefined;
  }
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}
