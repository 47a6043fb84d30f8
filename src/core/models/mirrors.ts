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

/** What is wrong with an address as a base for others. */
export type BaseUrlProblem =
  | 'no-address'
  /** Neither https nor on this machine. */
  | 'not-secure'
  /** Something follows its path. */
  | 'has-query'
  | 'has-sign-in';

export type ReadBaseUrl =
  | { readonly kind: 'address'; readonly url: string }
  | { readonly kind: 'unusable'; readonly problem: BaseUrlProblem };

/**
 * The address that a person typed as a base for others: https, or http on this machine, with a path but without
 * anything behind it, and without a slash at its end.
 */
export function readBaseUrl(typed: string): ReadBaseUrl {
  const text = typed.trim();
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  const address = hasScheme ? text : `https://${text}`;
  // A bare word is hardly meant as the name of a machine.
  if (text === '' || !URL.canParse(address) || (!hasScheme && !/^[^/]+\.[^/]/.test(text))) {
    return unusable('no-address');
  }
  const { origin, pathname, username, password, search, hash } = new URL(address);
  if (username !== '' || password !== '') return unusable('has-sign-in');
  if (!isModelHost(origin)) return unusable(/^https:/i.test(address) ? 'no-address' : 'not-secure');
  if (search !== '' || hash !== '') return unusable('has-query');
  return { kind: 'address', url: `${origin}${pathname.replace(/\/+$/, '')}` };
}

function unusable(problem: BaseUrlProblem): ReadBaseUrl {
  return { kind: 'unusable', problem };
}
