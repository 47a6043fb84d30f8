/** How far a library is on its way to the vectors of another model, in chunks. */
export interface ReEmbeddingProgress {
  readonly libraryId: string;
  readonly done: number;
  readonly total: number;
}

const channelName = 'inkstone-embedding';

/** Pages wait for it to be free, which takes no lock away that says who does the work. */
function shownLockName(libraryId: string): string {
  return `inkstone-embedding-${libraryId}-shown`;
}

/** Runs work that embeds a library anew, whose progress is shown until it has ended, whatever ends it. */
export async function withShownProgress(
  libraryId: string,
  work: () => Promise<void>,
  locks: LockManager | undefined = ownLocks(),
): Promise<void> {
  await (locks ? locks.request(shownLockName(libraryId), work) : work());
}

/** Undefined in browsers without them, and outside of browsers. */
function ownLocks(): LockManager | undefined {
  const { navigator: { locks } = {} } = globalThis as { navigator?: { locks?: LockManager } };
  return locks;
}

let sending: BroadcastChannel | undefined;

export function postReEmbeddingProgress(progress: ReEmbeddingProgress): void {
  sending ??= new BroadcastChannel(channelName);
  sending.postMessage(progress);
}

/**
 * Hears of every library that is embedded anew, in any tab, until the returned function is called. Where there are
 * locks, a library is left out as soon as nobody is at it any more, whatever ended it.
 */
export function observeReEmbedding(
  onValue: (libraries: ReadonlyMap<string, ReEmbeddingProgress>) => void,
  locks: LockManager | undefined = ownLocks(),
): () => void {
  const channel = new BroadcastChannel(channelName);
  const ended = new AbortController();
  const libraries = new Map<string, ReEmbeddingProgress>();

  function forget(libraryId: string): void {
    libraries.delete(libraryId);
    onValue(new Map(libraries));
  }

  async function forgetOnceFree(libraryId: string, manager: LockManager): Promise<void> {
    // Shared, so that several pages can wait for the same.
    const options = { mode: 'shared', signal: ended.signal } as const;
    await manager.request(shownLockName(libraryId), options, () => undefined);
    forget(libraryId);
  }

  channel.addEventListener('message', ({ data }: MessageEvent<ReEmbeddingProgress>) => {
    const { libraryId, done, total } = data;
    const isNew = !libraries.has(libraryId);
    libraries.set(libraryId, data);
    onValue(new Map(libraries));
    if (!locks) {
      if (done >= total) forget(libraryId);
    } else if (isNew) {
      forgetOnceFree(libraryId, locks).catch((error: unknown) => {
        if (!ended.signal.aborted) reportError(error);
      });
    }
  });
  return () => {
    ended.abort();
    channel.close();
  };
}
