import type { BuildFile } from './build-cache';

/** Large, and not needed by everyone: stored when first used. */
const lazy = [
  /^models\//,
  /^vendor\/(?:onnxruntime|wllama|wllama-compat)\//,
  /^assets\/(?:worker-)?(web-llm|wllama|llm\.worker|transformers|lab|bench\.worker|plain-embedder\.worker|embedding-trial\.worker|voy_search_bg)-/,
  // What writes and runs models is of no use without the runtimes above; Dexie for workers that look up a model's files.
  /^assets\/(?:worker-)?(?:model-store\.worker|wllama-engine|webllm-engine|built-in-engine|import-wrapper)-/,
  // Formulas and diagrams of answers.
  /^assets\/rich-answers\//,
  // No PDF may name these without bringing them along: the standard's own list (ISO 32000, 9.7.5.2) has others.
  /^vendor\/pdfjs\/cmaps\/.*UTF(8|32)/,
  /^third-party-notices\.txt$/,
  /^vendor\/.*\/LICENSE/,
];

/** True for what the app needs to work offline from its first visit on. */
export function isEager({ url }: BuildFile): boolean {
  return !lazy.some((pattern) => pattern.test(url));
}
