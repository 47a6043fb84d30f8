const scheme = 'installed:';

/** The path of a model whose files are kept on this device, as the embedder is told it. */
export function installedPath(modelId: string): string {
  return scheme + modelId;
}

/** Undefined for a path on this origin's host. */
export function installedIdIn(modelPath: string): string | undefined {
  return modelPath.startsWith(scheme) ? modelPath.slice(scheme.length) : undefined;
}
