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
  if (locks) {
    await locks.request(shownLockName(libraryId), work);
    return;
  }
  try {
    await work();
  } finally {
    post({ kind: 'ended', libraryId });
  }
}

/** Undefined in browsers without them, and outside of browsers. */
function ownLocks(): LockManager | undefined {
  const { navigator: { locks } = {} } = globalThis as { navigator?: { locks?: LockManager } };
  return locks;
}

type Message =
  | { readonly kind: 'progress'; readonly progress: ReEmbeddingProgress }
  | { readonly kind: 'ended'; readonly libraryId: string };

let sending: BroadcastChannel | undefined;

function post(message: Message): void {
  sending ??= new BroadcastChannel(channelName);
  sending.postMessage(message);
}

export function postReEmbeddingProgress(progress: ReEmbeddingProgress): void {
  post({ kind: 'progress', progress });
}

/**
 * Hears at once, and with each report, of every library that is embedded anew, in any tab, until the returned function is
 * called. Where there are locks, a library is left out as soon as nobody is at it any more, even if its tab is gone.
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

  channel.addEventListener('message', ({ data: message }: MessageEvent<Message>) => {
    if (message.kind === 'ended') {
      forget(message.libraryId);
      return;
    }
    const { progress } = message;
    const isNew = !libraries.has(progress.libraryId);
    libraries.set(progress.libraryId, progress);
    onValue(new Map(libraries));
    if (!locks || !isNew) return;
    forgetOnceFree(progress.libraryId, locks).catch((error: unknown) => {
      if (!ended.signal.aborted) reportError(error);
    });
  });
  onValue(new Map());
  return () => {
    ended.abort();
    channel.close();
  };
}
