import type { BuildFile } from './build-cache';

/** Large, and not needed by everyone: stored when first used. */
const lazy = [
  /^models\//,
  /^vendor\/onnxruntime\//,
  /^assets\/(web-llm|transformers|lab|voy_search_bg)-/,
  /^third-party-notices\.txt$/,
];

/** True for what the app needs to work offline from its first visit on. */
export function isEager({ url }: BuildFile): boolean {
  return !lazy.some((pattern) => pattern.test(url));
}
