/** Finds out, when it is first needed and once, whether a reranker's folder is hosted beside the app. */
export function createHostedReranker(path: string): () => Promise<string | undefined> {
  let known: Promise<string | undefined> | undefined;
  return () => {
    known ??= isHosted(path).then((isThere) => {
      // Without a network nobody knows: the next question asks again.
      if (isThere === undefined) known = undefined;
      return isThere === true ? path : undefined;
    });
    return known;
  };
}

/** A question does not wait for a host that is slow to say what it has. */
const answerMs = 2000;

/** Undefined where nothing answers. */
async function isHosted(path: string): Promise<boolean | undefined> {
  try {
    const response = await fetch(`${path}/config.json`, { signal: AbortSignal.timeout(answerMs) });
    if (!response.ok) return false;
    // A host that answers every address with its start page does not have the folder.
    return response.headers.get('Content-Type')?.includes('html') !== true;
  } catch {
    return undefined;
  }
}
